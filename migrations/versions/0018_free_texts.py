"""free texts that wait to be read

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "free_text_looks",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_free_text_looks_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_free_text_looks")),
    )
    op.create_table(
        "free_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("flagged", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redacted", sa.Text(), nullable=True),
        sa.Column("redacted_by", sa.Uuid(), nullable=True),
        sa.Column("reading_by", sa.Uuid(), nullable=True),
        sa.Column("reading_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('unread', 'held', 'referred', 'redacting', 'cleared', 'redacted')",
            name=op.f("ck_free_texts_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_free_texts_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(["reading_by"], ["officers.id"], name=op.f("fk_free_texts_reading_by_officers")),
        sa.ForeignKeyConstraint(["redacted_by"], ["officers.id"], name=op.f("fk_free_texts_redacted_by_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_free_texts")),
        sa.UniqueConstraint(
            "response_id", "question_key", "part", name=op.f("uq_free_texts_response_id_question_key_part")
        ),
    )
    with op.batch_alter_table("free_texts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_free_texts_consultation_id_state"), ["consultation_id", "state"], unique=False
        )

    op.create_table(
        "free_texts_gone",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_free_texts_gone_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "audience", name=op.f("pk_free_texts_gone")),
    )
    op.create_table(
        "readers_told",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_readers_told_officer_id_officers")),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_readers_told")),
    )
    op.create_table(
        "reading_duties",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_reading_duties_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["officers.id"], name=op.f("fk_reading_duties_deputy_id_officers")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_reading_duties_officer_id_officers")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_reading_duties")),
    )
    op.create_table(
        "text_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("because", sa.String(length=20), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("redacted", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["text_id"], ["free_texts.id"], name=op.f("fk_text_decisions_text_id_free_texts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_decisions")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_text_decisions_text_id_number")),
    )


def downgrade() -> None:
    op.drop_table("text_decisions")
    op.drop_table("reading_duties")
    op.drop_table("readers_told")
    op.drop_table("free_texts_gone")
    with op.batch_alter_table("free_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_free_texts_consultation_id_state"))

    op.drop_table("free_texts")
    op.drop_table("free_text_looks")

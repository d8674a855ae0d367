"""letters edited and held

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("(subject IS NULL) = (text IS NULL)", name=op.f("ck_letter_versions_words_are_whole")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_letter_versions_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_versions")),
        sa.UniqueConstraint(
            "consultation_id", "template", "number", name=op.f("uq_letter_versions_consultation_id_template_number")
        ),
    )
    op.create_table(
        "outbox_holds",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_outbox_holds_wave_id_waves")),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_outbox_holds")),
    )
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_holidays", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.drop_column("school_holidays")

    op.drop_table("outbox_holds")
    op.drop_table("letter_versions")

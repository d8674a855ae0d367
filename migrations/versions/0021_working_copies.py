"""working copies

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "working_copies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("based_on", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["based_on"], ["questionnaire_versions.id"], name=op.f("fk_working_copies_based_on_questionnaire_versions")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_working_copies_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copies")),
        sa.UniqueConstraint("consultation_id", "audience", name=op.f("uq_working_copies_consultation_id_audience")),
    )
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_by", sa.Text(), nullable=True),
        sa.Column("tried_with", sa.Integer(), nullable=True),
        sa.Column("tried_on", sa.Date(), nullable=True),
        sa.Column("changed_after", sa.Text(), nullable=True),
        sa.CheckConstraint("tried_with > 0", name=op.f("ck_sign_offs_tried_with_somebody")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_sign_offs_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
    )
    with op.batch_alter_table("sign_offs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_offs_consultation_id_audience"), ["consultation_id", "audience"], unique=False
        )
    op.create_table(
        "published_by",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.Column("written_by", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_offs.id"], name=op.f("fk_published_by_sign_off_id_sign_offs")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_published_by_version_id_questionnaire_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_published_by")),
    )
    op.create_table(
        "question_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column("old_key", sa.String(length=40), nullable=False),
        sa.Column("meaning", sa.String(length=4), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(meaning = 'same') = (old_key = question_key)", name=op.f("ck_question_changes_new_meaning_new_key")
        ),
        sa.CheckConstraint("meaning IN ('same', 'new')", name=op.f("ck_question_changes_known_meaning")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_question_changes_version_id_questionnaire_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_changes")),
        sa.UniqueConstraint("version_id", "question_key", name=op.f("uq_question_changes_version_id_question_key")),
    )


def downgrade() -> None:
    op.drop_table("question_changes")
    op.drop_table("published_by")
    with op.batch_alter_table("sign_offs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_offs_consultation_id_audience"))
    op.drop_table("sign_offs")
    op.drop_table("working_copies")

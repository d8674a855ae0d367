"""paper voice and signs

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_paper_forms_version_id_questionnaire_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_forms")),
        sa.UniqueConstraint("version_id", "kind", name=op.f("uq_paper_forms_version_id_kind")),
    )
    op.create_table(
        "preparations",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("thing", sa.String(length=20), nullable=False),
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_preparations_version_id_questionnaire_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", "thing", name=op.f("pk_preparations")),
    )
    op.create_table(
        "signed_videos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_signed_videos_version_id_questionnaire_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_videos")),
        sa.UniqueConstraint("version_id", "question_key", name=op.f("uq_signed_videos_version_id_question_key")),
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signed", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    # Not by copying the table, to which all others lead.
    op.drop_column("consultations", "signed")

    op.drop_table("signed_videos")
    op.drop_table("preparations")
    op.drop_table("paper_forms")

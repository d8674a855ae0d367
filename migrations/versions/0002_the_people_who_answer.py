"""the people who answer

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("text_key", sa.String(length=90), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("prepared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_recordings_version_id_questionnaire_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sa.UniqueConstraint("version_id", "text_key", name=op.f("uq_recordings_version_id_text_key")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confidential_because", sa.Text(), nullable=True))

    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mode", sa.String(length=20), server_default="standard", nullable=False))
        batch_op.add_column(sa.Column("words_key", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_drafts_words_key"), ["words_key"])

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mode", sa.String(length=20), server_default="standard", nullable=False))
        batch_op.add_column(sa.Column("withdrawal_key", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_responses_withdrawal_key"), ["withdrawal_key"])


def downgrade() -> None:
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_responses_withdrawal_key"), type_="unique")
        batch_op.drop_column("withdrawal_key")
        batch_op.drop_column("mode")

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_drafts_words_key"), type_="unique")
        batch_op.drop_column("words_key")
        batch_op.drop_column("mode")

    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.drop_column("locked_at")

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_column("confidential_because")

    op.drop_table("recordings")

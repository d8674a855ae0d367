"""steps of writing

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "working_copy_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("working_copy_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("did", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["working_copy_id"],
            ["working_copies.id"],
            name=op.f("fk_working_copy_revisions_working_copy_id_working_copies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copy_revisions")),
        sa.UniqueConstraint(
            "working_copy_id", "revision", name=op.f("uq_working_copy_revisions_working_copy_id_revision")
        ),
    )


def downgrade() -> None:
    op.drop_table("working_copy_revisions")

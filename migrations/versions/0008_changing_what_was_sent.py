"""changing what was sent

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("reopened_from", sa.Date(), nullable=True))
    op.add_column("responses", sa.Column("changed_on", sa.Date(), nullable=True))
    op.add_column("responses", sa.Column("receipts_mailed", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    # Not by copying the tables, as SQLite would drop the old ones and with them all answers that belong to their rows.
    op.drop_column("responses", "receipts_mailed")
    op.drop_column("responses", "changed_on")
    op.drop_column("drafts", "reopened_from")

"""what becomes of letters

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_alarms",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_standing_alarms")),
    )
    op.create_table(
        "delivery_reports",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("finding", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_delivery_reports_message_id_messages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_delivery_reports")),
    )
    with op.batch_alter_table("delivery_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_reports_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_reports_message_id"), ["message_id"], unique=False)

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("soft_bounces", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("soft_bounces_since", sa.Date(), nullable=True))

    with op.batch_alter_table("suppressions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=10), server_default="asked", nullable=False))
        batch_op.alter_column("consultation_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(batch_op.f("ix_suppressions_email_index"), ["email_index"], unique=False)
        batch_op.create_index(
            "ix_suppressions_everywhere",
            ["email_index"],
            unique=True,
            sqlite_where=sa.text("consultation_id IS NULL"),
            postgresql_where=sa.text("consultation_id IS NULL"),
        )


def downgrade() -> None:
    # Before, every suppression named its consultation.
    op.execute("DELETE FROM suppressions WHERE consultation_id IS NULL")
    with op.batch_alter_table("suppressions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_suppressions_everywhere",
            sqlite_where=sa.text("consultation_id IS NULL"),
            postgresql_where=sa.text("consultation_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_suppressions_email_index"))
        batch_op.alter_column("consultation_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("reason")

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_column("soft_bounces_since")
        batch_op.drop_column("soft_bounces")

    with op.batch_alter_table("delivery_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_reports_message_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_reports_at"))

    op.drop_table("delivery_reports")
    op.drop_table("standing_alarms")

"""closing early and counting late

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_closing_requests_two_people")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_closing_requests_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_requests")),
    )
    with op.batch_alter_table("closing_requests", schema=None) as batch_op:
        batch_op.create_index(
            "uq_closing_requests_one_waiting",
            ["consultation_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "late_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_late_rules_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_rules")),
    )
    with op.batch_alter_table("late_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_rules_consultation_id"), ["consultation_id"], unique=False)

    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cancelled_because", sa.Text(), nullable=True))


def downgrade() -> None:
    # The program of before knows no notices of a new deadline: they go, and with them which of them were sent.
    for statement in (
        "DELETE FROM delivery_reports WHERE message_id IN (SELECT id FROM messages WHERE kind = 'new_deadline')",
        "DELETE FROM messages WHERE kind = 'new_deadline'",
        "DELETE FROM outbox_holds WHERE wave_id IN (SELECT id FROM waves WHERE kind = 'new_deadline')",
        "DELETE FROM waves WHERE kind = 'new_deadline'",
    ):
        op.execute(statement)

    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.drop_column("cancelled_because")

    with op.batch_alter_table("late_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_late_rules_consultation_id"))

    op.drop_table("late_rules")
    with op.batch_alter_table("closing_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_closing_requests_one_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("closing_requests")

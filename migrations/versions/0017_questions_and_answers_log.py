"""questions and answers log

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_log_entries_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entries")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_log_entries_consultation_id_number")),
    )
    op.create_table(
        "log_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entries.id"], name=op.f("fk_log_versions_entry_id_log_entries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_versions")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_log_versions_entry_id_number")),
    )


def downgrade() -> None:
    # The program of before knows no notices of answers: they go, and with them which of them were sent.
    for statement in (
        "DELETE FROM delivery_reports WHERE message_id IN (SELECT id FROM messages WHERE kind = 'new_answers')",
        "DELETE FROM messages WHERE kind = 'new_answers'",
        "DELETE FROM outbox_holds WHERE wave_id IN (SELECT id FROM waves WHERE kind = 'new_answers')",
        "DELETE FROM waves WHERE kind = 'new_answers'",
    ):
        op.execute(statement)

    op.drop_table("log_versions")
    op.drop_table("log_entries")

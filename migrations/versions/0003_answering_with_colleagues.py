"""answering with colleagues

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("access_key", sa.String(length=64), nullable=True),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sections", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_team_members_draft_id_drafts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
        sa.UniqueConstraint("access_key", name=op.f("uq_team_members_access_key")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_team_members_draft_id_number")),
    )
    with op.batch_alter_table("draft_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("written_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_answers_written_by_team_members"),
            "team_members",
            ["written_by"],
            ["id"],
            ondelete="SET NULL",
        )

    op.add_column("drafts", sa.Column("lead_sealed", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team_member_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_messages_team_member_id"), ["team_member_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_team_member_id_team_members"),
            "team_members",
            ["team_member_id"],
            ["id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_messages_team_member_id_team_members"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_messages_team_member_id"))
        batch_op.drop_column("team_member_id")

    # Not by copying the table, as SQLite would drop the old one and with it all answers that belong to its rows.
    op.drop_column("drafts", "lead_sealed")

    with op.batch_alter_table("draft_answers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_draft_answers_written_by_team_members"), type_="foreignkey")
        batch_op.drop_column("written_by")

    op.drop_table("team_members")

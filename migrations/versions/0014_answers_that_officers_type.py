"""answers that officers type

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("late_because", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("typed_twice", sa.Boolean(), nullable=False),
        sa.Column("first_by", sa.Uuid(), nullable=False),
        sa.Column("second_by", sa.Uuid(), nullable=True),
        sa.Column("first_draft_id", sa.Uuid(), nullable=True),
        sa.Column("second_draft_id", sa.Uuid(), nullable=True),
        sa.Column("compared", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.Column("taken_out_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('typing', 'waiting', 'differing', 'counted', 'taken_out')", name=op.f("ck_entries_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_entries_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(["first_by"], ["officers.id"], name=op.f("fk_entries_first_by_officers")),
        sa.ForeignKeyConstraint(
            ["first_draft_id"], ["drafts.id"], name=op.f("fk_entries_first_draft_id_drafts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["second_by"], ["officers.id"], name=op.f("fk_entries_second_by_officers")),
        sa.ForeignKeyConstraint(
            ["second_draft_id"], ["drafts.id"], name=op.f("fk_entries_second_draft_id_drafts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_entries_version_id_questionnaire_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "entry_notes",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("typing", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_entry_notes_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "typing", "question_key", name=op.f("pk_entry_notes")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    # Before, whatever was in the table counted: what came late does not. SQLite migrates without foreign keys, so
    # their answers do not go by themselves.
    op.execute("DELETE FROM answers WHERE response_id IN (SELECT id FROM responses WHERE late)")
    op.execute("DELETE FROM responses WHERE late")
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_column("late")

    op.drop_table("entry_notes")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_consultation_id"))

    op.drop_table("entries")

"""translations of versions

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "version_translations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("po", sa.Text(), nullable=False),
        sa.Column("checked", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_version_translations_version_id_questionnaire_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_translations")),
        sa.UniqueConstraint("version_id", "language", name=op.f("uq_version_translations_version_id_language")),
    )
    op.add_column("consultations", sa.Column("translated", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    # Not by copying the table, as SQLite would drop the old one and with it all that belongs to its rows.
    op.drop_column("consultations", "translated")

    op.drop_table("version_translations")

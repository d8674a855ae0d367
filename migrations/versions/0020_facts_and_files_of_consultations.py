"""facts and files of consultations

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_files",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_published_files_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "name", name=op.f("pk_published_files")),
    )
    op.add_column("consultations", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("consultations", sa.Column("facts", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    # Not by copying the table, as SQLite would drop the old one and with it all that belongs to its rows.
    op.drop_column("consultations", "facts")
    op.drop_column("consultations", "archived_at")
    op.drop_table("published_files")
    name_no_files(op.get_bind())


def name_no_files(connection: sa.Connection) -> None:
    """Take out of the pages what is gone: the program of before refuses a page that names a published file."""
    rows = sa.table("consultations", sa.column("id", sa.Uuid()), sa.column("page", sa.JSON()))
    for key, page in connection.execute(sa.select(rows.c.id, rows.c.page)).all():
        gone = {"documents"} | ({"picture"} if "uploaded" in page.get("picture", {}) else set())
        if gone & page.keys():
            left = {name: part for name, part in page.items() if name not in gone}
            connection.execute(rows.update().where(rows.c.id == key).values(page=left))

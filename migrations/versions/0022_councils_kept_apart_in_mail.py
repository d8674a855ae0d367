"""councils kept apart in mail

Revision ID: 0022
Revises: 0021
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SUPPRESSIONS = sa.table(
    "suppressions",
    sa.column("id", sa.Uuid),
    sa.column("consultation_id", sa.Uuid),
    sa.column("council_id", sa.Uuid),
    sa.column("email_index", sa.String),
    sa.column("reason", sa.String),
    sa.column("since", sa.Date),
)
COUNCILS = sa.table("councils", sa.column("id", sa.Uuid))
EVERYWHERE = "consultation_id IS NULL"


def upgrade() -> None:
    op.create_table(
        "council_brakes",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_council_brakes_council_id_councils")),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_council_brakes")),
    )
    with op.batch_alter_table("suppressions") as batch_op:
        batch_op.add_column(sa.Column("council_id", sa.Uuid(), nullable=True))
        batch_op.drop_index("ix_suppressions_everywhere")
    keep_for_every_council(op.get_bind())
    with op.batch_alter_table("suppressions") as batch_op:
        batch_op.create_foreign_key(op.f("fk_suppressions_council_id_councils"), "councils", ["council_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_suppressions_council_id_email_index"), ["council_id", "email_index"])
        batch_op.create_check_constraint(
            op.f("ck_suppressions_of_one_or_all"), "(consultation_id IS NULL) <> (council_id IS NULL)"
        )


def keep_for_every_council(connection: sa.Connection) -> None:
    """Who got no letters about anything gets none from each council there is."""
    councils = connection.scalars(sa.select(COUNCILS.c.id)).all()
    found = connection.execute(sa.select(SUPPRESSIONS).where(SUPPRESSIONS.c.consultation_id.is_(None))).all()
    connection.execute(sa.delete(SUPPRESSIONS).where(SUPPRESSIONS.c.consultation_id.is_(None)))
    rows = [row._asdict() | {"id": uuid.uuid4(), "council_id": council} for row in found for council in councils]
    if rows:
        connection.execute(sa.insert(SUPPRESSIONS), rows)


def downgrade() -> None:
    # Of an address that several councils keep, the first row stays: it then holds for all of them.
    op.execute(
        f"DELETE FROM suppressions WHERE {EVERYWHERE} AND EXISTS (SELECT 1 FROM suppressions AS other WHERE "
        "other.consultation_id IS NULL AND other.email_index = suppressions.email_index "
        "AND other.council_id < suppressions.council_id)"
    )
    with op.batch_alter_table("suppressions") as batch_op:
        batch_op.drop_constraint(op.f("ck_suppressions_of_one_or_all"), type_="check")
        batch_op.drop_constraint(op.f("uq_suppressions_council_id_email_index"), type_="unique")
        batch_op.drop_constraint(op.f("fk_suppressions_council_id_councils"), type_="foreignkey")
        batch_op.drop_column("council_id")
    op.create_index(
        "ix_suppressions_everywhere",
        "suppressions",
        ["email_index"],
        unique=True,
        sqlite_where=sa.text(EVERYWHERE),
        postgresql_where=sa.text(EVERYWHERE),
    )
    op.drop_table("council_brakes")

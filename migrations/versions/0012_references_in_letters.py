"""references in letters

Revision ID: 0012
Revises: 0011
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SIGNS = "23456789BCDFGHJKMNPQRTVWXZ"
BATCH = 1000

invitations = sa.table(
    "invitations", sa.column("id", sa.Uuid()), sa.column("reference", sa.String()), sa.column("state", sa.String())
)


def upgrade() -> None:
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reference", sa.String(length=12), nullable=True))

    # Invitations made before get a reference that no letter of theirs has carried yet.
    connection = op.get_bind()
    ids = connection.scalars(sa.select(invitations.c.id)).all()
    named = invitations.update().where(invitations.c.id == sa.bindparam("row")).values(reference=sa.bindparam("drawn"))
    for start in range(0, len(ids), BATCH):
        connection.execute(named, [{"row": row, "drawn": _drawn()} for row in ids[start : start + BATCH]])

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.alter_column("reference", existing_type=sa.String(length=12), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_invitations_reference"), ["reference"])
        batch_op.drop_constraint(batch_op.f("ck_invitations_known_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_invitations_known_state"), "state IN ('unused', 'used', 'told', 'opted_out')"
        )


def downgrade() -> None:
    # Before, nobody could tell us: whoever did is not reminded, which is what they asked for.
    op.execute(invitations.update().where(invitations.c.state == "told").values(state="used"))
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_invitations_known_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_invitations_known_state"), "state IN ('unused', 'used', 'opted_out')"
        )
        batch_op.drop_constraint(batch_op.f("uq_invitations_reference"), type_="unique")
        batch_op.drop_column("reference")


def _drawn() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(10))
    return f"{signs[:5]}-{signs[5:]}"

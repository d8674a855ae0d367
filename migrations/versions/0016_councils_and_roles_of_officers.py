"""councils and roles of officers

Revision ID: 0016
Revises: 0015
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ROLES = ("administrator", "lead", "contributor", "analyst", "safeguarding", "data_protection", "reader")
# What an officer could do so far, in the new roles.
SO_FAR = {
    "officer": ("administrator", "lead"),
    "data": ("administrator", "lead", "analyst", "data_protection"),
}


def upgrade() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"role IN ({', '.join(repr(role) for role in ROLES)})", name=op.f("ck_appointments_known_role")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_appointments_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_appointments_officer_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint(
            "officer_id", "role", "consultation_id", name=op.f("uq_appointments_officer_id_role_consultation_id")
        ),
    )
    op.create_index(op.f("ix_appointments_consultation_id"), "appointments", ["consultation_id"])
    op.create_index(
        "ix_appointments_everywhere",
        "appointments",
        ["officer_id", "role"],
        unique=True,
        sqlite_where=sa.text("consultation_id IS NULL"),
        postgresql_where=sa.text("consultation_id IS NULL"),
    )
    with op.batch_alter_table("officers") as batch_op:
        batch_op.add_column(sa.Column("council_id", sa.Uuid(), nullable=True))
        batch_op.drop_constraint(op.f("ck_officers_known_role"), type_="check")
    keep_what_officers_could_do(op.get_bind())
    with op.batch_alter_table("officers") as batch_op:
        batch_op.alter_column("council_id", nullable=False)
        batch_op.drop_column("role")
        batch_op.create_index(op.f("ix_officers_council_id"), ["council_id"])
        batch_op.create_foreign_key(op.f("fk_officers_council_id_councils"), "councils", ["council_id"], ["id"])


def keep_what_officers_could_do(connection: sa.Connection) -> None:
    """Officers so far are of the only council there is; where there are several, of the first by name."""
    officers = sa.table("officers", sa.column("id", sa.Uuid), sa.column("role"), sa.column("council_id", sa.Uuid))
    councils = sa.table("councils", sa.column("id", sa.Uuid), sa.column("name"), sa.column("footer_links", sa.JSON))
    appointments = sa.table(
        "appointments", sa.column("id", sa.Uuid), sa.column("officer_id", sa.Uuid), sa.column("role")
    )
    found = connection.execute(sa.select(officers.c.id, officers.c.role)).all()
    if not found:
        return
    council = connection.scalar(sa.select(councils.c.id).order_by(councils.c.name).limit(1))
    if council is None:
        council = uuid.uuid4()
        connection.execute(sa.insert(councils).values(id=council, name="The council", footer_links=[]))
    connection.execute(sa.update(officers).values(council_id=council))
    connection.execute(
        sa.insert(appointments),
        [
            {"id": uuid.uuid4(), "officer_id": officer, "role": role}
            for officer, so_far in found
            for role in SO_FAR[so_far]
        ],
    )


def downgrade() -> None:
    with op.batch_alter_table("officers") as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=20), nullable=True))
    op.execute(
        "UPDATE officers SET role = CASE WHEN EXISTS (SELECT 1 FROM appointments WHERE officer_id = officers.id "
        "AND role IN ('analyst', 'data_protection')) THEN 'data' ELSE 'officer' END"
    )
    with op.batch_alter_table("officers") as batch_op:
        batch_op.alter_column("role", nullable=False)
        batch_op.drop_constraint(op.f("fk_officers_council_id_councils"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_officers_council_id"))
        batch_op.drop_column("council_id")
        batch_op.create_check_constraint(op.f("ck_officers_known_role"), "role IN ('officer', 'data')")
    op.drop_table("appointments")

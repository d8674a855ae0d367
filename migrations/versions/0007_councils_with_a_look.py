"""councils with a look

Revision ID: 0007
Revises: 0006
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

councils = sa.table("councils", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("footer_links", sa.JSON()))
consultations = sa.table(
    "consultations", sa.column("id", sa.Uuid()), sa.column("council_id", sa.Uuid()), sa.column("council_name")
)


def upgrade() -> None:
    op.create_table(
        "councils",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=True),
        sa.Column("colour_on_dark", sa.String(length=7), nullable=True),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_type", sa.String(length=20), nullable=True),
        sa.Column("logo_width", sa.Integer(), nullable=True),
        sa.Column("logo_height", sa.Integer(), nullable=True),
        sa.Column("logo_hash", sa.String(length=12), nullable=True),
        sa.Column("footer_links", sa.JSON(), nullable=False),
        sa.CheckConstraint("(logo IS NULL) = (logo_hash IS NULL)", name=op.f("ck_councils_logo_is_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
        sa.UniqueConstraint("name", name=op.f("uq_councils_name")),
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("council_id", sa.Uuid(), nullable=True))

    # Every name that a consultation has becomes a council.
    connection = op.get_bind()
    for name in connection.scalars(sa.select(consultations.c.council_name).distinct()).all():
        council_id = uuid.uuid4()
        connection.execute(councils.insert().values(id=council_id, name=name, footer_links=[]))
        connection.execute(
            consultations.update().where(consultations.c.council_name == name).values(council_id=council_id)
        )

    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.alter_column("council_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_index(batch_op.f("ix_consultations_council_id"), ["council_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_consultations_council_id_councils"), "councils", ["council_id"], ["id"]
        )
        batch_op.drop_column("council_name")


def downgrade() -> None:
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("council_name", sa.String(length=120), nullable=True))

    op.get_bind().execute(
        consultations.update().values(
            council_name=sa.select(councils.c.name).where(councils.c.id == consultations.c.council_id).scalar_subquery()
        )
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.alter_column("council_name", existing_type=sa.String(length=120), nullable=False)
        batch_op.drop_constraint(batch_op.f("fk_consultations_council_id_councils"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_consultations_council_id"))
        batch_op.drop_column("council_id")

    op.drop_table("councils")

"""contacts in files and groups

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_import_matches",
        sa.Column("headings_key", sa.String(length=64), nullable=False),
        sa.Column("match", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("headings_key", name=op.f("pk_contact_import_matches")),
    )
    op.create_table(
        "contact_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_contact_fields_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_fields")),
        sa.UniqueConstraint("consultation_id", "audience", "name", name=op.f("uq_contact_fields_consultation_id_audience_name")),
    )
    op.create_table(
        "contact_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("head_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("headings_key", sa.String(length=64), nullable=False),
        sa.Column("match", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("next_piece", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('uploaded', 'checking', 'checked', 'importing', 'done', 'discarded')",
            name=op.f("ck_contact_imports_known_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_contact_imports_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_imports")),
    )
    with op.batch_alter_table("contact_imports", schema=None) as batch_op:
        batch_op.create_index("ix_contact_imports_consultation_id", ["consultation_id"], unique=False)
        batch_op.create_index("ix_contact_imports_stage", ["stage", "began_at"], unique=False)

    op.create_table(
        "contact_import_addresses",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("email_index", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["contact_imports.id"],
            name=op.f("fk_contact_import_addresses_import_id_contact_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "email_index", name=op.f("pk_contact_import_addresses")),
    )
    op.create_table(
        "contact_import_pieces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["contact_imports.id"],
            name=op.f("fk_contact_import_pieces_import_id_contact_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_import_pieces")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_contact_import_pieces_import_id_number")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_index", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("organisation_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("organisation_index", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("groups", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column("role_mailbox", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("do_not_contact_because", sa.LargeBinary(), nullable=True))
        batch_op.create_index("ix_contacts_listed", ["consultation_id", "added_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_name_index"), ["name_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_organisation_index"), ["organisation_index"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_organisation_index"))
        batch_op.drop_index(batch_op.f("ix_contacts_name_index"))
        batch_op.drop_index("ix_contacts_listed")
        batch_op.drop_column("do_not_contact_because")
        batch_op.drop_column("role_mailbox")
        batch_op.drop_column("groups")
        batch_op.drop_column("organisation_index")
        batch_op.drop_column("organisation_sealed")
        batch_op.drop_column("name_index")

    op.drop_table("contact_import_pieces")
    op.drop_table("contact_import_addresses")
    op.drop_table("contact_imports")
    op.drop_table("contact_fields")
    op.drop_table("contact_import_matches")

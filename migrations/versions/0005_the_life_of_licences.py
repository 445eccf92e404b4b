"""The life of licences

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.alter_column("status", new_column_name="state", existing_type=sa.Text(), existing_nullable=False)
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("holder_fingerprint", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("state_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("suspended_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("revoked_as", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ended_by_case_id", sa.Uuid(), nullable=True))

    # What was issued so far is in its first edition.
    op.execute("UPDATE licences SET edition = 1")
    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.alter_column("edition", existing_type=sa.Integer(), nullable=False)
        batch_op.create_index(
            "ix_licences_ended_by",
            ["ended_by_case_id"],
            unique=False,
            postgresql_where=sa.text("ended_by_case_id IS NOT NULL"),
            sqlite_where=sa.text("ended_by_case_id IS NOT NULL"),
        )
        batch_op.create_index("ix_licences_holder_name", ["holder_fingerprint", "id"], unique=False)
        batch_op.create_index("ix_licences_issuer", ["issuer", "id"], unique=False)
        batch_op.create_index("ix_licences_issuer_expiry", ["issuer", "expires_on", "id"], unique=False)
        batch_op.create_index("ix_licences_issuer_state", ["issuer", "state", "id"], unique=False)
        batch_op.create_index("ix_licences_number", ["number"], unique=False)
        batch_op.create_index(
            "ix_licences_suspended",
            ["suspended_until", "id"],
            unique=False,
            postgresql_where=sa.text("suspended_until IS NOT NULL"),
            sqlite_where=sa.text("suspended_until IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_licences_suspended",
            postgresql_where=sa.text("suspended_until IS NOT NULL"),
            sqlite_where=sa.text("suspended_until IS NOT NULL"),
        )
        batch_op.drop_index("ix_licences_number")
        batch_op.drop_index("ix_licences_issuer_state")
        batch_op.drop_index("ix_licences_issuer_expiry")
        batch_op.drop_index("ix_licences_issuer")
        batch_op.drop_index("ix_licences_holder_name")
        batch_op.drop_index(
            "ix_licences_ended_by",
            postgresql_where=sa.text("ended_by_case_id IS NOT NULL"),
            sqlite_where=sa.text("ended_by_case_id IS NOT NULL"),
        )
        batch_op.drop_column("ended_by_case_id")
        batch_op.drop_column("revoked_as")
        batch_op.drop_column("suspended_until")
        batch_op.drop_column("state_since")
        batch_op.drop_column("holder_fingerprint")
        batch_op.drop_column("edition")
        batch_op.alter_column("state", new_column_name="status", existing_type=sa.Text(), existing_nullable=False)

"""Packages of documents as they were at numbering

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_packages",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("manifest", Json, nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_packages")),
    )


def downgrade() -> None:
    op.drop_table("document_packages")

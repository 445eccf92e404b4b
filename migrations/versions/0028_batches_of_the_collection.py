"""Batches of the national collection

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collection_batches",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("held_until", UtcDateTime(), nullable=False),
        sa.Column("handed_over_at", UtcDateTime(), nullable=True),
        sa.Column("counts", Json, nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_collection_batches")),
        sa.UniqueConstraint("from_id", name=op.f("uq_collection_batches_from_id")),
    )


def downgrade() -> None:
    op.drop_table("collection_batches")

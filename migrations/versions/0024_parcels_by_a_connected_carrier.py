"""Parcels that a connected carrier takes and says where they are

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FOLLOWED = sa.text("follow_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("case_deliveries", sa.Column("order_id", sa.Uuid(), nullable=True))
    op.add_column("case_deliveries", sa.Column("stage", sa.Text(), nullable=True))
    op.add_column("case_deliveries", sa.Column("follow_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_case_deliveries_follow",
        "case_deliveries",
        ["follow_at", "case_id"],
        postgresql_where=FOLLOWED,
        sqlite_where=FOLLOWED,
    )


def downgrade() -> None:
    op.drop_index("ix_case_deliveries_follow", table_name="case_deliveries")
    for name in ("follow_at", "stage", "order_id"):
        with op.batch_alter_table("case_deliveries") as batch:
            batch.drop_column(name)

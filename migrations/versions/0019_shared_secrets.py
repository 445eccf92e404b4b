"""Secrets that all processes share

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_secrets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value_sealed", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("renew_at", UtcDateTime(), nullable=False),
        sa.Column("renewing_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_shared_secrets")),
    )


def downgrade() -> None:
    op.drop_table("shared_secrets")

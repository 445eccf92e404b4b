"""Duties of departments

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supervision_duties",
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("words", Json, nullable=False),
        sa.PrimaryKeyConstraint("department", name=op.f("pk_supervision_duties")),
    )


def downgrade() -> None:
    op.drop_table("supervision_duties")

"""With which meeting a meal was booked

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meal_bookings", sa.Column("meeting_id", sa.Uuid(), nullable=True))
    # On a large table: CREATE INDEX CONCURRENTLY before the migration, which then finds it.
    op.create_index(
        "ix_meal_bookings_meeting",
        "meal_bookings",
        ["meeting_id"],
        unique=False,
        postgresql_where=sa.text("meeting_id IS NOT NULL"),
        sqlite_where=sa.text("meeting_id IS NOT NULL"),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_index("ix_meal_bookings_meeting", "meal_bookings")
    with op.batch_alter_table("meal_bookings") as batch_op:
        batch_op.drop_column("meeting_id")

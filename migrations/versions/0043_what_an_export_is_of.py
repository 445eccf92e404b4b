"""What an export is of

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until now every export was of the case list, and the release before this one goes on making such ones until it
    # stops. A default that is a constant rewrites no row.
    op.add_column("exports", sa.Column("of", sa.Text(), server_default="cases", nullable=False))
    # An export reads and counts all of an organ's matters. On a large table: CREATE INDEX CONCURRENTLY before the
    # migration, which then finds it.
    op.create_index(
        "ix_supervision_seats_matter",
        "supervision_seats",
        ["matter_id", "department_code", "role"],
        unique=False,
        if_not_exists=True,
    )
    op.drop_index("ix_supervision_seats_matter_id", "supervision_seats")


def downgrade() -> None:
    op.create_index("ix_supervision_seats_matter_id", "supervision_seats", ["matter_id"], unique=False)
    op.drop_index("ix_supervision_seats_matter", "supervision_seats")
    # The release before could not go on with an export of another list; it clears what such ones left.
    op.execute(sa.text("UPDATE exports SET state = 'cancelled' WHERE \"of\" <> 'cases' AND state = 'running'"))
    with op.batch_alter_table("exports") as batch_op:
        batch_op.drop_column("of")

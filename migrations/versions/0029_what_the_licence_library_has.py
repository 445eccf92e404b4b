"""What the licence library has

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("licences", sa.Column("published_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("licences") as batch_op:
        batch_op.drop_column("published_version")

"""When an organ was urged by a document's sender

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_receipts", sa.Column("urged_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("document_receipts") as batch_op:
        batch_op.drop_column("urged_on")

"""Who signs for another department

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("auth_departments", sa.Column("receives_through", sa.Text(), nullable=True))
    op.add_column("document_receipts", sa.Column("addressed_to", sa.Text(), nullable=True))


def downgrade() -> None:
    for table, column in (("document_receipts", "addressed_to"), ("auth_departments", "receives_through")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)

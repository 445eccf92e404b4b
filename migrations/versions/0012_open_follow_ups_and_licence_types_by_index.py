"""Open follow-ups and licence types by index

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("evaluation_follow_ups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_evaluation_follow_ups_open",
            ["department_code", "due_on"],
            unique=False,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        )
        batch_op.create_index("ix_evaluation_follow_ups_state", ["department_code", "state", "id"], unique=False)

    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.create_index("ix_licences_issuer_type", ["issuer", "type_code", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.drop_index("ix_licences_issuer_type")

    with op.batch_alter_table("evaluation_follow_ups", schema=None) as batch_op:
        batch_op.drop_index("ix_evaluation_follow_ups_state")
        batch_op.drop_index("ix_evaluation_follow_ups_open", postgresql_where=_OPEN, sqlite_where=_OPEN)

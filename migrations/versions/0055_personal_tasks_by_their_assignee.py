"""Open tasks that are one officer's own are found by the officer, and those of departments without them

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_SHARED, _PERSONAL = "closed_at IS NULL AND permission <> ''", "closed_at IS NULL AND permission = ''"


def upgrade() -> None:
    # On a large table: CREATE INDEX CONCURRENTLY before the migration, which then finds them.
    _create("ix_inbox_tasks_shared", "department_code", where=_SHARED)
    _create("ix_inbox_tasks_personal", "assignee_id", where=_PERSONAL)
    op.drop_index("ix_inbox_tasks_open", "inbox_tasks")
    # To-dos are found by their tasks.
    op.drop_index("ix_inbox_todos_record", "inbox_todos")


def downgrade() -> None:
    op.create_index("ix_inbox_todos_record", "inbox_todos", ["record_id"])
    _create("ix_inbox_tasks_open", "department_code", where="closed_at IS NULL")
    op.drop_index("ix_inbox_tasks_personal", "inbox_tasks")
    op.drop_index("ix_inbox_tasks_shared", "inbox_tasks")


def _create(name: str, first: str, *, where: str) -> None:
    op.create_index(
        name,
        "inbox_tasks",
        [first, "due_on", "id"],
        unique=False,
        postgresql_where=sa.text(where),
        sqlite_where=sa.text(where),
        if_not_exists=True,
    )

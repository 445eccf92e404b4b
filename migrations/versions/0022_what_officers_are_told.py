"""What officers are told of tasks, and their accounts at the office portal

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("auth_subjects", sa.Column("account_id", sa.Text(), nullable=True))
    op.create_table(
        "inbox_todos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("task_uuid", sa.Text(), nullable=True),
        sa.Column("package_uuid", sa.Text(), nullable=True),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_todos")),
        sa.UniqueConstraint("task_id", "officer_id", name=op.f("uq_inbox_todos_task_id_officer_id")),
    )
    op.create_index("ix_inbox_todos_record", "inbox_todos", ["record_id"])
    op.create_index("ix_inbox_todos_officer", "inbox_todos", ["officer_id", "id"])
    op.create_table(
        "inbox_preferences",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("work_notifications", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Text(), nullable=True),
        sa.Column("quiet_until", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_inbox_preferences")),
    )


def downgrade() -> None:
    op.drop_table("inbox_preferences")
    op.drop_table("inbox_todos")
    op.drop_column("auth_subjects", "account_id")

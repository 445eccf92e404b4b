"""Syncs of the directory, and posts that it withdrew

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auth_withdrawn_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employee_code", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_withdrawn_posts")),
        sa.UniqueConstraint(
            "employee_code",
            "department",
            "role",
            name=op.f("uq_auth_withdrawn_posts_employee_code_department_role"),
        ),
    )
    op.create_table(
        "directory_syncs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("employee_codes", Json, nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("known", sa.Integer(), nullable=True),
        sa.Column("joined", sa.Integer(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=True),
        sa.Column("departed", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Integer(), nullable=True),
        sa.Column("restored", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_syncs")),
    )
    op.create_index("ix_directory_syncs_asked", "directory_syncs", ["asked_at"])


def downgrade() -> None:
    op.drop_table("directory_syncs")
    op.drop_table("auth_withdrawn_posts")

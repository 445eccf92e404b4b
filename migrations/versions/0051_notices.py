"""Notices, to whom they are addressed, and who was asked to read them

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("importance", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("audience", Json, nullable=False),
        sa.Column("attachments", Json, nullable=False),
        sa.Column("must_confirm", sa.Boolean(), nullable=False),
        sa.Column("confirm_by", sa.Date(), nullable=True),
        sa.Column("confirm_due_on", sa.Date(), nullable=True),
        sa.Column("visible_until", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("publish_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("addressed", sa.Integer(), nullable=True),
        sa.Column("addressed_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("number", name=op.f("uq_notices_number")),
    )
    op.create_index("ix_notices_department", "notices", ["department_code", "id"])
    op.create_index("ix_notices_listed", "notices", ["state", "pinned", "published_at", "id"])
    op.create_table(
        "notice_audiences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_audiences")),
        sa.UniqueConstraint("notice_id", "key", name=op.f("uq_notice_audiences_notice_id_key")),
    )
    op.create_index("ix_notice_audiences_key", "notice_audiences", ["key", "notice_id"])
    op.create_table(
        "notice_readers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_readers")),
        sa.UniqueConstraint("notice_id", "officer_id", name=op.f("uq_notice_readers_notice_id_officer_id")),
    )
    op.create_index("ix_notice_readers_notice", "notice_readers", ["notice_id", "id"])
    op.create_index("ix_notice_readers_officer", "notice_readers", ["officer_id", "notice_id"])


def downgrade() -> None:
    op.drop_table("notice_readers")
    op.drop_table("notice_audiences")
    op.drop_table("notices")

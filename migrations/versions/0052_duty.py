"""Duty rosters, their shifts and who stands on them, logs and swaps

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

EXCLUDE = """
ALTER TABLE duty_posts ADD CONSTRAINT ex_duty_posts_line EXCLUDE USING gist
(int8range(person_key, person_key, '[]') WITH &&, int8range(line_begin, line_end, '[]') WITH &&) WHERE (active)
"""
TRIGGER = """
CREATE TRIGGER {name} BEFORE {event} ON duty_posts WHEN NEW.active AND EXISTS (
  SELECT 1 FROM duty_posts
  WHERE active = 1 AND person_key = NEW.person_key AND id <> NEW.id
    AND line_begin <= NEW.line_end AND line_begin >= NEW.line_begin - 1440 AND line_end >= NEW.line_begin
)
BEGIN SELECT RAISE(ABORT, 'EXCLUSION constraint failed: {name}'); END
"""


def upgrade() -> None:
    op.create_table(
        "duty_log_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("importance", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_log_entries")),
    )
    op.create_index("ix_duty_log_entries_shift", "duty_log_entries", ["shift_id", "id"])
    op.create_table(
        "duty_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("roster_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_key", sa.BigInteger(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_department", sa.Text(), nullable=False),
        sa.Column("line_begin", sa.BigInteger(), nullable=False),
        sa.Column("line_end", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("line_begin < line_end AND line_end - line_begin <= 1440", name=op.f("ck_duty_posts_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_posts")),
    )
    op.create_index(
        "ix_duty_posts_line",
        "duty_posts",
        ["person_key", "line_begin"],
        postgresql_where=sa.text("active"),
        sqlite_where=sa.text("active = 1"),
    )
    op.create_index("ix_duty_posts_person", "duty_posts", ["person_id", "line_begin"])
    op.create_index("ix_duty_posts_roster_id", "duty_posts", ["roster_id"])
    op.create_index("ix_duty_posts_shift_id", "duty_posts", ["shift_id"])
    op.create_table(
        "duty_rosters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("patterns", Json, nullable=False),
        sa.Column("unavailable", Json, nullable=False),
        sa.Column("composed_by", sa.Text(), nullable=False),
        sa.Column("composed_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_rosters")),
    )
    op.create_index(
        "uq_duty_rosters_kept",
        "duty_rosters",
        ["department_code", "month"],
        unique=True,
        postgresql_where=sa.text("state <> 'discarded'"),
        sqlite_where=sa.text("state <> 'discarded'"),
    )
    op.create_table(
        "duty_shifts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roster_id", sa.Uuid(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day_kind", sa.Text(), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("officers", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("next_turn_at", UtcDateTime(), nullable=True),
        sa.Column("taken_over_at", UtcDateTime(), nullable=True),
        sa.Column("taken_over_by", sa.Text(), nullable=True),
        sa.Column("handover_note", sa.Text(), nullable=False),
        sa.Column("handed_over_at", UtcDateTime(), nullable=True),
        sa.Column("handed_over_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shifts")),
        sa.UniqueConstraint("roster_id", "day", "place", name=op.f("uq_duty_shifts_roster_id_day_place")),
    )
    op.create_index("ix_duty_shifts_begins_at", "duty_shifts", ["begins_at"])
    op.create_index("ix_duty_shifts_department", "duty_shifts", ["department_code", "begins_at"])
    op.create_index(
        "ix_duty_shifts_due",
        "duty_shifts",
        ["next_turn_at", "id"],
        postgresql_where=sa.text("next_turn_at IS NOT NULL"),
        sqlite_where=sa.text("next_turn_at IS NOT NULL"),
    )
    op.create_table(
        "duty_swaps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("other_shift_id", sa.Uuid(), nullable=True),
        sa.Column("other_post_id", sa.Uuid(), nullable=True),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("requester_department", sa.Text(), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("colleague_name", sa.Text(), nullable=False),
        sa.Column("colleague_department", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("lapses_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_swaps")),
    )
    op.create_index("ix_duty_swaps_colleague", "duty_swaps", ["colleague_id", "id"])
    op.create_index("ix_duty_swaps_department", "duty_swaps", ["department_code", "id"])
    op.create_index(
        "ix_duty_swaps_due",
        "duty_swaps",
        ["lapses_at"],
        postgresql_where=sa.text("state IN ('asked', 'accepted')"),
        sqlite_where=sa.text("state IN ('asked', 'accepted')"),
    )
    op.create_index("ix_duty_swaps_requester", "duty_swaps", ["requester_id", "id"])
    op.create_index(
        "uq_duty_swaps_open",
        "duty_swaps",
        ["post_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'accepted')"),
        sqlite_where=sa.text("state IN ('asked', 'accepted')"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(EXCLUDE)
    else:
        for name, event in (("ex_duty_posts_line_insert", "INSERT"), ("ex_duty_posts_line_update", "UPDATE")):
            op.execute(TRIGGER.format(name=name, event=event))


def downgrade() -> None:
    for table in ("duty_log_entries", "duty_posts", "duty_rosters", "duty_shifts", "duty_swaps"):
        op.drop_table(table)

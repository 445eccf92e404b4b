"""Bookings: resources, who takes which of them when, series, attendees, feeds

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

EXCLUDE = """
ALTER TABLE booking_takes ADD CONSTRAINT ex_booking_takes_line
EXCLUDE USING gist (int8range(slot_begin, slot_end) WITH &&) WHERE (active)
"""
TRIGGER = """
CREATE TRIGGER {name} BEFORE {event} ON booking_takes WHEN NEW.active AND EXISTS (
  SELECT 1 FROM (
    SELECT slot_end FROM booking_takes
    WHERE active = 1 AND slot_begin < NEW.slot_end AND id <> NEW.id ORDER BY slot_begin DESC LIMIT 1
  ) WHERE slot_end > NEW.slot_begin
)
BEGIN SELECT RAISE(ABORT, 'EXCLUSION constraint failed: {name}'); END
"""


def upgrade() -> None:
    op.create_table(
        "booking_attendees",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("department_code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_attendees")),
    )
    op.create_index("ix_booking_attendees_booking_id", "booking_attendees", ["booking_id"])
    op.create_index("ix_booking_attendees_officer_id", "booking_attendees", ["officer_id", "booking_id"])
    op.create_table(
        "booking_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rest_days", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_series")),
    )
    op.create_table(
        "booking_takes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("slot_begin", sa.BigInteger(), nullable=False),
        sa.Column("slot_end", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("slot_begin < slot_end", name=op.f("ck_booking_takes_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_takes")),
    )
    op.create_index("ix_booking_takes_booking_id", "booking_takes", ["booking_id"])
    op.create_index("ix_booking_takes_resource_id", "booking_takes", ["resource_id", "booking_id"])
    op.create_index(
        "ix_booking_takes_line",
        "booking_takes",
        ["slot_begin", "slot_end"],
        postgresql_where=sa.text("active"),
        sqlite_where=sa.text("active = 1"),
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("organiser_name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("keeper_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("bundle_id", sa.Uuid(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("next_turn_at", UtcDateTime(), nullable=True),
        sa.Column("checked_in_at", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
    )
    op.create_index("ix_bookings_bundle_id", "bookings", ["bundle_id"])
    op.create_index("ix_bookings_department", "bookings", ["department_code", "id"])
    op.create_index("ix_bookings_keeper", "bookings", ["keeper_code", "id"])
    op.create_index(
        "ix_bookings_moving",
        "bookings",
        ["next_turn_at", "id"],
        postgresql_where=sa.text("next_turn_at IS NOT NULL"),
        sqlite_where=sa.text("next_turn_at IS NOT NULL"),
    )
    op.create_index("ix_bookings_organiser", "bookings", ["organiser_id", "id"])
    op.create_index("ix_bookings_series_id", "bookings", ["series_id"])
    op.create_index(
        "ix_bookings_waiting",
        "bookings",
        ["starts_at", "id"],
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_index("ix_calendar_feeds_owner_id", "calendar_feeds", ["owner_id", "id"])
    op.create_table(
        "resources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("building", sa.Text(), nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("features", Json, nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("open_days", sa.Text(), nullable=False),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=False),
        sa.Column("longest_minutes", sa.Integer(), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("check_in_minutes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sa.UniqueConstraint("code", name=op.f("uq_resources_code")),
        sa.UniqueConstraint("number", name=op.f("uq_resources_number")),
    )
    op.create_index("ix_resources_kind", "resources", ["kind", "code"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(EXCLUDE)
    else:
        for name, event in (("ex_booking_takes_line_insert", "INSERT"), ("ex_booking_takes_line_update", "UPDATE")):
            op.execute(TRIGGER.format(name=name, event=event))


def downgrade() -> None:
    for table in (
        "booking_attendees",
        "booking_series",
        "booking_takes",
        "bookings",
        "calendar_feeds",
        "resources",
    ):
        op.drop_table(table)

"""The tables of bookings: resources, who takes which of them from when to when, series, attendees, feeds."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Connection, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index


class Resource(Model):
    """One thing that one booking has at a time: a room, a piece of equipment, a car, a driver."""

    __tablename__ = "resources"
    __table_args__ = (UniqueConstraint("number"), UniqueConstraint("code"), Index("ix_resources_kind", "kind", "code"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: Names its stretch on the line of minutes (:mod:`engines.bookings.line`).
    number: Mapped[int] = mapped_column(BigInteger)
    #: What its QR label bears.
    code: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: Who keeps it: approves, closes, gives it out.
    department_code: Mapped[str]
    #: Whether officers of other departments may book it.
    shared: Mapped[bool]
    building: Mapped[str]
    floor: Mapped[str]
    capacity: Mapped[int | None]
    features: Mapped[list[str]]
    needs_approval: Mapped[bool]
    #: ``working`` or ``every``: on which days, and between which times of the city's clock (``08:00``).
    open_days: Mapped[str]
    opens: Mapped[str]
    closes: Mapped[str]
    longest_minutes: Mapped[int]
    #: How many days ahead it can be booked.
    ahead_days: Mapped[int]
    #: Minutes after the beginning at which it is released when nobody came; None where nobody need say so.
    check_in_minutes: Mapped[int | None]


class Booking(Model):
    """One booking: somebody takes resources of one keeper from a moment to another."""

    __tablename__ = "bookings"
    __table_args__ = (
        Index("ix_bookings_organiser", "organiser_id", "id"),
        Index("ix_bookings_department", "department_code", "id"),
        Index("ix_bookings_keeper", "keeper_code", "id"),
        Index("ix_bookings_series_id", "series_id"),
        Index("ix_bookings_bundle_id", "bundle_id"),
        partial_index("ix_bookings_moving", "next_turn_at", "id", where="next_turn_at IS NOT NULL"),
        partial_index("ix_bookings_waiting", "starts_at", "id", where="state = 'waiting'"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    organiser_id: Mapped[uuid.UUID]
    organiser_name: Mapped[str]
    department_code: Mapped[str]
    #: The department that keeps the resources.
    keeper_code: Mapped[str]
    title: Mapped[str]
    note: Mapped[str]
    #: What was agreed, as its organiser wrote it down.
    minutes: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: In which zone people think of it (IANA name); its days of a series are counted there.
    time_zone: Mapped[str]
    series_id: Mapped[uuid.UUID | None]
    bundle_id: Mapped[uuid.UUID | None]
    #: Whether a keeper has to approve it.
    needs_approval: Mapped[bool]
    #: When the clock turns it next: a hold runs out, nobody came, it ends.
    next_turn_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class BookingTake(Model):
    """A booking's part of the line of minutes; of active ones no two overlap, whoever writes them."""

    __tablename__ = "booking_takes"
    __table_args__ = (
        CheckConstraint("slot_begin < slot_end", "forward"),
        Index("ix_booking_takes_booking_id", "booking_id"),
        Index("ix_booking_takes_resource_id", "resource_id", "booking_id"),
        # In the words in which each database is asked: SQLite knows an index of some rows by its very words.
        Index(
            "ix_booking_takes_line",
            "slot_begin",
            "slot_end",
            postgresql_where=text("active"),
            sqlite_where=text("active = 1"),
        ),
        # Of what was given back, which nobody asks for but who counts the use of resources.
        Index(
            "ix_booking_takes_given_back",
            "slot_begin",
            postgresql_where=text("NOT active"),
            sqlite_where=text("active = 0"),
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID]
    resource_id: Mapped[uuid.UUID]
    slot_begin: Mapped[int] = mapped_column(BigInteger)
    slot_end: Mapped[int] = mapped_column(BigInteger)
    #: Waiting, cancelled and refused bookings take nothing.
    active: Mapped[bool]


class BookingSeries(Model):
    """A repeating booking: its rule (RFC 5545) as it was asked for; its occurrences are bookings."""

    __tablename__ = "booking_series"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rule: Mapped[str]
    rest_days: Mapped[str]
    time_zone: Mapped[str]
    first_day: Mapped[date]
    made_at: Mapped[datetime]


class BookingAttendee(Model):
    """Who is asked to come: an officer, a department, or somebody from outside by name."""

    __tablename__ = "booking_attendees"
    __table_args__ = (
        Index("ix_booking_attendees_booking_id", "booking_id"),
        Index("ix_booking_attendees_officer_id", "officer_id", "booking_id"),
        Index("ix_booking_attendees_department_code", "department_code", "booking_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID]
    officer_id: Mapped[uuid.UUID | None]
    department_code: Mapped[str | None]
    name: Mapped[str]
    #: Whether they come (:data:`engines.bookings.replying.ANSWERS`); None until they say so of the time as it is now.
    answer: Mapped[str | None]
    answer_note: Mapped[str | None]
    #: Who comes of a department, by name.
    participants: Mapped[list[str] | None]
    answered_by_name: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class BookingDocument(Model):
    """A document of a meeting (会议材料); of a series, its occurrences may have the same file."""

    __tablename__ = "booking_documents"
    __table_args__ = (
        Index("ix_booking_documents_booking_id", "booking_id", "id"),
        Index("ix_booking_documents_file_id", "file_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID]
    file_id: Mapped[uuid.UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime]


class CalendarFeed(Model):
    """An address under which a calendar program reads somebody's bookings or those of a resource."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_calendar_feeds_owner_id", "owner_id", "id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: SHA-256 of the token: who reads the table reads no calendar.
    token_hash: Mapped[str]
    owner_id: Mapped[uuid.UUID]
    resource_id: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


EXCLUSION = "ex_booking_takes_line"
#: PostgreSQL: ranges of whole numbers exclude each other without any extension.
_EXCLUDE = f"""
ALTER TABLE booking_takes ADD CONSTRAINT {EXCLUSION}
EXCLUDE USING gist (int8range(slot_begin, slot_end) WITH &&) WHERE (active)
"""
#: SQLite: of the active takes, which never overlap, the last one that begins before the new one's end would be in the
#: way, or none is.
_TRIGGER = """
CREATE TRIGGER {name} BEFORE {event} ON booking_takes WHEN NEW.active AND EXISTS (
  SELECT 1 FROM (
    SELECT slot_end FROM booking_takes
    WHERE active = 1 AND slot_begin < NEW.slot_end AND id <> NEW.id ORDER BY slot_begin DESC LIMIT 1
  ) WHERE slot_end > NEW.slot_begin
)
BEGIN SELECT RAISE(ABORT, 'EXCLUSION constraint failed: {name}'); END
"""
_table: Any = BookingTake.__table__


#: By dialect, what makes the database itself refuse a double booking.
GUARDS = {
    "postgresql": (_EXCLUDE,),
    "sqlite": tuple(_TRIGGER.format(name=f"{EXCLUSION}_{what.lower()}", event=what) for what in ("INSERT", "UPDATE")),
}


@event.listens_for(_table, "after_create")
def _guard(_table: Any, connection: Connection, **_options: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)

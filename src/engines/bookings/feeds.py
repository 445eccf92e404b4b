"""Calendar feeds (RFC 5545): an address with a token under which any calendar program reads bookings.

A person's feed has what they organise and to what they are asked; a resource's has when it is taken, and for what only
for who keeps it. Each event is written in the zone in which its people think of it, with that zone's rules, so that
programs abroad show the right hour before and after their days of daylight saving.
"""

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress
from sqlalchemy import ColumnElement, Row, select, update

from auth import Subject, find_officer
from engines.bookings.access import ways_to_see
from engines.bookings.lifecycle import BOOK, MANAGE
from engines.bookings.line import MINUTE, minute_of, place_on_line
from engines.bookings.models import Booking, BookingTake, CalendarFeed, Resource
from engines.bookings.queries import attendees_among, newest_of
from engines.bookings.refusals import FeedNotFound
from engines.bookings.replying import sees_answer
from engines.bookings.resources import resource_by_id, resource_for
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id

#: What a feed shows: from thirty days ago to four hundred ahead, and at most so many events.
PAST_MINUTES, AHEAD_MINUTES, MOST_EVENTS = 30 * 1440, 400 * 1440, 2000
SHOWN = ("requested", "confirmed", "in_use", "assigned", "ended")
PRODUCT = "-//Zhangban//Bookings//ZH"
_STATUS = {"requested": "TENTATIVE"}
#: RFC 5545 3.2.12.
_PARTSTAT = {"accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE", None: "NEEDS-ACTION"}


def make_feed(subject: Subject, unit: Unit, resource_id: uuid.UUID | None) -> tuple[uuid.UUID, str]:
    """Make a feed of the subject's own bookings, or of a resource, and return its id and its token, shown this once."""
    if resource_id is not None:
        resource_for(subject, unit, resource_id)
    feed_id, token = new_id(), secrets.token_urlsafe(32)
    unit.add(
        CalendarFeed,
        id=feed_id,
        token_hash=_hash(token),
        owner_id=subject.id,
        resource_id=resource_id,
        made_at=clock.now(),
        revoked_at=None,
    )
    return feed_id, token


def revoke_feed(subject: Subject, unit: Unit, feed_id: uuid.UUID) -> None:
    """Let nothing be read under a feed's address any more. Errors: :class:`FeedNotFound`."""
    done = unit.write(
        update(CalendarFeed)
        .where(CalendarFeed.id == feed_id, CalendarFeed.owner_id == subject.id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    if done.rowcount != 1:
        raise FeedNotFound


def list_feeds(subject: Subject, unit: Unit, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return the subject's feeds that can be read, newest first, with the resource's name."""
    feed = CalendarFeed
    wanted = (
        select(feed.id, feed.made_at, feed.resource_id, Resource.name.label("resource_name"))
        .outerjoin(Resource, Resource.id == feed.resource_id)
        .where(feed.owner_id == subject.id, feed.revoked_at.is_(None))
    )
    if after is not None:
        wanted = wanted.where(feed.id < after)
    return unit.rows(wanted.order_by(feed.id.desc()).limit(rows))


def calendar_of(unit: Unit, context: Context, token: str) -> bytes:
    """Return the calendar under a token as text/calendar, as who made the feed may see it today.

    Errors: :class:`FeedNotFound`, also where they may not book any more.
    """
    feed = _feed_under(unit, token)
    owner = find_officer(unit, context.vault, feed.owner_id)
    if owner is None or BOOK not in owner.permissions:
        raise FeedNotFound
    reader = Subject(owner.id, "officer", owner.name)
    if feed.resource_id is None:
        return _written(unit, reader, owner.name, _own_bookings(unit, reader), whole=True)
    resource = resource_by_id(unit, feed.resource_id)
    whole = MANAGE in owner.permissions and owner.scope.covers(resource.department_code)
    return _written(unit, reader, resource.name, _bookings_of(unit, resource), whole=whole)


def _feed_under(unit: Unit, token: str) -> Row[Any]:
    feed = CalendarFeed
    row = unit.first(select(*feed.__table__.c).where(feed.token_hash == _hash(token), feed.revoked_at.is_(None)))
    if row is None:
        raise FeedNotFound
    return row


def _own_bookings(unit: Unit, reader: Subject) -> Sequence[Row[Any]]:
    return newest_of(unit, ways_to_see(reader, mine=True), _shown(), Booking.starts_at, MOST_EVENTS)


def _bookings_of(unit: Unit, resource: Row[Any]) -> Sequence[Row[Any]]:
    now = minute_of(clock.now())
    first, last = (place_on_line(resource.number, now + minutes) for minutes in (-PAST_MINUTES, AHEAD_MINUTES))
    taken = select(BookingTake.booking_id).where(BookingTake.active, BookingTake.slot_begin.between(first, last))
    return newest_of(unit, [Booking.id.in_(taken)], _shown(), Booking.starts_at, MOST_EVENTS)


def _shown() -> list[ColumnElement[bool]]:
    now = clock.now()
    return [
        Booking.state.in_(SHOWN),
        Booking.starts_at.between(now - PAST_MINUTES * MINUTE, now + AHEAD_MINUTES * MINUTE),
    ]


def _written(unit: Unit, reader: Subject, name: str, rows: Sequence[Row[Any]], *, whole: bool) -> bytes:
    people = attendees_among(unit, [row.id for row in rows]) if whole else {}
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for row in rows:
        calendar.add_component(_whole_event(reader, row, people.get(row.id, ())) if whole else _event(row, "已占用"))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(row: Row[Any], summary: str) -> Event:
    event, zone = Event(), ZoneInfo(row.time_zone)
    event.add("uid", f"{row.id}@bookings.zhangban")
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("sequence", row.version)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("summary", summary)
    event.add("status", _STATUS.get(row.state, "CONFIRMED"))
    return event


def _whole_event(reader: Subject, row: Row[Any], attendees: Iterable[Row[Any]]) -> Event:
    event = _event(row, row.title)
    event.add("description", f"{row.organiser_name}\n{row.note}".strip())
    event.add("organizer", _address(row.organiser_id, {"CN": row.organiser_name}))
    for item in attendees:
        answer = item.answer if sees_answer(reader, row, item) else None
        kind = "GROUP" if item.department_code else "INDIVIDUAL"
        said = {"CN": item.name, "CUTYPE": kind, "ROLE": "REQ-PARTICIPANT", "PARTSTAT": _PARTSTAT[answer]}
        event.add("attendee", _address(item.officer_id or item.id, said))
    return event


def _address(person: uuid.UUID, said: Mapping[str, str]) -> vCalAddress:
    """Return who it is as an address (RFC 5545 3.3.3): nobody's mail is told."""
    address = vCalAddress(f"urn:uuid:{person}")
    address.params.update(said)
    return address


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

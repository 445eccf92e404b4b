"""Booking and changing: the checks, what stands in the way, and the rows that take the time."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.bookings.alternatives import alternatives_to
from engines.bookings.attendees import add_attendees
from engines.bookings.checking import check_span, check_times
from engines.bookings.inviting import invite
from engines.bookings.lifecycle import BEGUN, BOOK, BOOKING, MANAGE
from engines.bookings.line import Span, Times, hits, minute_of, moment_of, place_on_line, span_of
from engines.bookings.models import Booking, BookingSeries, BookingTake
from engines.bookings.queries import BOOKING_COLUMNS
from engines.bookings.refusals import KeepersDiffer, NotYourDepartment, SlotTaken
from engines.bookings.repeating import occurrences
from engines.bookings.resources import resources_for
from engines.bookings.searching import taken_times
from engines.bookings.tasks import ask_keeper
from engines.lifecycles import Record, write_event
from engines.numbering import next_number
from engines.workdays import Calendar, load_calendar
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.fields import beijing
from kit.ids import new_id

HOLD = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
#: What stands in the way is named up to so many times.
MOST_NAMED = 10


@dataclass(frozen=True)
class Organiser:
    """Whose a booking is."""

    id: uuid.UUID
    name: str
    department_code: str


def create_booking(
    subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any], *, bundle_id: uuid.UUID | None = None
) -> list[Row[Any]]:
    """Book resources of one keeper, once or repeatedly, and return the bookings in order.

    ``given``: ``resources`` (codes), ``starts_at``, ``ends_at``, ``title``, ``note``, ``time_zone``, ``attendees``;
    ``hold`` keeps the time for a quarter of an hour; ``wait`` waits where it is taken; ``repeat`` is ``{rule,
    rest_days, on_conflict}`` or None. All or nothing, save where ``on_conflict`` is ``skip``.
    Errors: :class:`ResourceNotFound`, :class:`KeepersDiffer`, :class:`BookingUnfit`, :class:`RuleUnfit`,
    :class:`SlotTaken`.
    """
    department = subject.department_code or ""
    if not subject.holds(BOOK, department):
        raise NotYourDepartment
    check_span((given["starts_at"], given["ends_at"]))
    resources = resources_for(subject, unit, given["resources"])
    if len({row.department_code for row in resources}) > 1:
        raise KeepersDiffer
    calendar = load_calendar(unit)
    times, series_id = _times(unit, given, resources, calendar)
    check_times(resources, times, calendar)
    conflicts = conflicts_of(unit, resources, times)
    waits = bool(conflicts) and given["wait"] and given["repeat"] is None
    if conflicts and not waits:
        times = _without_conflicts(subject, unit, given, resources, times, conflicts)
    state = _state(subject, given, resources, waits=waits)
    made = [
        write_booking(subject, unit, given, resources, span, state, series_id=series_id, bundle_id=bundle_id)
        for span in times
    ]
    add_attendees(unit, context, made, given["attendees"])
    try:
        unit.flush()
    except DuplicateRow:
        raise beaten(resources) from None
    rows = bookings_in_order(unit, made)
    for row in rows[:1]:
        if row.state == "requested":
            ask_keeper(unit, row)
    if given["attendees"]:
        invite(unit, rows)
    return rows


def _times(
    unit: Unit, given: Mapping[str, Any], resources: Sequence[Row[Any]], calendar: Calendar
) -> tuple[list[Times], uuid.UUID | None]:
    """Return the times, and the series that was made of a rule."""
    repeat, span = given["repeat"], (given["starts_at"], given["ends_at"])
    if repeat is None:
        return [span], None
    ahead = min(row.ahead_days for row in resources)
    times = occurrences(
        *span,
        repeat["rule"],
        zone=given["time_zone"],
        rest_days=repeat["rest_days"],
        calendar=calendar,
        until=clock.now() + timedelta(days=ahead),
    )
    series_id = new_id()
    unit.add(
        BookingSeries,
        id=series_id,
        rule=repeat["rule"],
        rest_days=repeat["rest_days"],
        time_zone=given["time_zone"],
        first_day=clock.local(times[0][0]).date(),
        made_at=clock.now(),
    )
    return times, series_id


def conflicts_of(
    unit: Unit, resources: Sequence[Row[Any]], times: Sequence[Times], *, beside: Collection[uuid.UUID] = ()
) -> list[tuple[Row[Any], Times, Span]]:
    """Return what stands in the way: the resource, the time that was wanted, and the one that is taken."""
    within = span_of((times[0][0], max(end for _, end in times)))
    taken = taken_times(unit, resources, within, beside=beside)
    spans = [(wanted, span_of(wanted)) for wanted in times]
    return [
        (row, wanted, found)
        for row in resources
        for wanted, span in spans
        for found in hits(taken.get(row.number, ()), span)
    ]


def _without_conflicts(
    subject: Subject,
    unit: Unit,
    given: Mapping[str, Any],
    resources: Sequence[Row[Any]],
    times: Sequence[Times],
    conflicts: Sequence[tuple[Row[Any], Times, Span]],
) -> list[Times]:
    repeat = given["repeat"]
    if repeat is not None and repeat["on_conflict"] == "skip":
        hindered = {wanted for _, wanted, _ in conflicts}
        kept = [span for span in times if span not in hindered]
        if kept:
            return kept
    raise slot_taken(subject, unit, resources, times[0], conflicts)


def slot_taken(
    subject: Subject,
    unit: Unit,
    resources: Sequence[Row[Any]],
    wanted: Times,
    conflicts: Sequence[tuple[Row[Any], Times, Span]],
) -> SlotTaken:
    """Return the refusal with what stands in the way and what would do instead."""
    first, named = named_conflicts(conflicts)
    return SlotTaken(first=first, conflicts=named, alternatives=alternatives_to(subject, unit, resources, wanted))


def named_conflicts(conflicts: Sequence[tuple[Row[Any], Times, Span]]) -> tuple[str, list[dict[str, Any]]]:
    """Return the first thing that stands in the way as a sentence says it, and all of them as the API shows them."""
    named = [
        {
            "resource": row.code,
            "name": row.name,
            "starts_at": beijing(moment_of(span[0])),
            "ends_at": beijing(moment_of(span[1])),
        }
        for row, _, span in conflicts[:MOST_NAMED]
    ]
    row, _, span = conflicts[0]
    return f"{row.name} {clock.local(moment_of(span[0])):%Y-%m-%d %H:%M}", named


def beaten(resources: Sequence[Row[Any]]) -> SlotTaken:
    """Return the refusal where the database had the last word: somebody wrote at the same moment."""
    return SlotTaken(first="、".join(row.name for row in resources), conflicts=[], alternatives=[])


def _state(subject: Subject, given: Mapping[str, Any], resources: Sequence[Row[Any]], *, waits: bool) -> str:
    if waits:
        return "waiting"
    if given["hold"] and given["repeat"] is None:
        return "held"
    return "requested" if needs_approval(subject, resources) else "confirmed"


def needs_approval(subject: Subject, resources: Sequence[Row[Any]]) -> bool:
    """Tell whether a keeper has to approve; who keeps the resources need not ask themselves."""
    return any(row.needs_approval for row in resources) and not subject.holds(MANAGE, resources[0].department_code)


def next_turn(state: str, span: Times, resources: Sequence[Row[Any]]) -> datetime | None:
    """Return when the clock turns a booking next; None where its job does."""
    if state == "assigned":
        return None
    if state == "held":
        return min(clock.now() + HOLD, span[0])
    if state in ("requested", "waiting"):
        return span[0]
    grace = [row.check_in_minutes for row in resources if row.check_in_minutes is not None]
    return min(span[0] + timedelta(minutes=min(grace)), span[1]) if grace and state == "confirmed" else span[1]


def write_booking(
    subject: Subject,
    unit: Unit,
    given: Mapping[str, Any],
    resources: Sequence[Row[Any]],
    span: Times,
    state: str,
    *,
    organiser: Organiser | None = None,
    series_id: uuid.UUID | None = None,
    bundle_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Write a booking of one time, with what it takes and its first event; it is the subject's own if nobody else's."""
    booking_id, moment, keeper = new_id(), clock.now(), resources[0].department_code
    own = organiser or Organiser(subject.id, subject.name, subject.department_code or "")
    unit.add(
        Booking,
        id=booking_id,
        number=f"YD{clock.today().year}{next_number(unit, f'booking:{clock.today().year}'):06d}",
        state=state,
        version=1,
        organiser_id=own.id,
        organiser_name=own.name,
        department_code=own.department_code,
        keeper_code=keeper,
        title=given["title"],
        note=given["note"],
        minutes="",
        starts_at=span[0],
        ends_at=span[1],
        time_zone=given["time_zone"],
        series_id=series_id,
        bundle_id=bundle_id,
        needs_approval=state != "assigned" and needs_approval(subject, resources),
        next_turn_at=next_turn(state, span, resources),
        checked_in_at=None,
        made_at=moment,
        changed_at=moment,
    )
    add_takes(unit, booking_id, resources, span, active=state != "waiting")
    record = Record(BOOKING, Booking, booking_id, "", 0, keeper, own.id)
    write_event(subject, unit, record, BEGUN[state], detail={"resources": [row.code for row in resources]})
    return booking_id


def add_takes(unit: Unit, booking_id: uuid.UUID, resources: Sequence[Row[Any]], times: Times, *, active: bool) -> None:
    """Write what a booking takes of the line."""
    for row in resources:
        unit.add(
            BookingTake,
            id=new_id(),
            booking_id=booking_id,
            resource_id=row.id,
            slot_begin=place_on_line(row.number, minute_of(times[0])),
            slot_end=place_on_line(row.number, minute_of(times[1])),
            active=active,
        )


def bookings_in_order(unit: Unit, booking_ids: Sequence[uuid.UUID]) -> list[Row[Any]]:
    """Return bookings by their beginning."""
    rows = unit.rows(select(*BOOKING_COLUMNS).where(Booking.id.in_(booking_ids)))
    return sorted(rows, key=lambda row: (row.starts_at, row.id))

"""Giving resources to a job of another engine, such as a car and its driver to a trip.

What such a job takes is a booking like any other on the line of minutes, so that nothing is given twice; but it is
``assigned``: no person and no clock turns it, only the job that has it, which knows what really happens.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from auth import SYSTEM, Subject
from engines.bookings.bundling import is_free
from engines.bookings.changing import give_back
from engines.bookings.checking import check_times
from engines.bookings.lifecycle import booking_record
from engines.bookings.line import Times, minute_of, moment_of, span_of
from engines.bookings.models import Resource
from engines.bookings.queries import booking_by_id, resources_of
from engines.bookings.refusals import SlotTaken
from engines.bookings.resources import RESOURCE_COLUMNS, resources_kept_by
from engines.bookings.searching import MOST_RESOURCES, taken_times
from engines.bookings.taking import Organiser, beaten, conflicts_of, named_conflicts, write_booking
from engines.bookings.using import end_now, move_end
from engines.bookings.waiting import offer_freed
from engines.lifecycles import apply_transition
from engines.workdays import load_calendar
from kit import clock
from kit.database import DuplicateRow, Unit


@dataclass(frozen=True)
class Assignment:
    """What a job takes: resources of one keeper by their codes, from when to when, for whom, and what it says."""

    keeper: str
    codes: Sequence[str]
    times: Times
    organiser: Organiser
    title: str
    note: str = ""


def free_throughout(unit: Unit, keeper: str, kind: str, times: Times, capacity: int = 0) -> list[Row[Any]]:
    """Return a keeper's resources of a kind that are free for all of a time, those that just do first.

    With a ``capacity`` only those for so many.
    """
    wanted = select(*RESOURCE_COLUMNS).where(
        Resource.state == "open", Resource.kind == kind, Resource.department_code == keeper
    )
    if capacity:
        wanted = wanted.where(Resource.capacity >= capacity)
    rows = unit.rows(wanted.order_by(Resource.capacity, Resource.code).limit(MOST_RESOURCES))
    if not rows:
        return []
    span = span_of(times)
    taken, calendar = taken_times(unit, rows, span), load_calendar(unit)
    return [row for row in rows if is_free(row, span, taken, calendar)]


def assign_resources(subject: Subject, unit: Unit, asked: Assignment) -> Row[Any]:
    """Give resources to a job for all of its time and return the booking; who keeps them decides, so nobody is asked.

    Errors: :class:`ResourceNotFound`, :class:`BookingUnfit`, :class:`SlotTaken` without alternatives.
    """
    resources = resources_kept_by(unit, asked.keeper, asked.codes)
    check_times(resources, [asked.times], load_calendar(unit))
    conflicts = conflicts_of(unit, resources, [asked.times])
    if conflicts:
        first, named = named_conflicts(conflicts)
        raise SlotTaken(first=first, conflicts=named, alternatives=[])
    said = {"title": asked.title, "note": asked.note, "time_zone": clock.BEIJING.key}
    booking_id = write_booking(subject, unit, said, resources, asked.times, "assigned", organiser=asked.organiser)
    try:
        unit.flush()
    except DuplicateRow:
        raise beaten(resources) from None
    return booking_by_id(unit, booking_id)


def prolong_assignment(unit: Unit, booking_id: uuid.UUID, until: datetime) -> Row[Any]:
    """Let a job that is not over keep what it has until a later moment, and return the booking.

    It is as far as everything is free, and for as long as the shortest that one of the resources is booked at once.
    """
    row = booking_by_id(unit, booking_id)
    resources = resources_of(unit, row.id)
    longest = row.starts_at + timedelta(minutes=min(item.longest_minutes for item in resources))
    more = (minute_of(row.ends_at), minute_of(min(until, longest)))
    if more[1] <= more[0]:
        return row
    taken = taken_times(unit, resources, more, beside=[row.id])
    ends_at = moment_of(min([more[1], *(span[0] for spans in taken.values() for span in spans)]))
    if ends_at <= row.ends_at:
        return row
    move_end(unit, row, resources, ends_at)
    changes = {"ends_at": ends_at, "changed_at": clock.now()}
    return apply_transition(SYSTEM, unit, booking_record(row), "prolong", changes=changes)


def free_assignment(unit: Unit, booking_id: uuid.UUID) -> None:
    """Give back what a job took that does not take place; who waits for it may get it."""
    give_back(SYSTEM, unit, booking_by_id(unit, booking_id), "free")
    offer_freed(unit)


def finish_assignment(unit: Unit, booking_id: uuid.UUID) -> None:
    """Give back what a job took, since it is over; what is left of its time is free."""
    end_now(SYSTEM, unit, booking_by_id(unit, booking_id), "finish")

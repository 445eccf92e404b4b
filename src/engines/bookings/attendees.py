"""Who is asked to come: officers, departments, and people from outside by name."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, delete, select, update

from auth import department_names, officer_names
from engines.bookings.models import BookingAttendee
from engines.bookings.refusals import BookingUnfit
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

#: What an answer fills.
ANSWER_COLUMNS = ("answer", "answer_note", "participants", "answered_by_name", "answered_at")
_WHO = ("officer_id", "department_code", "name")


def add_attendees(
    unit: Unit, context: Context, bookings: Sequence[uuid.UUID], attendees: Sequence[Mapping[str, Any]]
) -> None:
    """Write who is asked to come, of each occurrence. Errors: :class:`BookingUnfit` for who is not known."""
    for person in _named(unit, context, attendees):
        for booking_id in bookings:
            _add(unit, booking_id, person)


def _add(unit: Unit, booking_id: uuid.UUID, person: Mapping[str, Any]) -> uuid.UUID:
    attendee_id = new_id()
    unit.add(BookingAttendee, id=attendee_id, booking_id=booking_id, **person, **dict.fromkeys(ANSWER_COLUMNS))
    return attendee_id


def _named(unit: Unit, context: Context, attendees: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return attendees with their names. Errors: :class:`BookingUnfit`."""
    officers = officer_names(unit, context.vault, {item["officer_id"] for item in attendees} - {None})
    departments = department_names(unit)
    found, lost = [], []
    for place, item in enumerate(attendees):
        name = officers.get(item["officer_id"]) or departments.get(item["department"]) or item["name"]
        if not name:
            sentence = ("没有该人员或单位，请填写姓名。", "Neither officer nor department: give a name.")
            lost.append(Pointer(f"/attendees/{place}", "unknown", *sentence))
        found.append({"officer_id": item["officer_id"], "department_code": item["department"], "name": name})
    if lost:
        raise BookingUnfit(pointers=lost)
    return found


class Replaced(NamedTuple):
    """Who is asked to come for the first time, by booking, and the rows of those who are no more."""

    new: Mapping[uuid.UUID, Sequence[uuid.UUID]]
    gone: Sequence[Row[Any]]


def replace_attendees(
    unit: Unit, context: Context, bookings: Sequence[uuid.UUID], attendees: Sequence[Mapping[str, Any]]
) -> Replaced:
    """Write anew who is asked to come, of each occurrence; who stays keeps their answer.

    Errors: :class:`BookingUnfit` for who is not known.
    """
    wanted = {tuple(person[name] for name in _WHO): person for person in _named(unit, context, attendees)}
    present: dict[uuid.UUID, set[tuple[Any, ...]]] = {booking_id: set() for booking_id in bookings}
    gone: list[Row[Any]] = []
    for row in unit.rows(select(*BookingAttendee.__table__.c).where(BookingAttendee.booking_id.in_(bookings))):
        who = tuple(getattr(row, name) for name in _WHO)
        if who in wanted:
            present[row.booking_id].add(who)
        else:
            gone.append(row)
    if gone:
        unit.write(delete(BookingAttendee).where(BookingAttendee.id.in_([row.id for row in gone])))
    new = {
        booking_id: [_add(unit, booking_id, person) for who, person in wanted.items() if who not in there]
        for booking_id, there in present.items()
    }
    return Replaced(new, gone)


def forget_answers(unit: Unit, bookings: Sequence[uuid.UUID]) -> None:
    """Let everybody answer anew, since what they answered was another time."""
    given = (BookingAttendee.booking_id.in_(bookings), BookingAttendee.answer.is_not(None))
    unit.write(update(BookingAttendee).where(*given).values(dict.fromkeys(ANSWER_COLUMNS)))

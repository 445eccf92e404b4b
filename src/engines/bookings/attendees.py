"""Who is asked to come: officers, departments, and people from outside by name."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete

from auth import department_names, officer_names
from engines.bookings.models import BookingAttendee
from engines.bookings.refusals import BookingUnfit
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id


def add_attendees(
    unit: Unit, context: Context, bookings: Sequence[uuid.UUID], attendees: Sequence[Mapping[str, Any]]
) -> None:
    """Write who is asked to come, of each occurrence. Errors: :class:`BookingUnfit` for who is not known."""
    for person in _named(unit, context, attendees):
        for booking_id in bookings:
            unit.add(BookingAttendee, id=new_id(), booking_id=booking_id, **person)


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


def replace_attendees(
    unit: Unit, context: Context, bookings: Sequence[uuid.UUID], attendees: Sequence[Mapping[str, Any]]
) -> None:
    """Write anew who is asked to come, of each occurrence. Errors: :class:`BookingUnfit` for who is not known."""
    unit.write(delete(BookingAttendee).where(BookingAttendee.booking_id.in_(bookings)))
    add_attendees(unit, context, bookings, attendees)

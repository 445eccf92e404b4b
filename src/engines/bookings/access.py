"""Who may book what, and who sees whose bookings."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, false, or_, select, true

from auth import DataScope, PermissionMissing, Subject
from engines.bookings.lifecycle import BOOK, MANAGE, READ
from engines.bookings.models import Booking, BookingAttendee, Resource


def scope_of(subject: Subject, permission: str) -> DataScope:
    """Return the departments over which an officer holds a permission; none where they do not hold it."""
    try:
        return subject.reach(permission)
    except PermissionMissing:
        return DataScope()


def within(scope: DataScope, column: Any) -> ColumnElement[bool]:
    """Return the condition that a column names a department in a scope."""
    if scope.all_departments:
        return true()
    return column.in_(sorted(scope.departments)) if scope.departments else false()


def bookable(subject: Subject) -> ColumnElement[bool]:
    """Return which resources an officer may book: shared ones, and those that their departments keep."""
    return or_(Resource.shared, *(within(scope_of(subject, name), Resource.department_code) for name in (BOOK, MANAGE)))


def asked_department(subject: Subject) -> str | None:
    """Return the department for which an officer reads and answers what it is asked to: their own, if they book."""
    own = subject.department_code
    return own if own is not None and subject.holds(BOOK, own) else None


def is_asked(subject: Subject, attendees: Iterable[Row[Any]]) -> bool:
    """Tell whether an officer is among those who are asked to come, by name or by their department."""
    department = asked_department(subject)
    return any(
        item.officer_id == subject.id or (department is not None and item.department_code == department)
        for item in attendees
    )


def ways_to_see(subject: Subject, *, mine: bool = False) -> list[ColumnElement[bool]]:
    """Return the ways in which an officer sees bookings, each of which an index goes by.

    Their own, those to which they are asked by name, and unless only ``mine`` are wanted, those to which their
    department is asked and those they keep or read over.
    """
    asked = select(BookingAttendee.booking_id).where(BookingAttendee.officer_id == subject.id)
    ways: list[ColumnElement[bool]] = [Booking.organiser_id == subject.id, Booking.id.in_(asked)]
    if not mine:
        department = asked_department(subject)
        if department is not None:
            ways.append(
                Booking.id.in_(select(BookingAttendee.booking_id).where(BookingAttendee.department_code == department))
            )
        for permission, column in ((MANAGE, Booking.keeper_code), (READ, Booking.department_code)):
            scope = scope_of(subject, permission)
            if scope.all_departments:
                return [true()]
            ways += [within(scope, column)] if scope.departments else []
    return ways


def sees_whole(subject: Subject, row: Row[Any]) -> bool:
    """Tell whether an officer sees a booking without looking at who was asked to come."""
    return (
        row.organiser_id == subject.id
        or scope_of(subject, MANAGE).covers(row.keeper_code)
        or scope_of(subject, READ).covers(row.department_code)
    )

"""Who sees what of canteens: menus whoever may eat, bookings their diner, the keepers of the canteen, and readers."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from auth import DataScope, Subject
from engines.canteen.lifecycle import BOOK, KEEP, READ
from engines.canteen.models import MealBooking
from engines.supervision import scope_of


def within(scope: DataScope, column: Any) -> ColumnElement[bool]:
    """Return the condition that a column names a department in a scope."""
    if scope.all_departments:
        return true()
    return column.in_(sorted(scope.departments)) if scope.departments else false()


def sees_canteens(subject: Subject) -> bool:
    """Tell whether an officer sees the canteens and their menus at all."""
    scopes = [scope_of(subject, permission) for permission in (BOOK, KEEP, READ)]
    return any(scope.all_departments or scope.departments for scope in scopes)


def sees_numbers(subject: Subject, keeper_code: str) -> bool:
    """Tell whether an officer sees what a canteen of a department cooks, settles and throws away."""
    return any(scope_of(subject, permission).covers(keeper_code) for permission in (KEEP, READ))


def booking_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which bookings an officer sees."""
    return or_(
        MealBooking.diner_id == subject.id,
        within(scope_of(subject, KEEP), MealBooking.keeper_code),
        within(scope_of(subject, READ), MealBooking.department_code),
    )

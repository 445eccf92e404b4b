"""Who sees what of visits: their host, the keepers of the building's reception, and readers, who see masked data."""

from typing import Any

from sqlalchemy import ColumnElement, Row, false, or_, true

from auth import DataScope, Subject
from engines.supervision import scope_of
from engines.visitors.lifecycle import ADMIT, BAR, INVITE, READ
from engines.visitors.models import BarredVisitor, Visit


def within(scope: DataScope, column: Any) -> ColumnElement[bool]:
    """Return the condition that a column names a department in a scope."""
    if scope.all_departments:
        return true()
    return column.in_(sorted(scope.departments)) if scope.departments else false()


def visit_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which visits an officer sees."""
    return or_(
        Visit.host_id == subject.id,
        *(within(scope_of(subject, permission), Visit.keeper_code) for permission in (ADMIT, READ)),
    )


def knows(subject: Subject, row: Row[Any]) -> bool:
    """Tell whether an officer sees who a visitor is: their host, and who lets them in."""
    return subject.id == row.host_id or scope_of(subject, ADMIT).covers(row.keeper_code)


def bar_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which bars an officer sees."""
    return within(scope_of(subject, BAR), BarredVisitor.department_code)


def sees_buildings(subject: Subject) -> bool:
    """Tell whether an officer has to do with visitors at all."""
    scopes = [scope_of(subject, permission) for permission in (INVITE, ADMIT, READ, BAR)]
    return any(scope.all_departments or scope.departments for scope in scopes)

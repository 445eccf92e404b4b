"""Who sees what of visits: their host, the keepers of the building's reception, and readers, who see masked data."""

from typing import Any

from sqlalchemy import ColumnElement, Row, false, or_, true

from auth import DataScope, Subject
from engines.supervision import scope_of
from engines.visitors.lifecycle import ADMIT, BAR, INVITE, READ
from engines.visitors.models import BarredVisitor, Visit

#: So many departments are looked through one by one.
MOST_WAYS = 40


def within(scope: DataScope, column: Any) -> ColumnElement[bool]:
    """Return the condition that a column names a department in a scope."""
    if scope.all_departments:
        return true()
    return column.in_(sorted(scope.departments)) if scope.departments else false()


def ways_to_see(subject: Subject, *, mine: bool | None = None) -> list[ColumnElement[bool]]:
    """Return the ways in which an officer sees visits, each of which an index goes by.

    Those to them (``mine``), and those to the buildings of every department over which they admit or read.
    """
    own = Visit.host_id == subject.id
    if mine:
        return [own]
    scopes = [scope_of(subject, permission) for permission in (ADMIT, READ)]
    if any(scope.all_departments for scope in scopes):
        return [true()]
    keepers = sorted(frozenset().union(*(scope.departments for scope in scopes)))
    # A department is a way of its own as long as they are few: an index has the visits of one in their order.
    kept = [Visit.keeper_code == code for code in keepers]
    return [own, *(kept if len(kept) <= MOST_WAYS else [Visit.keeper_code.in_(keepers)])]


def visit_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which visits an officer sees."""
    return or_(*ways_to_see(subject))


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

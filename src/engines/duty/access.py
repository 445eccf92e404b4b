"""Who sees what of the duty: a department's officers what is published, those who keep it also drafts."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, false, or_, select, true

from auth import DataScope, Subject, directory_departments
from engines.duty.lifecycle import MANAGE, READ, SERVE
from engines.duty.models import DutyPost, DutyRoster, DutyShift, DutySwap
from engines.supervision import scope_of
from kit.database import Unit


def within(scope: DataScope, column: Any) -> ColumnElement[bool]:
    """Return the condition that a column names a department in a scope."""
    if scope.all_departments:
        return true()
    return column.in_(sorted(scope.departments)) if scope.departments else false()


def reads(subject: Subject, department: str, *permissions: str) -> bool:
    """Tell whether an officer holds one of some permissions over a department."""
    return any(scope_of(subject, name).covers(department) for name in permissions)


def rosters_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which rosters an officer sees: published ones of their departments or with their name, kept ones all."""
    column = DutyRoster.department_code
    named = select(DutyPost.roster_id).where(DutyPost.person_id == subject.id, DutyPost.active)
    wide = [within(scope_of(subject, name), column) for name in (READ, SERVE)]
    published = DutyRoster.published_at.is_not(None)
    return or_(within(scope_of(subject, MANAGE), column), published & or_(DutyRoster.id.in_(named), *wide))


def shifts_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which shifts an officer sees, as :func:`rosters_seen`."""
    column = DutyShift.department_code
    wide = [within(scope_of(subject, name), column) for name in (READ, SERVE)]
    published = DutyShift.published & or_(DutyShift.id.in_(shifts_of(subject.id)), *wide)
    return or_(within(scope_of(subject, MANAGE), column), published)


def shifts_of(person_id: uuid.UUID) -> Any:
    """Return the ids of the published shifts on which somebody is."""
    return select(DutyPost.shift_id).where(DutyPost.person_id == person_id, DutyPost.active)


def sees_shift(subject: Subject, row: Row[Any], named: Collection[uuid.UUID]) -> bool:
    """Tell whether an officer sees a shift; ``named`` are those on it and on the next one."""
    if reads(subject, row.department_code, MANAGE):
        return True
    return row.published and (subject.id in named or reads(subject, row.department_code, READ, SERVE))


def sees_log(subject: Subject, row: Row[Any], named: Collection[uuid.UUID]) -> bool:
    """Tell whether an officer reads what a shift wrote down: who is named, and who keeps or reads the duty."""
    return subject.id in named or reads(subject, row.department_code, MANAGE, READ)


def swaps_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which swaps an officer sees: their own, those they are asked for, those of the duty that they keep."""
    wide = [within(scope_of(subject, name), DutySwap.department_code) for name in (MANAGE, READ)]
    return or_(DutySwap.requester_id == subject.id, DutySwap.colleague_id == subject.id, *wide)


def department_and_below(unit: Unit, department: str) -> set[str]:
    """Return a department and those below it."""
    children: dict[str | None, list[str]] = {}
    for row in directory_departments(unit):
        children.setdefault(row.parent, []).append(row.uscc)
    found: set[str] = set()
    waiting = [department]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += children.get(code, [])
    return found


def duty_now_seen(subject: Subject) -> DataScope:
    """Return of which departments an officer may know who is on duty: who reads duty anywhere, of the whole city."""
    scopes = [scope_of(subject, name) for name in (READ, SERVE, MANAGE)]
    everywhere = any(scope.all_departments for scope in scopes) or bool(scopes[0].departments)
    return DataScope(everywhere, frozenset().union(*(scope.departments for scope in scopes)))

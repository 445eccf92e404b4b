"""Reading the inbox: what waits for this officer, most urgent first."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, tuple_

from auth import DataScope, Subject
from engines.inbox.models import PERSONAL, InboxTask, InboxTodo
from kit.database import Unit

LARGEST_COUNT = 1000


@dataclass(frozen=True)
class TaskFilter:
    """What part of the inbox is asked for."""

    kind: str | None = None
    due_before: date | None = None
    record_kind: str | None = None


_columns = (
    InboxTask.id,
    InboxTask.record_kind,
    InboxTask.record_id,
    InboxTask.kind,
    InboxTask.title,
    InboxTask.reference,
    InboxTask.department_code,
    InboxTask.permission,
    InboxTask.assignee_id,
    InboxTask.due_on,
    InboxTask.limit_days,
    InboxTask.opened_at,
)


def list_tasks(
    unit: Unit,
    subject: Subject,
    wanted: TaskFilter,
    after: tuple[date, uuid.UUID] | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """Return up to ``limit`` open tasks of a subject, by due date, after a keyset position."""
    statement = _open_to(select(*_columns), subject, wanted)
    if after is not None:
        statement = statement.where(tuple_(InboxTask.due_on, InboxTask.id) > tuple_(*after))
    return unit.rows(statement.order_by(InboxTask.due_on, InboxTask.id).limit(limit))


def count_tasks(unit: Unit, subject: Subject, wanted: TaskFilter) -> int:
    """Return how many open tasks there are, counted up to :data:`LARGEST_COUNT` and no further."""
    inner = _open_to(select(InboxTask.id), subject, wanted).limit(LARGEST_COUNT).subquery()
    return int(unit.scalar(select(func.count()).select_from(inner)))


def list_told(
    unit: Unit, subject: Subject, *, todo: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return up to ``rows`` of what an officer was told of, newest first, after an id."""
    columns = (InboxTodo.id, InboxTodo.state, InboxTodo.notice, InboxTodo.told_at)
    task = (InboxTask.title, InboxTask.reference, InboxTask.record_kind, InboxTask.record_id)
    statement = select(*columns, *task).join(InboxTask, InboxTask.id == InboxTodo.task_id)
    statement = statement.where(InboxTodo.officer_id == subject.id)
    if todo is not None:
        statement = statement.where(InboxTodo.state == todo)
    if after is not None:
        statement = statement.where(InboxTodo.id < after)
    return unit.rows(statement.order_by(InboxTodo.id.desc()).limit(rows))


def _open_to(statement: Any, subject: Subject, wanted: TaskFilter) -> Any:
    statement = statement.where(
        InboxTask.closed_at.is_(None),
        or_(
            _of(subject.id, {*subject.permissions, PERSONAL}, subject.scope),
            *(_of(item.officer_id, item.permissions, item.scope) for item in subject.lent),
        ),
    )
    if wanted.kind is not None:
        statement = statement.where(InboxTask.kind == wanted.kind)
    if wanted.record_kind is not None:
        statement = statement.where(InboxTask.record_kind == wanted.record_kind)
    if wanted.due_before is not None:
        statement = statement.where(InboxTask.due_on < wanted.due_before)
    return statement


def _of(officer_id: uuid.UUID, permissions: Collection[str], scope: DataScope) -> ColumnElement[bool]:
    """Return what waits for an officer with these powers: themselves, or one who is away and lent them."""
    waits = and_(
        InboxTask.permission.in_(sorted(permissions)),
        or_(InboxTask.assignee_id.is_(None), InboxTask.assignee_id == officer_id),
    )
    return waits if scope.all_departments else waits & InboxTask.department_code.in_(sorted(scope.departments))

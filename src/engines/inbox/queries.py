"""Reading the inbox: what waits for this officer, most urgent first."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, literal_column, or_, select, tuple_, union_all

from auth import DataScope, Subject
from engines.inbox.models import InboxTask, InboxTodo
from kit.database import Unit

LARGEST_COUNT = 1000
# In the words of the indexes, which a parameter would hide from the planner.
_personal: ColumnElement[str] = literal_column("''")


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
    place, parts = (InboxTask.due_on, InboxTask.id), _open_to(select(*_columns), subject, wanted)
    if after is not None:
        parts = [part.where(tuple_(*place) > tuple_(*after)) for part in parts]
    first = [part.order_by(*place).limit(limit).subquery() for part in parts]
    both = union_all(*(select(part) for part in first))
    return unit.rows(both.order_by(both.selected_columns.due_on, both.selected_columns.id).limit(limit))


def count_tasks(unit: Unit, subject: Subject, wanted: TaskFilter) -> int:
    """Return how many open tasks there are, counted up to :data:`LARGEST_COUNT` and no further."""
    inner = union_all(*_open_to(select(InboxTask.id), subject, wanted)).limit(LARGEST_COUNT).subquery()
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


def _open_to(statement: Any, subject: Subject, wanted: TaskFilter) -> list[Any]:
    """Return what waits for a subject in two parts, each by its own index: what is theirs alone, and all else."""
    own = and_(InboxTask.permission == _personal, InboxTask.assignee_id == subject.id)
    shared = or_(
        _of(subject.id, subject.permissions, subject.scope),
        *(_of(item.officer_id, item.permissions, item.scope) for item in subject.lent),
    )
    narrowed = _narrowed(statement.where(InboxTask.closed_at.is_(None)), wanted)
    return [narrowed.where(part) for part in (own, and_(InboxTask.permission != _personal, shared))]


def _narrowed(statement: Any, wanted: TaskFilter) -> Any:
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

"""Opening and closing tasks, always in the transaction of the turn that causes it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import Update, bindparam, select, text, update

from auth import Subject
from engines.inbox.models import InboxTask
from engines.inbox.portal import announce_change, announce_changes
from engines.workdays import Calendar, moved_day
from kit import clock
from kit.database import Unit
from kit.ids import new_id


def open_task(  # noqa: PLR0913 -- the columns of a task, all by name
    unit: Unit,
    *,
    record_kind: str,
    record_id: uuid.UUID,
    kind: str,
    title: str,
    reference: str,
    department_code: str,
    permission: str,
    due_on: date,
    limit_days: int,
    assignee_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Put a task before everybody of a department who holds ``permission`` (or before one assignee); return its id.

    ``limit_days`` is the whole term in working days, from which the light is computed.
    """
    task_id = new_id()
    unit.add(
        InboxTask,
        id=task_id,
        record_kind=record_kind,
        record_id=record_id,
        kind=kind,
        title=title,
        reference=reference,
        department_code=department_code,
        permission=permission,
        assignee_id=assignee_id,
        due_on=due_on,
        limit_days=limit_days,
        opened_at=clock.now(),
    )
    announce_change(unit, record_id)
    return task_id


def close_tasks(
    subject: Subject,
    unit: Unit,
    record_id: uuid.UUID,
    *,
    kind: str | None = None,
    department_code: str | None = None,
    permission: str | None = None,
    assignee_id: uuid.UUID | None = None,
) -> None:
    """Close a record's open tasks, or those of one kind, seat and assignee."""
    wanted = {
        "kind": kind,
        "department_code": department_code,
        "permission": permission,
        "assignee_id": assignee_id,
    }
    asked = {name: value for name, value in wanted.items() if value is not None}
    parameters = {f"closed_{name}": value for name, value in asked.items()}
    unit.later(
        _closing(tuple(asked)),
        {"closed_record_id": record_id, "closed_now": clock.now(), "closed_by_id": subject.id, **parameters},
    )
    announce_change(unit, record_id)


#: Kinds of tasks that fall due with their record; others have dates of their own.
FOLLOWING = ("accept", "review", "decide")
_shifting = update(InboxTask).where(InboxTask.id == bindparam("shifted_id")).values(due_on=bindparam("shifted_due_on"))
_moving = (
    update(InboxTask)
    .where(
        InboxTask.record_id == bindparam("moved_record_id"),
        InboxTask.closed_at.is_(None),
        # Written out, since a list as parameter would not be a fixed statement.
        text("kind IN ('accept', 'review', 'decide')"),
    )
    .values(due_on=bindparam("moved_due_on"))
)


def move_tasks(unit: Unit, record_id: uuid.UUID, due_on: date) -> None:
    """Let a record's open tasks fall due with it, since its date moved; tasks with a date of their own stay."""
    unit.later(_moving, {"moved_record_id": record_id, "moved_due_on": due_on})


def move_tasks_of(unit: Unit, due_on: Mapping[uuid.UUID, date]) -> None:
    """Do for many records what :func:`move_tasks` does for one."""
    unit.write(_moving, [{"moved_record_id": record_id, "moved_due_on": moved} for record_id, moved in due_on.items()])


def shift_tasks_of(unit: Unit, record_ids: Sequence[uuid.UUID], before: Calendar, after: Calendar) -> int:
    """Move the tasks of records that have a date of their own to as many working days after they were opened as before.

    Returns how many moved.
    """
    rows = unit.rows(
        select(InboxTask.id, InboxTask.due_on, InboxTask.opened_at).where(
            InboxTask.record_id.in_(record_ids),
            InboxTask.closed_at.is_(None),
            InboxTask.kind.not_in(FOLLOWING),
        )
    )
    dates = [(row, moved_day(row.due_on, clock.local(row.opened_at).date(), before, after)) for row in rows]
    shifted = [{"shifted_id": row.id, "shifted_due_on": day} for row, day in dates if day != row.due_on]
    if shifted:
        unit.write(_shifting, shifted)
    return len(shifted)


def close_tasks_of(subject: Subject, unit: Unit, record_ids: Sequence[uuid.UUID], *, kind: str | None = None) -> None:
    """Close the open tasks of many records, or those of one kind."""
    statement = update(InboxTask).where(InboxTask.record_id.in_(record_ids), InboxTask.closed_at.is_(None))
    if kind is not None:
        statement = statement.where(InboxTask.kind == kind)
    unit.write(statement.values(closed_at=clock.now(), closed_by=subject.id))
    announce_changes(unit, record_ids)


def assign_tasks(unit: Unit, record_id: uuid.UUID, department_code: str, assignee_id: uuid.UUID | None) -> None:
    """Put a record's open tasks of a department before one officer, or before everybody again (None)."""
    unit.write(
        update(InboxTask)
        .where(
            InboxTask.record_id == record_id,
            InboxTask.department_code == department_code,
            InboxTask.closed_at.is_(None),
        )
        .values(assignee_id=assignee_id)
    )
    announce_change(unit, record_id)


@lru_cache(maxsize=8)
def _closing(narrowed_by: tuple[str, ...]) -> Update:
    statement = update(InboxTask).where(
        InboxTask.record_id == bindparam("closed_record_id"), InboxTask.closed_at.is_(None)
    )
    for name in narrowed_by:
        statement = statement.where(getattr(InboxTask, name) == bindparam(f"closed_{name}"))
    return statement.values(closed_at=bindparam("closed_now"), closed_by=bindparam("closed_by_id"))

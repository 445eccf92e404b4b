"""Opening and closing tasks, always in the transaction of the turn that causes it."""

import uuid
from datetime import date

from sqlalchemy import update

from auth import Subject
from engines.inbox.models import InboxTask
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
) -> None:
    """Put a task before everybody of a department who holds ``permission`` (or before one assignee).

    ``limit_days`` is the whole term in working days, from which the light is computed.
    """
    unit.add(
        InboxTask,
        id=new_id(),
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


def close_tasks(
    subject: Subject,
    unit: Unit,
    record_id: uuid.UUID,
    *,
    kind: str | None = None,
    department_code: str | None = None,
    permission: str | None = None,
) -> None:
    """Close a record's open tasks, or those of one kind and seat."""
    statement = update(InboxTask).where(InboxTask.record_id == record_id, InboxTask.closed_at.is_(None))
    if kind is not None:
        statement = statement.where(InboxTask.kind == kind)
    if department_code is not None:
        statement = statement.where(InboxTask.department_code == department_code)
    if permission is not None:
        statement = statement.where(InboxTask.permission == permission)
    unit.write(statement.values(closed_at=clock.now(), closed_by=subject.id))

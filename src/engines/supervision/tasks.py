"""Tasks of matters in the inbox: what waits for the owner, and what for who supervises."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from engines.inbox import open_task
from engines.supervision.dates import days_from_now
from engines.supervision.lifecycle import HANDLE, SUPERVISE
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: Working days within which a matter is signed for, and within which who supervises does the next step.
STEP_DAYS = 2
_MARKS = {"normal": "", "important": "【重要】", "urgent": "【紧急】"}


def ask_owner(
    unit: Unit, row: Row[Any], kind: str, what: str, due_on: date | None = None, *, department: str | None = None
) -> None:
    """Put something before the officer who owns a matter, or before everybody of its owner who may handle it."""
    _ask(unit, row, kind, what, HANDLE, department or row.department_code, due_on, None if department else row)


def ask_supervisor(unit: Unit, row: Row[Any], kind: str, what: str, due_on: date | None = None) -> None:
    """Put something before who supervises a matter."""
    _ask(unit, row, kind, what, SUPERVISE, row.supervisor_code, due_on, None)


def _ask(
    unit: Unit,
    row: Row[Any],
    kind: str,
    what: str,
    permission: str,
    department: str,
    due_on: date | None,
    owned: Row[Any] | None,
) -> None:
    day = due_on or days_from_now(unit, STEP_DAYS)
    open_task(
        unit,
        record_kind="supervision_matter",
        record_id=row.id,
        kind=kind,
        title=f"{_MARKS[row.importance]}{row.title}：{what}",
        reference=row.number,
        department_code=department,
        permission=permission,
        due_on=day,
        limit_days=max(load_calendar(unit).working_days_between(clock.today(), day), 1),
        assignee_id=owned.assignee_id if owned is not None else None,
    )

"""Tasks of tickets in the inbox: what waits for dispatchers, for who does the work, for reporters, for followers-up."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from engines.inbox import open_task
from engines.tickets.kinds import kind_of
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

_MARKS = {"normal": "", "urgent": "【紧急】", "emergency": "【特急】"}


def ask_dispatchers(unit: Unit, row: Row[Any], kind: str, what: str) -> None:
    """Put something before those who dispatch."""
    _ask(unit, row, kind, what, kind_of(row.kind).permissions.dispatch)


def ask_workers(unit: Unit, row: Row[Any], kind: str, what: str) -> None:
    """Put something before who does the work; for an outside firm, before everybody who may note it down."""
    _ask(unit, row, kind, what, kind_of(row.kind).permissions.work, assignee_id=row.assignee_id)


def ask_followers_up(unit: Unit, row: Row[Any], kind: str, what: str) -> None:
    """Put something before those who follow up bad ratings."""
    _ask(unit, row, kind, what, kind_of(row.kind).permissions.follow_up)


def ask_reporter(unit: Unit, row: Row[Any], kind: str, what: str) -> None:
    """Put something before who reported it."""
    permission = kind_of(row.kind).permissions.report
    _ask(unit, row, kind, what, permission, assignee_id=row.reporter_id, department=row.reporter_department)


def _ask(
    unit: Unit,
    row: Row[Any],
    kind: str,
    what: str,
    permission: str,
    *,
    assignee_id: uuid.UUID | None = None,
    department: str | None = None,
) -> None:
    due_on = _day(row.due_at) or row.accept_by
    open_task(
        unit,
        record_kind=row.kind,
        record_id=row.id,
        kind=kind,
        title=f"{_MARKS[row.priority]}{row.title}：{what}",
        reference=row.number,
        department_code=department or row.department_code,
        permission=permission,
        due_on=due_on,
        limit_days=max(load_calendar(unit).working_days_between(clock.today(), due_on), 1),
        assignee_id=assignee_id,
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else clock.local(moment).date()

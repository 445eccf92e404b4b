"""Tasks of projects and their problems in the inbox."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.inbox import close_tasks, open_task
from engines.projects.lifecycle import MANAGE, WORK
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: Working days within which a project that has reached everything is accepted.
ACCEPT_DAYS = 10
REACH, ACCEPT, SOLVE = "reach_project_milestone", "accept_project", "solve_project_problem"
_MARKS = {"normal": "", "serious": "【严重】", "critical": "【重大】"}


def ask_lead(subject: Subject, unit: Unit, row: Row[Any], following: Row[Any] | None) -> None:
    """Put the next milestone before the lead organ, or, when none is left, the acceptance before who supervises."""
    close_tasks(subject, unit, row.id)
    if following is not None:
        title = f"{row.name}：节点“{following.title}”"
        _ask(unit, "project", row.id, REACH, title, row.number, row.department_code, WORK, following.due_on)
        return
    day = load_calendar(unit).add_working_days(clock.today(), ACCEPT_DAYS)
    _ask(unit, "project", row.id, ACCEPT, f"{row.name}：待验收", row.number, row.supervisor_code, MANAGE, day)


def ask_owner(unit: Unit, problem: Row[Any], what: str) -> None:
    """Put a problem before its owner."""
    title = f"{_MARKS[problem.severity]}{what}：{problem.content}"[:200]
    owner, day = problem.department_code, problem.due_on
    _ask(unit, "project_problem", problem.id, SOLVE, title, problem.number, owner, WORK, day)


def _ask(
    unit: Unit,
    record_kind: str,
    record_id: uuid.UUID,
    kind: str,
    title: str,
    reference: str,
    department: str,
    permission: str,
    due_on: date,
) -> None:
    open_task(
        unit,
        record_kind=record_kind,
        record_id=record_id,
        kind=kind,
        title=title,
        reference=reference,
        department_code=department,
        permission=permission,
        due_on=due_on,
        limit_days=max(load_calendar(unit).working_days_between(clock.today(), due_on), 1),
    )

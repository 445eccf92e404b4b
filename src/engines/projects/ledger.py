"""The ledger of problems (问题清单): what was found, whose it is, by when; closed with what was done, or reopened."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select

from auth import Subject
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.projects.access import visible
from engines.projects.lifecycle import FOUND, MANAGE, PROJECT_PROBLEM, problem_record, record_of
from engines.projects.models import Project, ProjectProblem
from engines.projects.planning import day_outside
from engines.projects.queries import PROBLEM_COLUMNS, project_by_id, seats_of
from engines.projects.refusals import ProblemNotFound, ProblemUnfit, ProjectOver
from engines.projects.tasks import ask_owner
from engines.supervision import day_too_far, yellow_day
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

#: A count goes this far and says so.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class ProblemFilter:
    """What part of the ledgers is asked for."""

    project_id: uuid.UUID | None = None
    state: str | None = None
    severity: str | None = None
    department: str | None = None
    overdue: bool | None = None


def report_problem(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> tuple[Row[Any], uuid.UUID]:
    """Enter a problem into a project's ledger, and return the project and the problem's id.

    ``given``: ``found_on``, ``found_by`` (who found it, in words), ``content``, ``severity``, ``department`` (its
    owner, an organ with a seat) and ``due_on``. Errors: :class:`ProblemUnfit`, 409.
    """
    turn = "find_problem" if subject.holds(MANAGE, row.supervisor_code) else "report_problem"
    check_transition(subject, record_of(row), turn)
    _check_fit(unit, row, given)
    problem_id = new_id()
    number = f"{row.number}-W{1 + int(unit.scalar(_count_of(row.id)))}"
    detail = {"problem": number, "severity": given["severity"], "due_on": given["due_on"].isoformat()}
    # The project's version lets one problem in at a time, so the count is a number that nobody else takes.
    after = apply_transition(subject, unit, record_of(row), turn, opinion=given["content"], detail=detail)
    unit.add(
        ProjectProblem,
        id=problem_id,
        project_id=row.id,
        number=number,
        state="open",
        version=1,
        supervisor_code=row.supervisor_code,
        department_code=given["department"],
        yellow_on=yellow_day(unit, given["due_on"], clock.today()),
        reopened=0,
        reported_by_name=subject.actor.name,
        reported_at=clock.now(),
        **{name: given[name] for name in ("found_on", "found_by", "content", "severity", "due_on")},
    )
    record = Record(PROJECT_PROBLEM, ProjectProblem, problem_id, "", 0, row.supervisor_code, None)
    write_event(subject, unit, record, FOUND, opinion=given["content"])
    unit.flush()
    ask_owner(unit, problem_by_id(unit, problem_id), "问题待整改")
    return after, problem_id


def close_problem(subject: Subject, unit: Unit, problem: Row[Any], solution: str) -> Row[Any]:
    """Close a problem (销号) with what was done about it. Errors: 409 for one that is closed, 403."""
    changes = {"solution": solution, "closed_at": clock.now()}
    detail = {"late": clock.today() > problem.due_on}
    after = apply_transition(
        subject, unit, problem_record(problem), "close", changes=changes, opinion=solution, detail=detail
    )
    close_tasks(subject, unit, problem.id)
    return after


def reopen_problem(subject: Subject, unit: Unit, problem: Row[Any], reason: str, due_on: date) -> Row[Any]:
    """Open a problem again that was not solved, with a new day. Errors: :class:`ProblemUnfit`, 409."""
    check_transition(subject, problem_record(problem), "reopen")
    project = project_by_id(unit, problem.project_id)
    if project.closed_at is not None:
        raise ProjectOver
    lost = _due_findings(due_on)
    if lost:
        raise ProblemUnfit(pointers=lost)
    changes = {
        "closed_at": None,
        "due_on": due_on,
        "yellow_on": yellow_day(unit, due_on, clock.today()),
        "reopened": problem.reopened + 1,
    }
    detail = {"due_on": due_on.isoformat(), "solution": problem.solution}
    after = apply_transition(
        subject, unit, problem_record(problem), "reopen", changes=changes, opinion=reason, detail=detail
    )
    ask_owner(unit, after, "问题未解决，重新整改")
    return after


def problem_by_id(unit: Unit, problem_id: uuid.UUID) -> Row[Any]:
    """Return a problem whoever asks. Errors: :class:`ProblemNotFound`."""
    row = unit.first(select(*PROBLEM_COLUMNS).where(ProjectProblem.id == problem_id))
    if row is None:
        raise ProblemNotFound
    return row


def problem_of(unit: Unit, subject: Subject, problem_id: uuid.UUID) -> Row[Any]:
    """Return a problem of a project that an officer sees. Errors: :class:`ProblemNotFound`."""
    row = unit.first(_seen(subject, ProblemFilter(), *PROBLEM_COLUMNS).where(ProjectProblem.id == problem_id))
    if row is None:
        raise ProblemNotFound
    return row


def list_problems(
    unit: Unit, subject: Subject, wanted: ProblemFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return problems of the projects that an officer sees, newest first."""
    statement = _seen(subject, wanted, *PROBLEM_COLUMNS)
    if after is not None:
        statement = statement.where(ProjectProblem.id < after)
    return unit.rows(statement.order_by(ProjectProblem.id.desc()).limit(rows))


def count_problems(unit: Unit, subject: Subject, wanted: ProblemFilter) -> dict[str, Any]:
    """Count problems that are open, overdue among them, and closed, of the newest :data:`MOST_COUNTED`."""
    late = and_(ProjectProblem.state == "open", ProjectProblem.due_on < clock.today())
    newest = (
        _seen(subject, wanted, ProjectProblem.state, case((late, 1), else_=0).label("late"))
        .order_by(ProjectProblem.id.desc())
        .limit(MOST_COUNTED)
        .subquery()
    )
    found = unit.rows(
        select(newest.c.state, newest.c.late, func.count().label("number")).group_by(newest.c.state, newest.c.late)
    )
    total = sum(row.number for row in found)
    return {
        "open": sum(row.number for row in found if row.state == "open"),
        "overdue": sum(row.number for row in found if row.late),
        "closed": sum(row.number for row in found if row.state == "closed"),
        "total": total,
        "complete": total < MOST_COUNTED,
    }


def _seen(subject: Subject, wanted: ProblemFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).join(Project, Project.id == ProjectProblem.project_id).where(visible(subject))
    asked = {"project_id": wanted.project_id, "state": wanted.state, "severity": wanted.severity}
    for name, value in {**asked, "department_code": wanted.department}.items():
        if value is not None:
            statement = statement.where(getattr(ProjectProblem, name) == value)
    if wanted.overdue:
        statement = statement.where(ProjectProblem.closed_at.is_(None), ProjectProblem.due_on < clock.today())
    return statement


def _count_of(project_id: uuid.UUID) -> Select[Any]:
    return select(func.count()).where(ProjectProblem.project_id == project_id)


def _check_fit(unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> None:
    lost = day_outside(given["found_on"], min(row.started_on, row.planned_from), "/found_on")
    if given["department"] not in {seat.department_code for seat in seats_of(unit, row.id)}:
        sentence = ("责任单位应是本项目的参与单位。", "The owner is an organ with a seat in the project.")
        lost.append(Pointer("/department", "no-seat", *sentence))
    lost += _due_findings(given["due_on"])
    if lost:
        raise ProblemUnfit(pointers=lost)


def _due_findings(due_on: date) -> list[Pointer]:
    if due_on < clock.today():
        return [Pointer("/due_on", "past", "整改时限不能早于今天。", "The day has passed.")]
    return day_too_far(due_on, "/due_on")

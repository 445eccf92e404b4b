"""Lists and counts of projects, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select

from auth import Subject
from engines.projects.access import visible
from engines.projects.ledger import MOST_COUNTED
from engines.projects.models import Project, ProjectProblem, ProjectSeat
from engines.projects.queries import PROJECT_COLUMNS
from engines.supervision import LIGHTS, light_column
from kit import clock
from kit.database import Unit


@dataclass(frozen=True)
class ProjectFilter:
    """What part of the projects is asked for; ``department`` and ``role`` together name a seat."""

    kind: str | None = None
    state: str | None = None
    light: str | None = None
    lead: str | None = None
    department: str | None = None
    role: str | None = None
    over_budget: bool | None = None
    words: str | None = None


def list_projects(
    unit: Unit, subject: Subject, wanted: ProjectFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return projects that an officer sees, newest first, each with its ``open_problems`` and ``overdue_problems``."""
    overdue = ProjectProblem.due_on < clock.today()
    numbers = (_problems().label("open_problems"), _problems(overdue).label("overdue_problems"))
    statement = _wanted(subject, wanted, *PROJECT_COLUMNS, *numbers)
    if after is not None:
        statement = statement.where(Project.id < after)
    return unit.rows(statement.order_by(Project.id.desc()).limit(rows))


def count_projects(unit: Unit, subject: Subject, wanted: ProjectFilter) -> dict[str, Any]:
    """Count projects that an officer sees by kind, state and light, and their money, of the newest that are counted."""
    money = (Project.budget_fen, Project.spent_fen)
    newest = (
        _wanted(subject, wanted, Project.kind, Project.state, _light().label("light"), *money)
        .order_by(Project.id.desc())
        .limit(MOST_COUNTED)
        .subquery()
    )
    keys = (newest.c.kind, newest.c.state, newest.c.light)
    sums = [func.sum(newest.c[name]).label(name) for name in ("budget_fen", "spent_fen")]
    found = unit.rows(select(*keys, func.count().label("number"), *sums).group_by(*keys))
    counts: dict[str, dict[str, int]] = {"kinds": {}, "states": {}, "lights": dict.fromkeys(LIGHTS, 0)}
    budget = spent = 0
    for row in found:
        for group, key in (("kinds", row.kind), ("states", row.state), ("lights", row.light)):
            counts[group][key] = counts[group].get(key, 0) + row.number
        # A sum of big integers is a decimal on PostgreSQL, of whole fen.
        budget, spent = budget + int(row.budget_fen), spent + int(row.spent_fen)
    total = sum(counts["states"].values())
    return {**counts, "budget_fen": budget, "spent_fen": spent, "total": total, "complete": total < MOST_COUNTED}


def _wanted(subject: Subject, wanted: ProjectFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).where(visible(subject))
    for name, value in {"kind": wanted.kind, "state": wanted.state, "department_code": wanted.lead}.items():
        if value is not None:
            statement = statement.where(getattr(Project, name) == value)
    if wanted.light is not None:
        statement = statement.where(_light() == wanted.light)
    if wanted.over_budget is not None:
        over = Project.spent_fen > Project.budget_fen
        statement = statement.where(over if wanted.over_budget else ~over)
    if wanted.words:
        words = wanted.words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        found = [column.like(f"%{words}%", escape="\\") for column in (Project.name, Project.content)]
        statement = statement.where(or_(Project.number == wanted.words, *found))
    if wanted.department is not None or wanted.role is not None:
        statement = statement.where(_seat(subject, wanted))
    return statement


def _seat(subject: Subject, wanted: ProjectFilter) -> ColumnElement[bool]:
    """Return the condition that an organ has a seat: the one asked for, else the reader's own."""
    organ = wanted.department or subject.department_code or ""
    conditions = [ProjectSeat.project_id == Project.id, ProjectSeat.department_code == organ]
    if wanted.role is not None:
        conditions.append(ProjectSeat.role == wanted.role)
    return exists().where(*conditions)


def _light() -> ColumnElement[str]:
    """Return a project's light as the database computes it, as :func:`light_of` does from a row."""
    over = or_(Project.closed_at.is_not(None), Project.state == "suspended")
    return light_column(Project.due_on, Project.yellow_on, over)


def _problems(*more: ColumnElement[bool]) -> Any:
    of_it = (ProjectProblem.project_id == Project.id, ProjectProblem.closed_at.is_(None))
    return select(func.count()).where(*of_it, *more).correlate(Project).scalar_subquery()

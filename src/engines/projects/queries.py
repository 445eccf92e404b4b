"""Reading projects and what belongs to each, one by one."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Row, bindparam, func, literal_column, select
from sqlalchemy.orm import aliased

from auth import Subject
from engines.lifecycles import TIMELINE
from engines.projects.access import visible
from engines.projects.models import (
    Project,
    ProjectMatter,
    ProjectMember,
    ProjectMilestone,
    ProjectProblem,
    ProjectSeat,
    ProjectSpending,
)
from engines.projects.refusals import ProjectNotFound
from kit.database import Unit
from kit.fixed import Fixed, Together

PROJECT_COLUMNS = tuple(Project.__table__.c)
PROBLEM_COLUMNS = tuple(ProjectProblem.__table__.c)
#: The newest entries and problems that are shown with a project; all of them are lists of their own.
SHOWN = 20
_shown = literal_column(str(SHOWN), Integer())
_reversal = aliased(ProjectSpending)
#: Entries, each with the one that took it back.
SPENDINGS = (
    select(*ProjectSpending.__table__.c, _reversal.id.label("reversed_by_id"))
    .select_from(ProjectSpending)
    .outerjoin(_reversal, _reversal.reverses_id == ProjectSpending.id)
)

_project = Fixed(select(*PROJECT_COLUMNS).where(Project.id == bindparam("project_id")))
_seats = Fixed(
    select(ProjectSeat.department_code, ProjectSeat.role)
    .where(ProjectSeat.project_id == bindparam("project_id"))
    .order_by(ProjectSeat.role.desc(), ProjectSeat.department_code)
)
_members = Fixed(
    select(*ProjectMember.__table__.c)
    .where(ProjectMember.project_id == bindparam("project_id"))
    .order_by(ProjectMember.position)
)
_milestones = Fixed(
    select(*ProjectMilestone.__table__.c)
    .where(ProjectMilestone.project_id == bindparam("project_id"))
    .order_by(ProjectMilestone.position)
)
_spendings = Fixed(
    SPENDINGS.where(ProjectSpending.project_id == bindparam("project_id"))
    .order_by(ProjectSpending.id.desc())
    .limit(_shown)
)
_problems = Fixed(
    select(*PROBLEM_COLUMNS)
    .where(ProjectProblem.project_id == bindparam("project_id"))
    .order_by(ProjectProblem.id.desc())
    .limit(_shown)
)
_tally = Fixed(
    select(ProjectProblem.state, ProjectProblem.due_on, func.count().label("number"))
    .where(ProjectProblem.project_id == bindparam("project_id"))
    .group_by(ProjectProblem.state, ProjectProblem.due_on)
)
_links = Fixed(select(ProjectMatter.matter_id).where(ProjectMatter.project_id == bindparam("project_id")))
_whole = Together(_seats, _members, _milestones, _spendings, _problems, _tally, _links, TIMELINE)


def project_by_id(unit: Unit, project_id: uuid.UUID) -> Row[Any]:
    """Return a project whoever asks. Errors: :class:`ProjectNotFound`."""
    row = unit.first(_project, {"project_id": project_id})
    if row is None:
        raise ProjectNotFound
    return row


def project_of(unit: Unit, subject: Subject, project_id: uuid.UUID) -> Row[Any]:
    """Return a project that an officer sees. Errors: :class:`ProjectNotFound`."""
    row = unit.first(select(*PROJECT_COLUMNS).where(Project.id == project_id, visible(subject)))
    if row is None:
        raise ProjectNotFound
    return row


def parts_of_project(unit: Unit, project_id: uuid.UUID) -> Sequence[Sequence[Row[Any]]]:
    """Return seats, team, milestones, newest entries and problems, problems by state and day, links, and events."""
    return unit.together(_whole, {"project_id": project_id, "record_id": project_id})


def seats_of(unit: Unit, project_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return which organs have a seat in a project, and as what."""
    return unit.rows(_seats, {"project_id": project_id})


def members_of(unit: Unit, project_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the special team, in the order in which it was given."""
    return unit.rows(_members, {"project_id": project_id})


def milestones_of(unit: Unit, project_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return a project's milestones, in order."""
    return unit.rows(_milestones, {"project_id": project_id})


def linked_matters(unit: Unit, project_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the supervision matters of a project, seen or not."""
    return [row.matter_id for row in unit.rows(_links, {"project_id": project_id})]


def open_problems(unit: Unit, project_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the problems of a project that are open."""
    return unit.rows(
        select(*PROBLEM_COLUMNS)
        .where(ProjectProblem.project_id == project_id, ProjectProblem.state == "open")
        .order_by(ProjectProblem.id)
    )

"""Who may see a project: organs with a seat in it, by who reads over one of them, and its team by name."""

from sqlalchemy import ColumnElement, exists, or_, true

from auth import Subject
from engines.projects.lifecycle import READ
from engines.projects.models import Project, ProjectMember, ProjectSeat
from engines.supervision import scope_of


def visible(subject: Subject) -> ColumnElement[bool]:
    """Return which projects an officer sees."""
    scope = scope_of(subject, READ)
    if scope.all_departments:
        return true()
    team = exists().where(ProjectMember.project_id == Project.id, ProjectMember.officer_id == subject.id)
    if not scope.departments:
        return team
    seat = exists().where(
        ProjectSeat.project_id == Project.id, ProjectSeat.department_code.in_(sorted(scope.departments))
    )
    return or_(team, seat)

"""Who may see a matter: every organ with a seat in it, and who reads over one that has."""

from sqlalchemy import ColumnElement, exists, or_, true

from auth import DataScope, PermissionMissing, Subject
from engines.supervision.lifecycle import READ
from engines.supervision.models import SupervisionMatter, SupervisionSeat


def scope_of(subject: Subject, permission: str = READ) -> DataScope:
    """Return the organs over which an officer holds a permission; none where they do not hold it."""
    try:
        return subject.reach(permission)
    except PermissionMissing:
        return DataScope()


def visible(subject: Subject) -> ColumnElement[bool]:
    """Return which matters an officer sees: by a seat of an organ in their scope, and what is theirs by name."""
    scope = scope_of(subject)
    if scope.all_departments:
        return true()
    own = SupervisionMatter.assignee_id == subject.id
    if not scope.departments:
        return own
    seat = exists().where(
        SupervisionSeat.matter_id == SupervisionMatter.id,
        SupervisionSeat.department_code.in_(sorted(scope.departments)),
    )
    return or_(own, seat)

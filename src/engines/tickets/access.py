"""Who may see a ticket: its reporter, in whose hands it is, and who reads over the department that puts it right."""

from sqlalchemy import ColumnElement, or_, true

from auth import DataScope, PermissionMissing, Subject
from engines.tickets.kinds import TicketKind
from engines.tickets.models import Ticket


def scope_of(subject: Subject, permission: str) -> DataScope:
    """Return the departments over which an officer holds a permission; none where they do not hold it."""
    try:
        return subject.reach(permission)
    except PermissionMissing:
        return DataScope()


def visible(subject: Subject, kind: TicketKind) -> ColumnElement[bool]:
    """Return which tickets of a kind an officer sees."""
    scope = scope_of(subject, kind.permissions.read)
    if scope.all_departments:
        return true()
    seen = [Ticket.reporter_id == subject.id, Ticket.assignee_id == subject.id]
    if scope.departments:
        seen.append(Ticket.department_code.in_(sorted(scope.departments)))
    return or_(*seen)


def within(scope: DataScope) -> ColumnElement[bool]:
    """Return which tickets lie with the departments of a scope."""
    return true() if scope.all_departments else Ticket.department_code.in_(sorted(scope.departments))

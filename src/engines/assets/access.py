"""Who sees an asset: the organ that holds it, and the one that it is offered to, by who reads over them."""

from sqlalchemy import ColumnElement, or_, true

from auth import Subject
from engines.assets.lifecycle import READ
from engines.assets.models import Asset
from engines.supervision import scope_of


def visible(subject: Subject) -> ColumnElement[bool]:
    """Return which assets an officer sees."""
    scope = scope_of(subject, READ)
    if scope.all_departments:
        return true()
    organs = sorted(scope.departments)
    return or_(Asset.department_code.in_(organs), Asset.receiver_code.in_(organs))

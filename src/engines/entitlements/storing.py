"""Storing entitlements, and reading them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.entitlements.definitions import Entitlement, read_entitlement
from engines.entitlements.models import EntitlementRow
from engines.entitlements.refusals import EntitlementUnknown
from kit.database import Unit
from kit.published import store_published

_columns = tuple(EntitlementRow.__table__.c)


def store_entitlements(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the entitlements what the pack says and return how many changed; offers that were made stand."""
    return store_published(unit, EntitlementRow, items, {"name": "name", "department_code": "department"})


def entitlements_in_force(unit: Unit) -> list[Entitlement]:
    """Return the entitlements in force, by code."""
    rows = unit.rows(select(*_columns).where(EntitlementRow.status == "in_force").order_by(EntitlementRow.code))
    return [read_entitlement(row.content) for row in rows]


def entitlements_for(unit: Unit, subject: Subject) -> list[Entitlement]:
    """Return the entitlements in force of the departments in an officer's scope."""
    return [item for item in entitlements_in_force(unit) if subject.scope.covers(item.department)]


def entitlement_for(unit: Unit, subject: Subject, code: str) -> Entitlement:
    """Return one entitlement in an officer's scope. Errors: :class:`EntitlementUnknown`."""
    found = next((item for item in entitlements_for(unit, subject) if item.code == code), None)
    if found is None:
        raise EntitlementUnknown
    return found


def entitlement_by_code(unit: Unit, code: str) -> tuple[Entitlement, bool] | None:
    """Return an entitlement and whether it is in force, or None."""
    row: Row[Any] | None = unit.first(select(*_columns).where(EntitlementRow.code == code))
    return None if row is None else (read_entitlement(row.content), row.status == "in_force")

"""Storing entitlements, and reading them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, update

from auth import Subject
from engines.entitlements.definitions import Entitlement, read_entitlement
from engines.entitlements.models import EntitlementRow
from engines.entitlements.refusals import EntitlementUnknown
from kit.database import Unit

_columns = tuple(EntitlementRow.__table__.c)


def store_entitlements(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the entitlements what the pack says and return how many changed; offers that were made stand."""
    present = {row.code: (row.status, row.content) for row in unit.rows(select(*_columns))}
    changed = 0
    for item in items:
        before = present.pop(item["code"], None)
        if before == ("in_force", item):
            continue
        changed += 1
        values = {
            "name": item["name"],
            "department_code": item["department"],
            "status": "in_force",
            "content": dict(item),
        }
        if before is None:
            unit.add(EntitlementRow, code=item["code"], **values)
        else:
            unit.write(update(EntitlementRow).where(EntitlementRow.code == item["code"]).values(values))
    for code, (status, _) in present.items():
        if status == "in_force":
            changed += 1
            unit.write(update(EntitlementRow).where(EntitlementRow.code == code).values(status="withdrawn"))
    return changed


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

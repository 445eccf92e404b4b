"""Who sees what of supplies: the catalogue whoever reads supplies, the rest by organ; shared warehouses serve all."""

from sqlalchemy import ColumnElement, false, or_, true

from auth import DataScope, Subject
from engines.stock.lifecycle import KEEP, READ
from engines.stock.models import Stocktaking, StockWarehouse, SupplyRequest
from engines.supervision import scope_of


def reading(subject: Subject) -> DataScope:
    """Return the organs whose supplies an officer reads; none where they may not."""
    return scope_of(subject, READ)


def reads_supplies(subject: Subject) -> bool:
    """Tell whether an officer reads supplies at all."""
    scope = reading(subject)
    return scope.all_departments or bool(scope.departments)


def warehouse_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which warehouses an officer sees with what lies in them."""
    return or_(warehouse_inside(subject), StockWarehouse.shared if reads_supplies(subject) else false())


def warehouse_inside(subject: Subject) -> ColumnElement[bool]:
    """Return whose moves an officer sees too: warehouses of organs in their scope."""
    scope = reading(subject)
    return true() if scope.all_departments else StockWarehouse.department_code.in_(sorted(scope.departments))


def request_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which requests an officer sees: their own, those of their organ, and as a keeper those to issue."""
    scope = reading(subject)
    if scope.all_departments:
        return true()
    kept = scope_of(subject, KEEP)
    return or_(
        SupplyRequest.requester_id == subject.id,
        SupplyRequest.department_code.in_(sorted(scope.departments)),
        true() if kept.all_departments else SupplyRequest.keeper_code.in_(sorted(kept.departments)),
    )


def stocktaking_seen(subject: Subject) -> ColumnElement[bool]:
    """Return which stocktakings an officer sees: those of their organ's warehouses."""
    scope = reading(subject)
    return true() if scope.all_departments else Stocktaking.department_code.in_(sorted(scope.departments))

"""Reading what repairs have beside their tickets."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from kit.database import Unit
from kit.fixed import Fixed, Together
from office.repairs.models import Repair, RepairWork

_label = Fixed(select(Repair.resource_code, Repair.asset_number).where(Repair.ticket_id == bindparam("ticket_id")))
_works = Fixed(
    select(*RepairWork.__table__.c).where(RepairWork.ticket_id == bindparam("ticket_id")).order_by(RepairWork.id)
)
_both = Together(_label, _works)


def label_and_works(unit: Unit, ticket_id: uuid.UUID) -> tuple[Row[Any], Sequence[Row[Any]]]:
    """Return what was broken (``resource_code, asset_number``), and what each piece of work took, oldest first."""
    (label,), works = unit.together(_both, {"ticket_id": ticket_id})
    return label, works


def works_of(unit: Unit, ticket_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return what each piece of work on a repair took, oldest first."""
    return unit.rows(_works, {"ticket_id": ticket_id})


def labels_among(unit: Unit, ticket_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Row[Any]]:
    """Return what was broken by the ids of tickets."""
    if not ticket_ids:
        return {}
    rows = unit.rows(select(*Repair.__table__.c).where(Repair.ticket_id.in_(ticket_ids)))
    return {row.ticket_id: row for row in rows}


def tickets_of(resource_code: str | None, asset_number: str | None) -> Select[Any] | None:
    """Return the statement of the tickets of a room or a piece of equipment; None where neither is asked for."""
    asked = {"resource_code": resource_code, "asset_number": asset_number}
    named = [getattr(Repair, name) == value for name, value in asked.items() if value is not None]
    return select(Repair.ticket_id).where(*named) if named else None

"""Tasks of trips and cars in the inbox: what waits for approvers and the fleet, and what a requester has to know."""

import uuid
from typing import Any

from sqlalchemy import Row

from engines.inbox import open_task
from engines.vehicles.lifecycle import APPROVE, DISPATCH, REQUEST, VEHICLE_TRIP
from engines.vehicles.limits import PURPOSES
from kit import clock
from kit.database import Unit

#: The kind of a car's tasks: its card stands under the same word.
VEHICLE = "vehicle"


def ask_approvers(unit: Unit, row: Row[Any]) -> None:
    """Put a request before those of its department who approve."""
    _ask(unit, row, "approve_vehicle_trip", "待审批", row.department_code, APPROVE)


def ask_fleet(unit: Unit, row: Row[Any], kind: str, what: str) -> None:
    """Put something before those who keep the cars."""
    _ask(unit, row, kind, what, row.fleet_code, DISPATCH)


def tell_requester(unit: Unit, row: Row[Any], what: str) -> None:
    """Let the requester know what happened to a request."""
    _ask(unit, row, "vehicle_trip_news", what, row.department_code, REQUEST, row.requester_id)


def tell_fleet_of_card(unit: Unit, card: Row[Any], kind: str, what: str) -> None:
    """Put something that falls due of a car before those who keep it."""
    open_task(
        unit,
        record_kind=VEHICLE,
        record_id=card.id,
        kind=kind,
        title=f"{card.plate}：{what}",
        reference=card.code,
        department_code=card.department_code,
        permission=DISPATCH,
        due_on=clock.today(),
        limit_days=1,
    )


def _ask(
    unit: Unit,
    row: Row[Any],
    kind: str,
    what: str,
    department: str,
    permission: str,
    assignee_id: uuid.UUID | None = None,
) -> None:
    when = f"{clock.local(row.starts_at):%m月%d日%H:%M}"
    open_task(
        unit,
        record_kind=VEHICLE_TRIP.code,
        record_id=row.id,
        kind=kind,
        title=f"{PURPOSES[row.purpose]}用车 {row.origin}至{row.destination}（{when}）：{what}",
        reference=row.number,
        department_code=department,
        permission=permission,
        due_on=clock.local(row.starts_at).date(),
        limit_days=1,
        assignee_id=assignee_id,
    )

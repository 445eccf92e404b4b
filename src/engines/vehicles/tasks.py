"""Tasks of trips and cars in the inbox: what waits for approvers and the fleet, and what a requester has to know."""

from typing import Any

from sqlalchemy import Row

from engines.inbox import open_task, tell_news
from engines.vehicles.lifecycle import APPROVE, DISPATCH, REQUEST, VEHICLE_TRIP
from engines.vehicles.limits import PURPOSES
from kit import clock
from kit.database import Unit

#: The kind of a car's tasks: its card stands under the same word.
VEHICLE = "vehicle"


def ask_approvers(unit: Unit, row: Row[Any]) -> None:
    """Put a request before those of its department who approve."""
    open_task(
        unit,
        kind="approve_vehicle_trip",
        department_code=row.department_code,
        permission=APPROVE,
        limit_days=1,
        **_said(row, "待审批"),
    )


def ask_fleet(unit: Unit, row: Row[Any], kind: str, what: str) -> None:
    """Put something before those who keep the cars."""
    open_task(unit, kind=kind, department_code=row.fleet_code, permission=DISPATCH, limit_days=1, **_said(row, what))


def tell_requester(unit: Unit, row: Row[Any], what: str) -> None:
    """Let the requester know what happened to a request."""
    tell_news(
        unit,
        kind="vehicle_trip_news",
        department_code=row.department_code,
        permission=REQUEST,
        assignee_id=row.requester_id,
        **_said(row, what),
    )


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


def _said(row: Row[Any], what: str) -> dict[str, Any]:
    when = f"{clock.local(row.starts_at):%m月%d日%H:%M}"
    return {
        "record_kind": VEHICLE_TRIP.code,
        "record_id": row.id,
        "title": f"{PURPOSES[row.purpose]}用车 {row.origin}至{row.destination}（{when}）：{what}",
        "reference": row.number,
        "due_on": clock.local(row.starts_at).date(),
    }

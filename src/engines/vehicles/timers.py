"""What happens to trips and cars by itself: nobody left in time, a car is late, something falls due.

A car that is late keeps what it has as far as nobody else has it by then; the fleet is told once that it is late, and
once that its time cannot be kept any longer.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, update

from auth import SYSTEM
from engines.bookings import prolong_assignment
from engines.inbox import close_tasks
from engines.lifecycles import run_due
from engines.vehicles.limits import SOON_DAYS, SOON_KM, dues_of
from engines.vehicles.models import VehicleCard, VehicleTrip
from engines.vehicles.queries import CARD_COLUMNS, trip_by_id
from engines.vehicles.requesting import end_before_leaving
from engines.vehicles.tasks import ask_fleet, tell_fleet_of_card, tell_requester
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: A late car is looked at so often, and keeps its time so far ahead.
AGAIN, AHEAD = timedelta(minutes=30), timedelta(minutes=60)
#: By kind of what falls due, the column that keeps what was told.
_TOLD = {
    "inspection": "told_inspection_on",
    "insurance": "told_insurance_on",
    "maintenance": "told_maintenance_km",
}


def run_vehicle_timers(context: Context) -> int:
    """Turn the trips whose moment has come, tell of what falls due; returns how many were touched. Once a round."""
    return run_due(context, _moving, _turn) + run_due(context, _due_cards, _tell_dues)


def _moving(unit: Unit) -> Sequence[Row[Any]]:
    due = (VehicleTrip.next_turn_at.is_not(None), VehicleTrip.next_turn_at <= clock.now())
    return unit.rows(select(VehicleTrip.id).where(*due).order_by(VehicleTrip.next_turn_at, VehicleTrip.id).limit(BATCH))


def _turn(unit: Unit, _context: Context, trip_id: uuid.UUID) -> None:
    unit.begin()
    unit.rows(select(VehicleTrip.id).where(VehicleTrip.id == trip_id).with_for_update())
    row = trip_by_id(unit, trip_id)
    if row.next_turn_at is None or row.next_turn_at > clock.now():
        return  # Somebody turned it meanwhile.
    if row.state == "under_way":
        _keep_late_car(unit, row)
        return
    after = end_before_leaving(SYSTEM, unit, row, "lapse", None)
    tell_requester(unit, after, "到时未出车，已过期")


def _keep_late_car(unit: Unit, row: Row[Any]) -> None:
    until = clock.now().replace(second=0, microsecond=0) + AHEAD
    booking = prolong_assignment(unit, row.booking_id, until)
    told = "late" if booking.ends_at >= until else "blocking"
    if row.told not in (told, "blocking"):
        close_tasks(SYSTEM, unit, row.id, kind="vehicle_late")
        what = "超时未还" if told == "late" else "超时未还，其后时段不能再保留，请改派后续用车"
        ask_fleet(unit, row, "vehicle_late", f"{row.plate}{what}")
    else:
        told = row.told
    values = {"next_turn_at": clock.now() + AGAIN, "told": told}
    unit.write(update(VehicleTrip).where(VehicleTrip.id == row.id).values(**values))


def _due_cards(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(select(VehicleCard.id).where(_untold()).order_by(VehicleCard.id).limit(BATCH))


def _untold() -> ColumnElement[bool]:
    card, soon = VehicleCard, clock.today() + timedelta(days=SOON_DAYS)
    due_km = card.maintained_at_km + card.maintenance_every_km
    return or_(
        (card.inspection_due_on <= soon) & card.told_inspection_on.is_distinct_from(card.inspection_due_on),
        (card.insurance_due_on <= soon) & card.told_insurance_on.is_distinct_from(card.insurance_due_on),
        (card.odometer_km >= due_km - SOON_KM) & card.told_maintenance_km.is_distinct_from(due_km),
    )


def _tell_dues(unit: Unit, _context: Context, card_id: uuid.UUID) -> None:
    unit.begin()
    card = unit.first(select(*CARD_COLUMNS).where(VehicleCard.id == card_id).with_for_update())
    if card is None:
        return
    told = {}
    for due in dues_of(card, clock.today()):
        if due.state != "fine" and getattr(card, _TOLD[due.kind]) != due.at:
            told[_TOLD[due.kind]] = due.at
            word = "已过" if due.state == "passed" else "临近"
            measure = "公里" if due.kind == "maintenance" else ""
            tell_fleet_of_card(unit, card, f"vehicle_{due.kind}", f"{due.zh}{word}（{due.at}{measure}）")
    if told:
        unit.write(update(VehicleCard).where(VehicleCard.id == card.id).values(**told))

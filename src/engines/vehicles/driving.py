"""Handing a car out (出车) and taking it back (还车): odometer, fuel, what it cost and whose cost that is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, update

from auth import Subject
from engines.bookings import finish_assignment
from engines.costs import Cost, record_costs
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.vehicles.lifecycle import VEHICLE_TRIP, record_of
from engines.vehicles.limits import MOST_KM, PURPOSES, passed_by
from engines.vehicles.models import VehicleCard
from engines.vehicles.queries import locked_card, other_trip_out
from engines.vehicles.refusals import (
    TooEarlyToLeave,
    TripTimeOver,
    TripUnfit,
    VehicleNotFound,
    VehicleOverdue,
    VehicleStillOut,
)
from engines.vehicles.tasks import ask_fleet
from kit import clock
from kit.database import Unit
from kit.errors import Pointer

#: From how long before its beginning a car is handed out.
EARLY = timedelta(minutes=15)
COSTS = {"fuel_fen": "燃油", "toll_fen": "通行", "parking_fen": "停车", "other_fen": "其他"}
SECONDS = 60


def hand_out_vehicle(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Hand a car out with its odometer, in km, and the fuel in its tank, in percent.

    ``given``: ``odometer_km``, ``fuel_percent``, ``at`` (when it left, if that is entered afterwards).
    Errors: :class:`TooEarlyToLeave`, :class:`TripTimeOver`, :class:`VehicleStillOut`, :class:`VehicleOverdue`,
    :class:`TripUnfit` for an odometer that runs backwards or a moment to come, 403, 409.
    """
    check_transition(subject, record_of(row), "hand_out")
    now, odometer_km, fuel_percent = clock.now(), given["odometer_km"], given["fuel_percent"]
    left_at = _moment(given["at"], now)
    if left_at < row.starts_at - EARLY:
        raise TooEarlyToLeave
    if now >= row.ends_at:
        raise TripTimeOver
    card = _card(unit, row)
    other = other_trip_out(unit, row.id, row.vehicle_code, row.driver_code)
    if other is not None:
        raise VehicleStillOut(number=other.number)
    due = passed_by(card, clock.today())
    if due is not None:
        raise VehicleOverdue(plate=card.plate, what_zh=due.zh, what_en=due.en, due_on=due.at)
    _check_odometer(odometer_km, card.odometer_km)
    changes = {"left_at": left_at, "start_km": odometer_km, "start_fuel_percent": fuel_percent}
    detail = {"odometer_km": odometer_km, "fuel_percent": fuel_percent}
    after = apply_transition(subject, unit, record_of(row), "hand_out", changes=changes, detail=detail)
    _set_odometer(unit, row, odometer_km)
    close_tasks(subject, unit, row.id)
    ask_fleet(unit, after, "return_vehicle", f"{row.plate}出车中，待还车")
    return after


def return_vehicle(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Take a car back; kilometres and minutes are computed, and costs become the requester's department's.

    ``given``: ``odometer_km``, ``fuel_percent``, ``damage``, ``at`` (when it came back, if that is entered afterwards)
    and, in whole fen, ``fuel_fen``, ``toll_fen``, ``parking_fen``, ``other_fen``. Back early, car and driver are free
    from now on. Errors: :class:`TripUnfit` for an odometer or a moment that cannot be, 403, 409.
    """
    check_transition(subject, record_of(row), "take_back")
    _card(unit, row)
    _check_odometer(given["odometer_km"], row.start_km, most=row.start_km + MOST_KM)
    returned_at = _moment(given["at"], clock.now(), row.left_at)
    computed = {
        "distance_km": given["odometer_km"] - row.start_km,
        "minutes": int((returned_at - row.left_at).total_seconds()) // SECONDS,
    }
    costs = {name: given[name] for name in COSTS}
    changes = {
        "returned_at": returned_at,
        "end_km": given["odometer_km"],
        "end_fuel_percent": given["fuel_percent"],
        "damage": given["damage"],
        "month": clock.local(returned_at).date().replace(day=1),
        "next_turn_at": None,
        **computed,
        **costs,
    }
    detail = {**computed, "cost_fen": sum(costs.values())}
    after = apply_transition(
        subject, unit, record_of(row), "take_back", changes=changes, opinion=given["damage"] or None, detail=detail
    )
    _set_odometer(unit, row, given["odometer_km"])
    finish_assignment(unit, row.booking_id)
    close_tasks(subject, unit, row.id)
    record_costs(unit, [_cost(after, name, amount_fen) for name, amount_fen in costs.items()])
    return after


def _moment(said: datetime | None, now: datetime, least: datetime | None = None) -> datetime:
    """Return when something happened: now, or as it is said afterwards. Errors: :class:`TripUnfit`."""
    if said is None:
        return now
    if said > now or (least is not None and said < least):
        sentence = (
            "实际时间不能晚于现在，还车不能早于出车。",
            "It has happened already, and the return after the hand-out.",
        )
        raise TripUnfit(pointers=[Pointer("/at", "range", *sentence)])
    return said


def _card(unit: Unit, row: Row[Any]) -> Row[Any]:
    card = locked_card(unit, row.fleet_code, row.vehicle_code)
    if card is None:
        raise VehicleNotFound
    return card


def _check_odometer(odometer_km: int, least: int, most: int | None = None) -> None:
    if odometer_km < least:
        sentence = (f"里程表读数不应小于{least}公里。", f"The odometer stood at {least} km already.")
    elif most is not None and odometer_km > most:
        sentence = (f"里程表读数不应大于{most}公里，请核对。", f"More than {most} km cannot be. Read it again.")
    else:
        return
    raise TripUnfit(pointers=[Pointer("/odometer_km", "range", *sentence)])


def _set_odometer(unit: Unit, row: Row[Any], odometer_km: int) -> None:
    unit.write(update(VehicleCard).where(VehicleCard.code == row.vehicle_code).values(odometer_km=odometer_km))


def _cost(row: Row[Any], name: str, amount_fen: int) -> Cost:
    return Cost(
        key=f"{row.id}:{name.removesuffix('_fen')}",
        department_code=row.department_code,
        kind="vehicles",
        day=clock.local(row.returned_at).date(),
        amount_fen=amount_fen,
        record_kind=VEHICLE_TRIP.code,
        record_id=row.id,
        record_number=row.number,
        title=f"{PURPOSES[row.purpose]}用车 {row.plate} {COSTS[name]}",
    )

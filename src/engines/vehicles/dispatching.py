"""Dispatching (派车): a car with enough seats and a driver for the whole time, neither of them given twice."""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import Row

from auth import PermissionMissing, Subject
from engines.bookings import (
    Assignment,
    Organiser,
    ResourceNotFound,
    SlotTaken,
    assign_resources,
    free_assignment,
    free_throughout,
    resources_kept_by,
)
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.vehicles.lifecycle import DISPATCH, record_of
from engines.vehicles.limits import ONE_MINUTE, passed_by, seats_needed
from engines.vehicles.queries import cards_of_fleet, locked_card
from engines.vehicles.refusals import (
    DispatchRefused,
    TooFewSeats,
    TripTimeOver,
    TripUnfit,
    VehicleOverdue,
    VehicleTaken,
)
from engines.vehicles.tasks import ask_fleet, tell_requester
from kit import clock
from kit.database import Unit
from kit.errors import Pointer

Candidates = dict[str, list[dict[str, Any]]]


def dispatch_vehicle(
    subject: Subject, unit: Unit, row: Row[Any], vehicle: str, driver: str | None, note: str
) -> Row[Any]:
    """Give a trip its car and driver by their codes, or others than it had, before it leaves.

    Both are booked for the whole time, on the requester's behalf and by the fleet's word: the fleet keeps them, so
    nobody is asked for approval. Without a driver the requester drives, where they asked to and the car's card allows.
    Errors: :class:`TripUnfit`, :class:`TooFewSeats`, :class:`VehicleOverdue`, :class:`VehicleTaken`,
    :class:`TripTimeOver`, 403, 409; a refusal changes nothing.
    """
    check_transition(subject, record_of(row), "dispatch")
    if row.ends_at <= clock.now():
        raise TripTimeOver
    card = locked_card(unit, row.fleet_code, vehicle)
    if card is None:
        sentence = ("没有该车辆或车辆未登记。", "The fleet has no such car, or it has no card.")
        raise TripUnfit(pointers=[Pointer("/vehicle", "unknown", *sentence)])
    if driver is None and not (row.self_drive and card.self_drive):
        sentence = (
            "请指定驾驶员；申请人自驾须本人申请且该车允许自驾。",
            "Name a driver. A requester drives only where they asked to and the car allows it.",
        )
        raise TripUnfit(pointers=[Pointer("/driver", "required", *sentence)])
    resources = _resources(unit, row, vehicle, driver)
    if row.booking_id is not None:
        free_assignment(unit, row.booking_id)
    _check_car(unit, row, card, resources[vehicle], driven=driver is not None)
    booking = _take(subject, unit, row, [*resources])
    changes = {
        "booking_id": booking.id,
        "vehicle_code": vehicle,
        "plate": card.plate,
        "driver_code": driver,
        "driver_name": resources[driver].name if driver is not None else None,
    }
    detail = {"plate": card.plate, "driver": changes["driver_name"]}
    after = apply_transition(
        subject, unit, record_of(row), "dispatch", changes=changes, opinion=note or None, detail=detail
    )
    close_tasks(subject, unit, row.id)
    ask_fleet(unit, after, "hand_out_vehicle", f"已派{card.plate}，待出车")
    tell_requester(unit, after, f"已派车：{card.plate}，{after.driver_name or '自驾'}")
    return after


def candidates_for(subject: Subject, unit: Unit, row: Row[Any]) -> Candidates:
    """Return the cars with enough seats, and the drivers, that are free for all of a trip, for who dispatches it.

    Errors: :class:`PermissionMissing`.
    """
    if not subject.holds(DISPATCH, row.fleet_code):
        raise PermissionMissing(permission=DISPATCH)
    return _candidates(unit, row)


def _candidates(unit: Unit, row: Row[Any]) -> Candidates:
    cards, times = cards_of_fleet(unit, row.fleet_code), _times(row)
    seats = seats_needed(row.passengers, driver=not row.self_drive)
    cars = free_throughout(unit, row.fleet_code, "vehicle", times, seats)
    last = clock.local(row.ends_at - ONE_MINUTE).date()
    good = [car for car in cars if car.code in cards and passed_by(cards[car.code], last) is None]
    return {
        "vehicles": [
            {
                "code": car.code,
                "name": car.name,
                "plate": cards[car.code].plate,
                "seats": car.capacity,
                "self_drive": cards[car.code].self_drive,
            }
            for car in good
        ],
        "drivers": [
            {"code": driver.code, "name": driver.name}
            for driver in free_throughout(unit, row.fleet_code, "driver", times)
        ],
    }


def _times(row: Row[Any]) -> tuple[Any, Any]:
    """Return from when to when a trip has its car: from now on where its beginning has passed."""
    return max(row.starts_at, clock.now().replace(second=0, microsecond=0)), row.ends_at


def _resources(unit: Unit, row: Row[Any], vehicle: str, driver: str | None) -> dict[str, Row[Any]]:
    """Return car and driver by their codes, locked. Errors: :class:`TripUnfit`."""
    wanted = {vehicle: ("vehicle", "/vehicle")} | ({driver: ("driver", "/driver")} if driver is not None else {})
    found: dict[str, Row[Any]] = {}
    try:
        found = {item.code: item for item in resources_kept_by(unit, row.fleet_code, [*wanted])}
    except ResourceNotFound:
        pointers = [_unknown(place) for _, place in wanted.values()]
        raise TripUnfit(pointers=pointers) from None
    lost = [_unknown(place) for code, (kind, place) in wanted.items() if found[code].kind != kind]
    if lost:
        raise TripUnfit(pointers=lost)
    return found


def _unknown(place: str) -> Pointer:
    return Pointer(place, "unknown", "车队没有该车辆或驾驶员，或已停用。", "The fleet has none such in service.")


def _check_car(unit: Unit, row: Row[Any], card: Row[Any], car: Row[Any], *, driven: bool) -> None:
    """Refuse a car that is too small, or whose inspection or insurance ends before the trip does."""
    needed = seats_needed(row.passengers, driver=driven)
    if (car.capacity or 0) < needed:
        _refuse(unit, row, TooFewSeats, name=car.name, seats=car.capacity or 0, needed=needed)
    due = passed_by(card, clock.local(row.ends_at - ONE_MINUTE).date())
    if due is not None:
        _refuse(unit, row, VehicleOverdue, plate=card.plate, what_zh=due.zh, what_en=due.en, due_on=due.at)


def _take(subject: Subject, unit: Unit, row: Row[Any], codes: Sequence[str]) -> Row[Any]:
    asked = Assignment(
        keeper=row.fleet_code,
        codes=codes,
        times=_times(row),
        organiser=Organiser(row.requester_id, row.requester_name, row.department_code),
        title=f"公务用车{row.number}",
        note=f"{row.origin}至{row.destination}",
    )
    try:
        return assign_resources(subject, unit, asked)
    except SlotTaken as taken:
        conflicts = taken.values["conflicts"]
        if not conflicts:
            # The database itself refused it: it answers no question in this transaction any more.
            raise
        _refuse(unit, row, VehicleTaken, first=taken.values["first"], conflicts=conflicts)


def _refuse(unit: Unit, row: Row[Any], refusal: type[DispatchRefused], **values: Any) -> NoReturn:
    """Refuse with what is free then."""
    raise refusal(**{"conflicts": [], **_candidates(unit, row), **values}) from None

"""Reading trips and cards, one by one and in lists, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, or_, select, true

from auth import DataScope, Subject
from engines.bookings import scope_of
from engines.lifecycles import count_by_state
from engines.vehicles.lifecycle import APPROVE, DISPATCH, READ
from engines.vehicles.models import VehicleCard, VehicleTrip
from engines.vehicles.refusals import TripNotFound, VehicleNotFound
from kit.database import Unit
from kit.fixed import Fixed

TRIP_COLUMNS = tuple(VehicleTrip.__table__.c)
CARD_COLUMNS = tuple(VehicleCard.__table__.c)
#: A count goes this far and says so.
MOST_COUNTED = 10_000
_SAME = ("state", "purpose", "department_code", "fleet_code", "vehicle_code", "driver_code")
_trip = Fixed(select(*TRIP_COLUMNS).where(VehicleTrip.id == bindparam("trip_id")))


@dataclass(frozen=True)
class TripFilter:
    """What part of the trips is asked for."""

    state: str | None = None
    purpose: str | None = None
    department_code: str | None = None
    fleet_code: str | None = None
    vehicle_code: str | None = None
    driver_code: str | None = None
    mine: bool | None = None
    starts_before: datetime | None = None
    ends_after: datetime | None = None


def trip_by_id(unit: Unit, trip_id: uuid.UUID) -> Row[Any]:
    """Return a trip whoever asks, for jobs. Errors: :class:`TripNotFound`."""
    row = unit.first(_trip, {"trip_id": trip_id})
    if row is None:
        raise TripNotFound
    return row


def trip_of(unit: Unit, subject: Subject, trip_id: uuid.UUID) -> Row[Any]:
    """Return a trip that an officer sees. Errors: :class:`TripNotFound`."""
    row = trip_by_id(unit, trip_id)
    if row.requester_id != subject.id and not any(
        scope_of(subject, permission).covers(getattr(row, name)) for permission, name in _READERS
    ):
        raise TripNotFound
    return row


def list_trips(
    unit: Unit, subject: Subject, wanted: TripFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return trips that an officer sees, newest first."""
    statement = _wanted(subject, wanted, *TRIP_COLUMNS)
    if after is not None:
        statement = statement.where(VehicleTrip.id < after)
    return unit.rows(statement.order_by(VehicleTrip.id.desc()).limit(rows))


def count_trips(unit: Unit, subject: Subject, wanted: TripFilter) -> dict[str, Any]:
    """Count trips that an officer sees by state, among the newest :data:`MOST_COUNTED`."""
    newest = _wanted(subject, wanted, VehicleTrip.state).order_by(VehicleTrip.id.desc())
    return count_by_state(unit, newest, MOST_COUNTED)


def other_trip_out(unit: Unit, trip_id: uuid.UUID, vehicle: str, driver: str | None) -> Row[Any] | None:
    """Return another trip with which a car or a driver is under way."""
    has = VehicleTrip.vehicle_code == vehicle
    if driver is not None:
        has = or_(has, VehicleTrip.driver_code == driver)
    return unit.first(
        select(VehicleTrip.number).where(VehicleTrip.state == "under_way", VehicleTrip.id != trip_id, has).limit(1)
    )


#: Whose trips one reads by which permission: a department's as its approver or reader, a fleet's as its keeper.
_READERS = ((APPROVE, "department_code"), (READ, "department_code"), (DISPATCH, "fleet_code"))


def _wanted(subject: Subject, wanted: TripFilter, *columns: Any) -> Select[Any]:
    seen = [within(scope_of(subject, permission), getattr(VehicleTrip, name)) for permission, name in _READERS]
    statement = select(*columns).where(or_(VehicleTrip.requester_id == subject.id, *seen))
    for name in _SAME:
        if getattr(wanted, name) is not None:
            statement = statement.where(getattr(VehicleTrip, name) == getattr(wanted, name))
    if wanted.mine:
        statement = statement.where(VehicleTrip.requester_id == subject.id)
    if wanted.starts_before is not None:
        statement = statement.where(VehicleTrip.starts_at < wanted.starts_before)
    if wanted.ends_after is not None:
        statement = statement.where(VehicleTrip.ends_at > wanted.ends_after)
    return statement


def within(scope: DataScope, column: Any) -> ColumnElement[bool]:
    """Return the condition that a column names a department in a scope."""
    return true() if scope.all_departments else column.in_(sorted(scope.departments))


def card_of(unit: Unit, subject: Subject, card_id: uuid.UUID) -> Row[Any]:
    """Return the card of a car that an officer keeps or reads. Errors: :class:`VehicleNotFound`."""
    row = unit.first(select(*CARD_COLUMNS).where(VehicleCard.id == card_id, _shown(subject)))
    if row is None:
        raise VehicleNotFound
    return row


def list_cards(unit: Unit, subject: Subject, after: str | None, rows: int) -> Sequence[Row[Any]]:
    """Return the cards of the cars that an officer keeps or reads, by code."""
    wanted = select(*CARD_COLUMNS).where(_shown(subject))
    if after is not None:
        wanted = wanted.where(VehicleCard.code > after)
    return unit.rows(wanted.order_by(VehicleCard.code).limit(rows))


def locked_card(unit: Unit, fleet: str, code: str) -> Row[Any] | None:
    """Return the card of a fleet's car, locked until the unit ends: of two who give it out one waits for the other."""
    unit.begin()
    own = (VehicleCard.code == code, VehicleCard.department_code == fleet)
    return unit.first(select(*CARD_COLUMNS).where(*own).with_for_update())


def cards_of_fleet(unit: Unit, fleet: str) -> dict[str, Row[Any]]:
    """Return the cards of a fleet's cars by their codes."""
    return {row.code: row for row in unit.rows(select(*CARD_COLUMNS).where(VehicleCard.department_code == fleet))}


def fleets(unit: Unit) -> list[str]:
    """Return the departments that have cars."""
    column = VehicleCard.department_code
    return [row.department_code for row in unit.rows(select(column).distinct().order_by(column))]


def _shown(subject: Subject) -> ColumnElement[bool]:
    return or_(*(within(scope_of(subject, name), VehicleCard.department_code) for name in (DISPATCH, READ)))

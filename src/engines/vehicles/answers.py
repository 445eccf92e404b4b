"""Trips and cards as the API shows them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.lifecycles import available_actions, event_answer, events_of
from engines.vehicles.driving import COSTS
from engines.vehicles.lifecycle import ASK, VEHICLE_TRIP, record_of
from engines.vehicles.limits import PURPOSES, REMARKS, dues_of
from kit import clock
from kit.database import Unit
from kit.fields import beijing

_PLAIN = (
    "number",
    "state",
    "version",
    "purpose",
    "reason",
    "passengers",
    "origin",
    "destination",
    "requester_name",
    "department_code",
    "fleet_code",
    "self_drive",
    "vehicle_code",
    "plate",
    "driver_code",
    "driver_name",
    "distance_km",
    "minutes",
)
_MOMENTS = ("starts_at", "ends_at", "requested_at", "left_at", "returned_at")
_WHOLE = (
    "passenger_names",
    "stops",
    "note",
    "approver_name",
    "start_km",
    "start_fuel_percent",
    "end_km",
    "end_fuel_percent",
    "damage",
    *COSTS,
)
_CARD = (
    "code",
    "plate",
    "version",
    "department_code",
    "self_drive",
    "odometer_km",
    "maintained_at_km",
    "maintenance_every_km",
)


def listed_trip(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a trip as lists show it; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in _PLAIN},
        "state_name": VEHICLE_TRIP.state(row.state).zh,
        "purpose_name": PURPOSES[row.purpose],
        "department_name": names.get(row.department_code, row.department_code),
        "fleet_name": names.get(row.fleet_code, row.fleet_code),
        "remarks": [{"code": code, "text": REMARKS[code]} for code in row.remarks],
        **{name: beijing(getattr(row, name)) for name in _MOMENTS},
    }


def trip_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a trip with every step, and what its reader can do."""
    # Nobody approves their own request.
    closed = ("approve", "refuse") if subject.actor.id == row.requester_id else ()
    costs = [getattr(row, name) for name in COSTS]
    return {
        **listed_trip(row, department_names(unit)),
        **{name: getattr(row, name) for name in _WHOLE},
        "cost_fen": None if row.returned_at is None else sum(costs),
        "timeline": [event_answer(VEHICLE_TRIP, ASK, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": [
            item for item in available_actions(subject, record_of(row)) if item["action"] not in closed
        ],
    }


def card_answer(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a car's card with what falls due."""
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in _CARD},
        "department_name": names.get(row.department_code, row.department_code),
        "inspection_due_on": row.inspection_due_on.isoformat(),
        "insurance_due_on": row.insurance_due_on.isoformat(),
        "maintenance_due_km": row.maintained_at_km + row.maintenance_every_km,
        "dues": [{"kind": due.kind, "name": due.zh, "state": due.state} for due in dues_of(row, clock.today())],
    }

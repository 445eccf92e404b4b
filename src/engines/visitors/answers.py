"""Visits, buildings and bars as offices see them; who is masked to whom is for :mod:`engines.visitors.access`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.lifecycles import available_actions, event_answer
from engines.visitors.access import knows
from engines.visitors.inviting import PURPOSES
from engines.visitors.lifecycle import BEGIN, VISIT, WALK_IN, visit_record
from engines.visitors.people import shown_person
from engines.visitors.queries import parts_of_visit
from kit import clock
from kit.context import Context
from kit.crypto import Vault
from kit.database import Unit
from kit.fields import beijing
from kit.masking import mask_number, mask_phone

VISITS = "/office/v1/visits"
_PLAIN = (
    "number",
    "state",
    "version",
    "host_name",
    "department_code",
    "place",
    "purpose",
    "walk_in",
    "consent_way",
    "text_state",
    "text_reason",
)
_MOMENTS = (
    "starts_at",
    "ends_at",
    "asked_at",
    "consented_at",
    "arrived_at",
    "left_at",
    "ended_at",
    "texted_at",
    "erased_at",
)


def building_answer(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a building that receives visitors."""
    plain = ("code", "name", "department_code", "phone", "entrance", "opens", "closes", "parking", "keep_days")
    return {
        **{name: getattr(row, name) for name in plain},
        "department_name": names.get(row.department_code, row.department_code),
    }


def invited_visit(row: Row[Any]) -> dict[str, Any]:
    """Return a visit as the answer to an invitation says it, which is kept for a while and so names nobody."""
    return {"id": str(row.id), "href": f"{VISITS}/{row.id}", "number": row.number, "state": row.state}


def listed_visit(subject: Subject, vault: Vault, row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a visit as lists show it, ``row`` with its building's code and name; ``names`` are the departments'."""
    return {**_visit(subject, vault, row, names), "building": row.building, "building_name": row.building_name}


def _visit(subject: Subject, vault: Vault, row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "href": f"{VISITS}/{row.id}",
        **{name: getattr(row, name) for name in _PLAIN},
        "state_name": VISIT.state(row.state).zh,
        "purpose_name": PURPOSES[row.purpose],
        "group_id": str(row.group_id),
        "booking_id": str(row.booking_id) if row.booking_id else None,
        "department_name": names.get(row.department_code, row.department_code),
        **{name: beijing(getattr(row, name)) for name in _MOMENTS},
        "visitor": _visitor(subject, vault, row),
    }


def visit_answer(subject: Subject, unit: Unit, context: Context, row: Row[Any]) -> dict[str, Any]:
    """Return a visit with every step, its note for who knows the visitor, and what its reader can do."""
    (building,), events = parts_of_visit(unit, row)
    note = context.vault.open(row.note_sealed) if row.note_sealed and knows(subject, row) else None
    begun = WALK_IN if row.walk_in else BEGIN
    return {
        **_visit(subject, context.vault, row, department_names(unit)),
        "building": building.code,
        "building_name": building.name,
        "note": note,
        "timeline": [event_answer(VISIT, begun, event, unmasked=True) for event in events],
        "available_actions": available_actions(subject, visit_record(row)),
    }


def expected_car(vault: Vault, row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the gate is to know of a car: its plate and when it comes, and nobody's name."""
    return {
        "visit_id": str(row.id),
        "number": row.number,
        "state": row.state,
        "plate": vault.open_json(row.person_sealed)["plate"],
        "department_name": names.get(row.department_code, row.department_code),
        "starts_at": beijing(row.starts_at),
        "ends_at": beijing(row.ends_at),
    }


def visitor_inside(vault: Vault, row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return who is in the building and where, as an evacuation needs it."""
    person = vault.open_json(row.person_sealed)
    return {
        "visit_id": str(row.id),
        "number": row.number,
        "name": person["name"],
        "phone": person["phone"],
        "place": row.place,
        "host_name": row.host_name,
        "department_name": names.get(row.department_code, row.department_code),
        "arrived_at": beijing(row.arrived_at),
        "ends_at": beijing(row.ends_at),
    }


def barred_answer(vault: Vault, row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a bar as those see it who bar; nobody is named any more once it is erased."""
    person = vault.open_json(row.person_sealed) if row.person_sealed else {}
    phone, number = person.get("phone"), person.get("certificate_number")
    return {
        "id": str(row.id),
        "version": row.version,
        "name": person.get("name"),
        "phone": mask_phone(phone) if phone else None,
        "certificate_type": person.get("certificate_type"),
        "certificate_number": mask_number(number) if number else None,
        "reason": person.get("reason"),
        "until": row.until.isoformat(),
        "active": row.lifted_at is None and row.until >= clock.today(),
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "barred_by": row.barred_by,
        "lifted_by": row.lifted_by,
        "lift_reason": vault.open(row.lift_reason_sealed) if row.lift_reason_sealed else None,
        **{name: beijing(getattr(row, name)) for name in ("barred_at", "lifted_at", "erased_at")},
    }


def _visitor(subject: Subject, vault: Vault, row: Row[Any]) -> dict[str, Any] | None:
    if row.person_sealed is None:
        return None
    return shown_person(vault.open_json(row.person_sealed), unmasked=knows(subject, row))

"""A ticket as the API shows it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.lifecycles import available_actions, event_answer, events_of
from engines.tickets.kinds import kind_of
from engines.tickets.lifecycle import ENDING, REPORT, record_of
from engines.tickets.limits import light_of
from engines.tickets.working import BY_HAND, is_in_hands
from kit import clock
from kit.database import Unit
from kit.fields import beijing

_PLAIN = ("number", "state", "title", "category", "category_name", "place", "priority", "firm", "rating", "by_default")
_MOMENTS = ("reported_at", "dispatched_at", "arrived_at", "completed_at", "promised_at", "due_at", "closed_at")
PRIORITY_NAMES = {"normal": "一般", "urgent": "紧急", "emergency": "特急"}


def listed_ticket(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a ticket as lists show it; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in _PLAIN},
        "state_name": kind_of(row.kind).lifecycle.state(row.state).zh,
        "priority_name": PRIORITY_NAMES[row.priority],
        "light": light_of(row, clock.now()),
        "reporter_name": row.reporter_name,
        "reporter_department": row.reporter_department,
        "reporter_department_name": names.get(row.reporter_department, row.reporter_department),
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "technician_id": str(row.assignee_id) if row.assignee_id else None,
        "technician_name": row.assignee_name,
        **{name: beijing(getattr(row, name)) for name in _MOMENTS},
        "accept_by": row.accept_by.isoformat() if row.accept_by else None,
        "version": row.version,
    }


def ticket_answer(subject: Subject, unit: Unit, row: Row[Any], base: str) -> dict[str, Any]:
    """Return a ticket with every step, and what its reader can do; ``base`` is the address of its kind."""
    lifecycle = kind_of(row.kind).lifecycle
    closed = (*(() if is_in_hands(subject, row) else BY_HAND), *(ENDING if row.arrived_at is not None else ()))
    actions = available_actions(subject, record_of(row))
    return {
        **listed_ticket(row, department_names(unit)),
        "description": row.description,
        "limits": dict(row.hours),
        "photos": _photos(row.photos, f"{base}/{row.id}"),
        "outcome": row.outcome,
        "outcome_photos": _photos(row.outcome_photos, f"{base}/{row.id}"),
        "comment": row.comment,
        "first_rating": row.first_rating,
        "called_back_at": beijing(row.called_back_at),
        "timeline": [event_answer(lifecycle, REPORT, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": [item for item in actions if item["action"] not in closed],
    }


def _photos(photos: Any, base: str) -> list[dict[str, Any]]:
    return [{**item, "href": f"{base}/photos/{item['id']}"} for item in photos]

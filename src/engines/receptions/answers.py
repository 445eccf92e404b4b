"""Receptions as the API shows them. Guests are named to whoever sees a reception, and not in lists."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.lifecycles import available_actions, event_answer, events_of
from engines.receptions.lifecycle import ASK, RECEPTION, has_begun, record_of
from engines.receptions.limits import HOST_PAYS, KINDS
from engines.receptions.standards import standards_of
from kit.database import Unit
from kit.fields import beijing

_PLAIN = (
    "number",
    "state",
    "version",
    "organ",
    "purpose",
    "requester_name",
    "department_code",
    "guest_count",
    "accompanying_count",
    "estimate_fen",
    "cost_fen",
)
_MOMENTS = ("starts_at", "ends_at", "requested_at", "listed_at", "settled_at")
_WHOLE = ("leader", "accompanying", "approver_name", "settler_name")
#: What nobody does to what they asked for themselves.
_OTHERS = ("approve", "return", "reject", "strike", "settle", "return_list")


def listed_reception(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a reception as lists show it; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in _PLAIN},
        "state_name": RECEPTION.state(row.state).zh,
        "department_name": names.get(row.department_code, row.department_code),
        "list_due_on": None if row.list_due_on is None else row.list_due_on.isoformat(),
        **{name: beijing(getattr(row, name)) for name in _MOMENTS},
    }


def reception_answer(subject: Subject, unit: Unit, row: Row[Any], base: str) -> dict[str, Any]:
    """Return a reception with its letter, plan, list and every step, and what its reader can do.

    ``base`` is the address under which receptions lie.
    """
    own, untimely = row.requester_id in (subject.id, subject.actor.id), "cancel" if has_begun(row) else "strike"
    closed = {untimely, *(_OTHERS if own else ())}
    levels = {code: standard.name for code, standard in standards_of(unit).items()}
    return {
        **listed_reception(row, department_names(unit)),
        **{name: getattr(row, name) for name in _WHOLE},
        "letter": _letter(row, f"{base}/{row.id}/letter"),
        "guests": _guests(row.guests, levels),
        "items": _items(row.items),
        "list": None if row.filed is None else _list(row, levels),
        "timeline": [event_answer(RECEPTION, ASK, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": [
            item for item in available_actions(subject, record_of(row)) if item["action"] not in closed
        ],
    }


def _letter(row: Row[Any], href: str) -> dict[str, Any]:
    scan = None if row.letter_scan is None else {**row.letter_scan, "href": href}
    return {
        "organ": row.organ,
        "number": row.letter_number,
        "dated_on": row.letter_dated_on.isoformat(),
        "scan": scan,
    }


def _guests(guests: list[dict[str, Any]], levels: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**guest, "level_name": levels.get(guest["level"], guest["level"])} for guest in guests]


def _items(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**item, "kind_name": KINDS[item["kind"]], "host_pays": item["kind"] in HOST_PAYS} for item in items]


def _list(row: Row[Any], levels: Mapping[str, str]) -> dict[str, Any]:
    """Return the list with what a settler looks at: whether it cost more than approved, and who was not announced."""
    filed, announced = row.filed, {guest["name"] for guest in row.guests}
    return {
        **filed,
        "guests": _guests(filed["guests"], levels),
        "items": _items(filed["items"]),
        "over_estimate_fen": max(row.cost_fen - row.estimate_fen, 0),
        "unannounced": [guest["name"] for guest in filed["guests"] if guest["name"] not in announced],
    }

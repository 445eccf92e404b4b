"""Resources and bookings as the API shows them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.bookings.lifecycle import ADD, BEGUN, BOOKING, ENACT, RESOURCE, booking_record, resource_record
from engines.bookings.papers import takes_part
from engines.bookings.queries import parts_of_booking
from engines.bookings.replying import count_answers, may_answer, sees_answer
from engines.bookings.resources import KINDS
from engines.lifecycles import available_actions, event_answer, events_of
from kit.database import Unit
from kit.fields import beijing

RESOURCES, BOOKINGS = "/office/v1/resources", "/office/v1/bookings"
#: Who is asked to come stands to the booking by its attendees, which no lifecycle knows.
_ANSWER = {"action": "answer", "resource": "answers", "title": "答复是否参加", "title_en": "answer whether one comes"}
_PLAIN = (
    "code",
    "kind",
    "name",
    "state",
    "version",
    "department_code",
    "shared",
    "building",
    "floor",
    "capacity",
    "features",
    "needs_approval",
    "open_days",
    "opens",
    "closes",
    "longest_minutes",
    "ahead_days",
    "check_in_minutes",
)


def listed_resource(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a resource as lists show it; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in _PLAIN},
        "kind_name": KINDS[row.kind],
        "state_name": RESOURCE.state(row.state).zh,
        "department_name": names.get(row.department_code, row.department_code),
    }


def resource_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a resource with its timeline, and what its reader can do."""
    events = events_of(unit, row.id)
    begun = ENACT if events and events[0].transition == ENACT.name else ADD
    return {
        **listed_resource(row, department_names(unit)),
        "timeline": [event_answer(RESOURCE, begun, event, unmasked=True) for event in events],
        "available_actions": available_actions(subject, resource_record(row)),
    }


def listed_booking(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a booking as lists show it."""
    return {
        "id": str(row.id),
        "number": row.number,
        "state": row.state,
        "state_name": BOOKING.state(row.state).zh,
        "version": row.version,
        "title": row.title,
        "organiser_name": row.organiser_name,
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "starts_at": beijing(row.starts_at),
        "ends_at": beijing(row.ends_at),
        "time_zone": row.time_zone,
        "series_id": str(row.series_id) if row.series_id else None,
        "bundle_id": str(row.bundle_id) if row.bundle_id else None,
        "next_turn_at": beijing(row.next_turn_at),
        "href": f"{BOOKINGS}/{row.id}",
    }


def booking_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a booking with its resources, who is asked to come, its timeline, and what its reader can do."""
    takes, attendees, documents, events = parts_of_booking(unit, row.id)
    names = department_names(unit)
    begun = next((turn for turn in BEGUN.values() if events and events[0].transition == turn.name), BEGUN["confirmed"])
    return {
        **listed_booking(row, names),
        "note": row.note,
        "minutes": row.minutes,
        "organiser_id": str(row.organiser_id),
        "keeper_code": row.keeper_code,
        "keeper_name": names.get(row.keeper_code, row.keeper_code),
        "checked_in_at": beijing(row.checked_in_at),
        "resources": [listed_resource(item, names) for item in takes],
        "attendees": [_attendee(item, told=sees_answer(subject, row, item)) for item in attendees],
        "documents": [_document(item) for item in documents] if takes_part(subject, row, attendees) else [],
        "answers": count_answers(attendees) if subject.id == row.organiser_id else None,
        "timeline": [event_answer(BOOKING, begun, event, unmasked=True) for event in events],
        "available_actions": [
            *available_actions(subject, booking_record(row)),
            *([_ANSWER] if may_answer(subject, row, attendees) else []),
        ],
    }


def _document(item: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(item.id),
        **{name: getattr(item, name) for name in ("name", "media_type", "size", "sha256")},
        "added_at": beijing(item.added_at),
        "href": f"{BOOKINGS}/{item.booking_id}/documents/{item.id}",
    }


def _attendee(item: Row[Any], *, told: bool) -> dict[str, Any]:
    """Return who is asked to come, with the answer where its reader is told."""
    return {
        "officer_id": str(item.officer_id) if item.officer_id else None,
        "department": item.department_code,
        "name": item.name,
        "answer": item.answer if told else None,
        "answer_note": item.answer_note if told else None,
        "participants": (item.participants or []) if told else [],
        "answered_by_name": item.answered_by_name if told else None,
        "answered_at": beijing(item.answered_at) if told else None,
    }

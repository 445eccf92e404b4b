"""A received document as the API shows it: what it says, who handles and reads it, how it was handed over."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.deadlines import light
from engines.documents.answers import DOCUMENTS, INCOMING_DOCUMENTS, content_answer
from engines.documents.circulating import waiting_readers
from engines.documents.handling import owed_by
from engines.documents.handover import EVENTS
from engines.documents.kinds import KINDS
from engines.documents.lifecycle import INCOMING, arrived_by
from engines.documents.queries import OPEN, receipt_parts, receipt_record
from engines.documents.receiving import seats_of
from engines.lifecycles import available_actions, event_answer
from engines.workdays import Calendar, load_calendar
from kit import clock
from kit.database import Unit
from kit.fields import beijing


def listed_receipt(row: Row[Any], calendar: Calendar) -> dict[str, Any]:
    """Return a received document as lists show it."""
    return {
        "id": str(row.id),
        "state": row.state,
        "state_name": INCOMING.state(row.state).zh,
        "department_code": row.department_code,
        "addressed_to": row.addressed_to,
        "role": row.role,
        "sender_code": row.sender_code,
        "sender_name": row.sender_name,
        "title": row.title,
        "kind": row.kind,
        "kind_name": KINDS[row.kind],
        "number": row.number,
        "urgency": row.urgency,
        "restricted": row.restricted,
        "sent_at": beijing(row.sent_at),
        "signed_for_at": beijing(row.signed_for_at),
        "register_number": row.register_number,
        "purpose": row.purpose,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "light": _light(row, calendar),
        "version": row.version,
    }


def receipt_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a received document with all that concerns it, and what its reader can do."""
    base, names = f"{INCOMING_DOCUMENTS}/{row.id}", department_names(unit)
    (document,), attachments, handlers, readers, handover, timeline = receipt_parts(unit, row)
    waiting = waiting_readers(readers)
    record = receipt_record(row, [*seats_of(handlers), *_replying(row, handlers)], waiting)
    return {
        **listed_receipt(row, load_calendar(unit)),
        **content_answer(document, attachments, base),
        # The step says that a document is being read beside it (steedos/platform 4951).
        "in_circulation": any(item.read_at is None for item in readers),
        "reason": row.reason,
        "retention": row.retention,
        "reply": f"{DOCUMENTS}/{row.reply_id}" if row.reply_id else None,
        "owed": owed_by(row, document, handlers, readers) if row.state in OPEN else [],
        "handlers": [_handler(item, names) for item in handlers],
        "readers": [_reader(item, waiting) for item in readers],
        "handover": [
            {
                "event": event.event,
                "title": EVENTS[event.event],
                "department_name": names.get(event.department_code, event.department_code),
                "actor_name": event.actor_name,
                "at": beijing(event.at),
            }
            for event in handover
        ],
        "timeline": [event_answer(INCOMING, arrived_by(document), event, unmasked=True) for event in timeline],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject, record)
        ],
    }


def _replying(row: Row[Any], handlers: Sequence[Row[Any]]) -> Sequence[str]:
    """Return where an answer may still be drafted after everybody has reported."""
    return [row.department_code] if handlers and row.state == "in_handling" and row.reply_id is None else []


def _light(row: Row[Any], calendar: Calendar) -> str | None:
    if row.due_on is None or row.state not in OPEN:
        return None
    return light(row.due_on, clock.today(), calendar, row.limit_days or 1)


def _handler(item: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "role": item.role,
        "department_code": item.department_code,
        "department_name": names.get(item.department_code, item.department_code),
        "officer_name": item.officer_name,
        "due_on": item.due_on.isoformat(),
        "assigned_by_name": item.assigned_by_name,
        "assigned_at": beijing(item.assigned_at),
        "result": item.result,
        "done_by_name": item.done_by_name,
        "done_at": beijing(item.done_at),
        "released_at": beijing(item.released_at),
    }


def _reader(item: Row[Any], waiting: Sequence[Any]) -> dict[str, Any]:
    return {
        "officer_id": str(item.officer_id),
        "officer_name": item.officer_name,
        "mode": item.mode,
        "position": item.position,
        "added_by_name": item.added_by_name,
        "told_at": beijing(item.told_at),
        "urged_at": beijing(item.urged_at),
        "opinion": item.opinion,
        "read_at": beijing(item.read_at),
        "its_turn": item.officer_id in waiting,
    }

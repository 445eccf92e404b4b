"""A matter as the API shows it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.lifecycles import available_actions, event_answer
from engines.supervision.dates import counting_day, light_of
from engines.supervision.lifecycle import SUPERVISION_MATTER, begun_by, record_of
from engines.supervision.queries import parts_of_matter
from engines.supervision.words import IMPORTANCE_NAMES
from kit import clock
from kit.database import Unit
from kit.fields import beijing

MATTERS = "/office/v1/supervision_matters"


def listed_matter(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a matter as lists show it; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        "number": row.number,
        "state": row.state,
        "state_name": SUPERVISION_MATTER.state(row.state).zh,
        "title": row.title,
        "importance": row.importance,
        "importance_name": IMPORTANCE_NAMES[row.importance],
        "source_kind": row.source_kind,
        "supervisor_code": row.supervisor_code,
        "supervisor_name": names.get(row.supervisor_code, row.supervisor_code),
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "assignee_name": row.assignee_name,
        "level": row.level,
        "parts": row.parts,
        "due_on": row.due_on.isoformat(),
        "promised_on": _day(row.promised_on),
        "days_left": (counting_day(row) - clock.today()).days if row.closed_at is None else None,
        "light": light_of(row, clock.today()),
        "report_due_on": _day(row.report_due_on),
        "progress": row.progress,
        "escalation": row.escalation,
        "registered_at": beijing(row.registered_at),
        "closed_at": beijing(row.closed_at),
        "version": row.version,
    }


def matter_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a matter with all that concerns it, and what its reader can do."""
    seats, milestones, reports, extensions, escalations, look_backs, parts, events = parts_of_matter(unit, row.id)
    names = department_names(unit)
    base, today = f"{MATTERS}/{row.id}", clock.today()
    return {
        **listed_matter(row, names),
        "content": row.content,
        "source": row.source,
        "cadence": row.cadence,
        "assignee_id": str(row.assignee_id) if row.assignee_id else None,
        "parent": f"{MATTERS}/{row.parent_id}" if row.parent_id else None,
        "urged_on": _day(row.urged_on),
        "assigned_at": beijing(row.assigned_at),
        "signed_for_at": beijing(row.signed_for_at),
        "seats": [
            {"department_code": item.department_code, "role": item.role, "name": names.get(item.department_code, "")}
            for item in seats
        ],
        "milestones": [_milestone(item, today) for item in milestones],
        "reports": [report_answer(item, base) for item in reports],
        "extensions": [_extension(item) for item in extensions],
        "escalations": [_escalation(item, today) for item in escalations],
        "look_backs": [_look_back(item) for item in look_backs],
        "split_parts": [listed_matter(item, names) for item in parts],
        "timeline": [event_answer(SUPERVISION_MATTER, begun_by(row), event, unmasked=True) for event in events],
        "available_actions": available_actions(subject, record_of(row)),
    }


def report_answer(row: Row[Any], base: str) -> dict[str, Any]:
    """Return a report; ``base`` is the address of its matter."""
    return {
        "id": str(row.id),
        "kind": row.kind,
        "state": row.state,
        "due_on": _day(row.due_on),
        "milestone": row.milestone,
        "progress": row.progress,
        "text": row.text,
        "problems": row.problems,
        "evidence": [{**item, "href": f"{base}/evidence/{item['id']}"} for item in row.evidence],
        "reported_by_name": row.reported_by_name,
        "reported_at": beijing(row.reported_at),
        "reviewed_by_name": row.reviewed_by_name,
        "reviewed_at": beijing(row.reviewed_at),
        "opinion": row.opinion,
    }


def _milestone(row: Row[Any], today: Any) -> dict[str, Any]:
    overdue = row.reached_on is None and row.due_on < today
    return {
        "position": row.position,
        "title": row.title,
        "due_on": row.due_on.isoformat(),
        "reached_on": _day(row.reached_on),
        "light": "grey" if row.reached_on else "red" if overdue else "green",
    }


def _extension(row: Row[Any]) -> dict[str, Any]:
    return {
        **_plain(row, "state", "reason", "asked_by_name", "decided_by_name", "opinion"),
        "due_on": row.due_on.isoformat(),
        "asked_due_on": row.asked_due_on.isoformat(),
        "asked_at": beijing(row.asked_at),
        "decided_at": beijing(row.decided_at),
    }


def _escalation(row: Row[Any], today: Any) -> dict[str, Any]:
    return {
        **_plain(row, "colour", "reason", "issued_by_name", "answer", "answered_by_name"),
        "issued_at": beijing(row.issued_at),
        "answer_due_on": row.answer_due_on.isoformat(),
        "answered_at": beijing(row.answered_at),
        "overdue": row.answered_at is None and row.answer_due_on < today,
    }


def _look_back(row: Row[Any]) -> dict[str, Any]:
    return {
        **_plain(row, "kind", "planned_by_name", "outcome", "findings", "looked_by_name"),
        "planned_on": row.planned_on.isoformat(),
        "looked_at": beijing(row.looked_at),
    }


def _plain(row: Row[Any], *names: str) -> dict[str, Any]:
    return {"id": str(row.id), **{name: getattr(row, name) for name in names}}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None

"""Rosters, shifts, logs and swaps as the API shows them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.duty.access import reads, sees_log
from engines.duty.lifecycle import (
    ASK,
    COMPOSE,
    DUTY_ROSTER,
    DUTY_SHIFT,
    DUTY_SWAP,
    MANAGE,
    PLAN,
    roster_record,
    swap_record,
)
from engines.duty.people import posts_of
from engines.duty.planning import DAY_KINDS, kind_of_day
from engines.duty.publishing import gaps_of
from engines.duty.queries import Shift, previous_shifts, shift_by_id, shifts_of_roster
from engines.duty.serving import IMPORTANCE
from engines.duty.statistics import COUNTED, PersonsDuty
from engines.duty.tasks import shift_title
from engines.lifecycles import available_actions, event_answer, events_of
from engines.workdays import Calendar, load_calendar
from kit.database import Unit
from kit.fields import beijing

ROSTERS, SHIFTS, SWAPS = "/office/v1/duty_rosters", "/office/v1/duty_shifts", "/office/v1/duty_swaps"


def listed_roster(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a roster as lists show it; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        "href": f"{ROSTERS}/{row.id}",
        "state": row.state,
        "state_name": DUTY_ROSTER.state(row.state).zh,
        "version": row.version,
        "month": f"{row.month:%Y-%m}",
        "phone": row.phone,
        "composed_by": row.composed_by,
        "composed_at": beijing(row.composed_at),
        "published_at": beijing(row.published_at),
        **_department(row, names),
    }


def roster_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a roster with its shifts, how many everybody has, what is open, and what the calendar changed since."""
    calendar, names = load_calendar(unit), department_names(unit)
    shifts = shifts_of_roster(unit, row.id)
    shown = [listed_shift(shift, calendar, names) for shift in shifts]
    return {
        **listed_roster(row, names),
        "patterns": row.patterns,
        # Why somebody is not there is nobody's business but theirs who keep the roster.
        "unavailable": row.unavailable if reads(subject, row.department_code, MANAGE) else [],
        "shifts": shown,
        "people": _people(shifts, calendar),
        "unfilled": [gap for shift in shifts for gap in gaps_of(shift)],
        "moved": [item for item in shown if item["day_kind_changed"]],
        "timeline": [event_answer(DUTY_ROSTER, COMPOSE, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": available_actions(subject, roster_record(row)),
    }


def _people(shifts: Sequence[Shift], calendar: Calendar) -> list[dict[str, Any]]:
    """Return how many shifts everybody has, the leaders first."""
    found: dict[tuple[str, Any], tuple[str, Counter[str]]] = {}
    for shift in shifts:
        kind = kind_of_day(calendar, shift.row.day)
        for post in shift.posts:
            found.setdefault((post.role, post.person_id), (post.person_name, Counter()))[1].update([kind, "total"])
    return [
        {
            "officer_id": str(person),
            "name": name,
            "role": role,
            **{kind: counts[kind] for kind in (*DAY_KINDS, "total")},
        }
        for (role, person), (name, counts) in sorted(found.items(), key=lambda item: (item[0][0], str(item[0][1])))
    ]


def listed_shift(shift: Shift, calendar: Calendar, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a shift as lists show it; ``day_kind`` is as it was composed, and whether the calendar says another."""
    row = shift.row
    kind = kind_of_day(calendar, row.day)
    return {
        "id": str(row.id),
        "href": f"{SHIFTS}/{row.id}",
        "roster_id": str(row.roster_id),
        "state": row.state,
        "state_name": DUTY_SHIFT.state(row.state).zh,
        "version": row.version,
        "published": row.published,
        "day": row.day.isoformat(),
        "name": row.name,
        "begins_at": beijing(row.begins_at),
        "ends_at": beijing(row.ends_at),
        "day_kind": row.day_kind,
        "day_kind_name": DAY_KINDS[row.day_kind],
        "day_kind_now": kind,
        "day_kind_changed": kind != row.day_kind,
        "leader": None if shift.leader is None else _person(shift.leader),
        "officers": [_person(post) for post in shift.officers],
        "taken_over_at": beijing(row.taken_over_at),
        "taken_over_by": row.taken_over_by,
        **_department(row, names),
    }


def duty_now_answer(shift: Shift, calendar: Calendar, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a shift that is running, with the duty phone of its department."""
    return {**listed_shift(shift, calendar, names), "phone": shift.row.phone}


def shift_answer(subject: Subject, unit: Unit, shift: Shift) -> dict[str, Any]:
    """Return a shift with its hand-over, what those before handed over to it, and what its reader can do."""
    row = shift.row
    return {
        **listed_shift(shift, load_calendar(unit), department_names(unit)),
        "handover": _handover(subject, row, shift),
        "received": _received(subject, unit, shift) if row.published else [],
        "timeline": [event_answer(DUTY_SHIFT, PLAN, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": available_actions(subject, shift.record),
    }


def _handover(subject: Subject, row: Row[Any], shift: Shift) -> dict[str, Any] | None:
    if row.handed_over_at is None or not sees_log(subject, row, shift.named):
        return None
    return {
        "shift_id": str(row.id),
        "href": f"{SHIFTS}/{row.id}",
        "title": shift_title(row),
        "note": row.handover_note,
        "handed_over_at": beijing(row.handed_over_at),
        "handed_over_by": row.handed_over_by,
        "confirmed_at": beijing(row.confirmed_at),
        "confirmed_by": row.confirmed_by,
    }


def _received(subject: Subject, unit: Unit, shift: Shift) -> list[dict[str, Any]]:
    """Return what each of the shifts before handed over, to whom it concerns."""
    before = [row for row in previous_shifts(unit, shift.row) if row.handed_over_at is not None]
    posts = posts_of(unit, [row.id for row in before]) if before else {}
    shown = [_handover(subject, row, Shift(row, posts[row.id], shift.posts)) for row in before]
    return [item for item in shown if item is not None]


def log_entry_answer(row: Row[Any]) -> dict[str, Any]:
    """Return an entry of a log."""
    return {
        "id": str(row.id),
        "happened_at": beijing(row.happened_at),
        "text": row.text,
        "importance": row.importance,
        "importance_name": IMPORTANCE[row.importance],
        "written_at": beijing(row.written_at),
        "written_by": row.written_by,
    }


def listed_swap(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a swap as lists show it."""
    plain = ("state", "version", "requester_name", "colleague_name", "reason")
    return {
        "id": str(row.id),
        "href": f"{SWAPS}/{row.id}",
        **{name: getattr(row, name) for name in plain},
        "state_name": DUTY_SWAP.state(row.state).zh,
        "shift_id": str(row.shift_id),
        "other_shift_id": None if row.other_shift_id is None else str(row.other_shift_id),
        "requester_id": str(row.requester_id),
        "colleague_id": str(row.colleague_id),
        "asked_at": beijing(row.asked_at),
        "lapses_at": beijing(row.lapses_at),
        **_department(row, names),
    }


def swap_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a swap with its shifts in words, every step, and what its reader can do."""
    # Nobody approves a swap of their own.
    closed = ("approve", "refuse") if subject.actor.id in (row.requester_id, row.colleague_id) else ()
    shifts = [shift_by_id(unit, shift_id).row for shift_id in (row.shift_id, row.other_shift_id) if shift_id]
    return {
        **listed_swap(row, department_names(unit)),
        "shifts": [{"id": str(item.id), "href": f"{SHIFTS}/{item.id}", "title": shift_title(item)} for item in shifts],
        "timeline": [event_answer(DUTY_SWAP, ASK, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": [
            item for item in available_actions(subject, swap_record(row)) if item["action"] not in closed
        ],
    }


def persons_duty_answer(item: PersonsDuty, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the duty of one person."""
    return {
        "officer_id": str(item.id),
        "name": item.name,
        "shifts": item.counts["leader"] + item.counts["officer"],
        **{name: item.counts[name] for name in COUNTED},
        **_department(item, names),
    }


def _person(post: Row[Any]) -> dict[str, str]:
    return {"officer_id": str(post.person_id), "name": post.person_name}


def _department(row: Any, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
    }

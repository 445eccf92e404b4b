"""Composing a month's roster as a draft, and discarding the draft."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete

from auth import Officer, Subject, department_names
from engines.duty.history import carried_counts
from engines.duty.lifecycle import COMPOSE, DUTY_ROSTER, MANAGE, roster_record
from engines.duty.models import DutyPost, DutyRoster, DutyShift
from engines.duty.people import add_post, known_people, other_duties
from engines.duty.planning import PlannedShift, minute_of, minutes_of_days, shifts_of_month
from engines.duty.queries import roster_of
from engines.duty.refusals import DutyUnfit, NotYourRoster, RosterExists
from engines.duty.rotation import Slot, Span, rotate, touching
from engines.lifecycles import Record, apply_transition, write_event
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer
from kit.ids import new_id

#: A roster is composed so many months ahead.
MOST_AHEAD = 12
_NOTHING_YET: dict[str, Any] = {
    "state": "planned",
    "version": 1,
    "published": False,
    "next_turn_at": None,
    "taken_over_at": None,
    "taken_over_by": None,
    "handover_note": "",
    "handed_over_at": None,
    "handed_over_by": None,
    "confirmed_at": None,
    "confirmed_by": None,
}


def compose_roster(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> Row[Any]:
    """Compose the draft of a department's month, and return it.

    ``given``: ``department`` (or None for one's own), ``month`` (its first day), ``phone``, ``leaders`` and
    ``officers`` (ids, in the order of the rotation), ``shifts`` (``{name, days, begins, ends, officers}``),
    ``unavailable`` (``{officer_id, first_day, last_day}``). Of the running month the shifts that are still to begin.
    What nobody can fill stays open, and the answer says so.
    Errors: :class:`NotYourRoster`, :class:`DutyUnfit`, :class:`RosterExists`.
    """
    subject.reach(MANAGE)
    department = given["department"] or subject.department_code or ""
    if not subject.holds(MANAGE, department):
        raise NotYourRoster
    people = _people(unit, context, given, department)
    roster_id, month = new_id(), given["month"]
    unit.add(
        DutyRoster,
        id=roster_id,
        state="draft",
        version=1,
        department_code=department,
        month=month,
        phone=given["phone"],
        patterns=[dict(pattern) for pattern in given["shifts"]],
        unavailable=[_as_json(item) for item in given["unavailable"]],
        composed_by=subject.actor.name,
        composed_at=clock.now(),
        published_at=None,
    )
    record = Record(DUTY_ROSTER, DutyRoster, roster_id, "", 0, department, None)
    write_event(subject, unit, record, COMPOSE, detail={"month": f"{month:%Y-%m}"})
    try:
        unit.flush()
    except DuplicateRow:
        raise RosterExists(month=f"{month:%Y-%m}") from None
    _fill(unit, roster_id, department, given, people)
    unit.flush()
    return roster_of(unit, subject, roster_id)


def _people(unit: Unit, context: Context, given: Mapping[str, Any], department: str) -> dict[uuid.UUID, Officer]:
    """Return who is named, by id. Errors: :class:`DutyUnfit`."""
    lost = [*_findings(unit, given, department)]
    if lost:
        raise DutyUnfit(pointers=lost)
    asked = {person: f"/{name}/{place}" for name in ("leaders", "officers") for place, person in enumerate(given[name])}
    return known_people(unit, context, asked)


def _findings(unit: Unit, given: Mapping[str, Any], department: str) -> Iterator[Pointer]:
    if department not in department_names(unit):
        yield Pointer("/department", "unknown", "没有该单位。", "There is no such department.")
    this_month = clock.today().replace(day=1)
    if not this_month <= given["month"] <= clock.months_after(this_month, MOST_AHEAD):
        sentence = (
            f"只能编排本月起{MOST_AHEAD}个月内的值班表。",
            f"A roster is of this month or of the next {MOST_AHEAD}.",
        )
        yield Pointer("/month", "range", *sentence)
    for place, person in enumerate(given["officers"]):
        if person in given["leaders"]:
            sentence = ("已列为带班领导，不能同时为值班人员。", "A leader in charge already: not both.")
            yield Pointer(f"/officers/{place}", "twice", *sentence)
    for place, item in enumerate(given["unavailable"]):
        if item["last_day"] < item["first_day"]:
            yield Pointer(
                f"/unavailable/{place}/last_day", "order", "结束日期早于开始日期。", "It ends before it begins."
            )
        if item["officer_id"] not in (*given["leaders"], *given["officers"]):
            sentence = ("该人员不在本次排班名单中。", "Not among those who are named.")
            yield Pointer(f"/unavailable/{place}/officer_id", "unknown", *sentence)


def _as_json(item: Mapping[str, Any]) -> dict[str, str]:
    return {
        "officer_id": str(item["officer_id"]),
        "first_day": item["first_day"].isoformat(),
        "last_day": item["last_day"].isoformat(),
    }


def _fill(
    unit: Unit, roster_id: uuid.UUID, department: str, given: Mapping[str, Any], people: Mapping[uuid.UUID, Officer]
) -> None:
    """Write the shifts of a draft with who stands on them."""
    calendar, now = load_calendar(unit), clock.now()
    planned = [item for item in shifts_of_month(calendar, given["month"], given["shifts"]) if item.begins_at > now]
    rows = [_shift_row(item, roster_id, department) for item in planned]
    for row in rows:
        unit.add(DutyShift, **row)
    busy = _busy(unit, people, planned, given["unavailable"])
    for role, named in (("leader", given["leaders"]), ("officer", given["officers"])):
        carried = carried_counts(unit, calendar, department, given["month"], named, role)
        slots = [_slot(item, role) for item in planned]
        for row, standing in zip(rows, rotate(slots, named, busy, carried), strict=True):
            for person in standing:
                add_post(unit, row, role, people[person], active=False)


def _shift_row(item: PlannedShift, roster_id: uuid.UUID, department: str) -> dict[str, Any]:
    said = ("day", "place", "name", "day_kind", "begins_at", "ends_at", "officers")
    own = {"id": new_id(), "roster_id": roster_id, "department_code": department}
    return {**own, **{name: getattr(item, name) for name in said}, **_NOTHING_YET}


def _slot(item: PlannedShift, role: str) -> Slot:
    needed = 1 if role == "leader" else item.officers
    return Slot(minute_of(item.begins_at), minute_of(item.ends_at), item.day_kind, needed)


def _busy(
    unit: Unit,
    people: Mapping[uuid.UUID, Officer],
    planned: Sequence[PlannedShift],
    unavailable: Sequence[Mapping[str, Any]],
) -> dict[uuid.UUID, list[Span]]:
    """Return when people cannot be on duty: days that were named, and what touches duty that is published already."""
    busy: dict[uuid.UUID, list[Span]] = {person: [] for person in people}
    for item in unavailable:
        busy[item["officer_id"]].append(minutes_of_days(item["first_day"], item["last_day"]))
    if planned:
        last = max(item.ends_at for item in planned)
        for row in other_duties(unit, list(people), planned[0].begins_at, last):
            busy[row.person_id].append(touching((row.line_begin, row.line_end)))
    return busy


def discard_roster(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Discard a draft, so that the month can be composed anew. Errors: 403, 409, 412."""
    after = apply_transition(subject, unit, roster_record(row), "discard")
    for table in (DutyPost, DutyShift):
        unit.write(delete(table).where(table.roster_id == row.id))
    return after


def month_written(month: date) -> str:
    """Return a month as people read it."""
    return f"{month:%Y}年{month.month}月"

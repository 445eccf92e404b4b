"""Bringing a matter into being (立项), changing it before it is assigned, and cancelling it (撤项)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete

from auth import SYSTEM, Officer, Subject, department_names, find_officer
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.supervision.dates import day_too_far, yellow_day
from engines.supervision.lifecycle import HANDLE, REGISTER, SUPERVISE, SUPERVISION_MATTER, record_of
from engines.supervision.models import SupervisionMatter, SupervisionMilestone, SupervisionSeat
from engines.supervision.queries import matters_by_id, open_parts
from engines.supervision.refusals import MatterUnfit, NotYourOrgan
from engines.supervision.tasks import ask_supervisor
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

#: What a caller says of a matter; its source beside them.
FIELDS = ("title", "content", "importance", "department", "co_departments", "assignee_id", "due_on", "cadence")


def register_matter(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> Row[Any]:
    """Register a supervision matter and return it.

    ``given`` has :data:`FIELDS`, ``milestones`` (``{title, due_on}`` each), ``source_kind``, ``source`` and
    ``supervisor`` (an organ code, or None for the officer's own).
    Errors: :class:`NotYourOrgan`, :class:`MatterUnfit`.
    """
    office = _office(subject, given)
    check_fit(unit, context, given, clock.today(), None)
    return _register(subject, unit, context, [(given, office)])[0]


def register_matters(
    subject: Subject, unit: Unit, context: Context, given: Sequence[Mapping[str, Any]]
) -> list[Row[Any]]:
    """Register many matters, or none where one does not fit, and return them in their order.

    Errors: as :func:`register_matter`, with the place of each.
    """
    offices, lost = [_office(subject, item) for item in given], []
    for place, item in enumerate(given):
        lost += fit_findings(unit, context, item, clock.today(), None, f"/matters/{place}")
    if lost:
        raise MatterUnfit(pointers=lost)
    return _register(subject, unit, context, [*zip(given, offices, strict=True)])


def _office(subject: Subject, given: Mapping[str, Any]) -> str:
    office = given["supervisor"] or subject.department_code or ""
    if not subject.holds(SUPERVISE, office):
        raise NotYourOrgan
    return office


def _register(
    subject: Subject, unit: Unit, context: Context, given: Sequence[tuple[Mapping[str, Any], str]]
) -> list[Row[Any]]:
    made = []
    for item, office in given:
        matter_id = add_matter(unit, context, item, supervisor=office, office=office)
        record = Record(SUPERVISION_MATTER, SupervisionMatter, matter_id, "", 0, office, None)
        write_event(subject, unit, record, REGISTER, detail={"source": item["source"]})
        made.append(matter_id)
    unit.flush()
    rows = matters_by_id(unit, made)
    for row in rows:
        ask_supervisor(unit, row, "assign_matter", "待交办")
    return rows


def add_matter(
    unit: Unit,
    context: Context,
    given: Mapping[str, Any],
    *,
    supervisor: str,
    office: str,
    parent: Row[Any] | None = None,
    place: int = 0,
    source_key: str | None = None,
) -> uuid.UUID:
    """Write the row, the seats and the milestones of a matter that fits, and return its id.

    With a ``parent`` it is the part of it that stands in this ``place``.
    """
    matter_id, moment = new_id(), clock.now()
    officer = _assignee(unit, context, given["assignee_id"])
    unit.add(
        SupervisionMatter,
        id=matter_id,
        number=f"{parent.number}-{place}" if parent is not None else _number(unit),
        state="registered" if parent is None else "assigned",
        version=1,
        root_id=parent.root_id if parent is not None else matter_id,
        parent_id=parent.id if parent is not None else None,
        level=parent.level + 1 if parent is not None else 1,
        parts=0,
        supervisor_code=supervisor,
        source_kind=given["source_kind"],
        source=given["source"],
        source_key=source_key,
        yellow_on=yellow_day(unit, given["due_on"], clock.today()),
        progress=0,
        registered_at=moment,
        assigned_at=moment if parent is not None else None,
        **_owned(given, officer),
    )
    _add_seats(unit, matter_id, office, supervisor, given)
    _add_milestones(unit, matter_id, given["milestones"])
    return matter_id


def amend_matter(subject: Subject, unit: Unit, context: Context, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change a matter that is not assigned yet. Errors: :class:`MatterUnfit`, 409."""
    check_transition(subject, record_of(row), "amend")
    check_fit(unit, context, given, clock.today(), None)
    officer = _assignee(unit, context, given["assignee_id"])
    changes = {**_owned(given, officer), "yellow_on": yellow_day(unit, given["due_on"], clock.today())}
    after = apply_transition(subject, unit, record_of(row), "amend", changes=changes)
    for table in (SupervisionSeat, SupervisionMilestone):
        unit.write(delete(table).where(table.matter_id == row.id))
    _add_seats(unit, row.id, row.supervisor_code, row.supervisor_code, given)
    _add_milestones(unit, row.id, given["milestones"])
    return after


def cancel_matter(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Cancel a matter (撤项) with the reason; its open parts fall away with it."""
    after = apply_transition(subject, unit, record_of(row), "cancel", changes=_ended(), opinion=reason)
    close_tasks(subject, unit, row.id)
    _let_parts_fall(unit, row, reason)
    return after


def _let_parts_fall(unit: Unit, row: Row[Any], reason: str) -> None:
    for part in open_parts(unit, row.id) if row.parts else ():
        detail = {"matter": row.number}
        apply_transition(SYSTEM, unit, record_of(part), "fall_away", changes=_ended(), opinion=reason, detail=detail)
        close_tasks(SYSTEM, unit, part.id)
        _let_parts_fall(unit, part, reason)


def check_fit(
    unit: Unit, context: Context, given: Mapping[str, Any], earliest: date, latest: tuple[date, str] | None
) -> None:
    """Refuse owners, officers and days that cannot be. Errors: :class:`MatterUnfit` with a pointer to each.

    ``latest`` is the day that a part may not pass, and the number of the matter whose it is.
    """
    lost = fit_findings(unit, context, given, earliest, latest, "")
    if lost:
        raise MatterUnfit(pointers=lost)


def fit_findings(
    unit: Unit,
    context: Context,
    given: Mapping[str, Any],
    earliest: date,
    latest: tuple[date, str] | None,
    place: str,
) -> list[Pointer]:
    """Return what of a matter cannot be, with pointers that begin at its place in the request."""
    found = [*_owner_findings(unit, context, given), *_day_findings(given, earliest, latest)]
    return [Pointer(f"{place}{item.pointer}", item.code, item.zh, item.en) for item in found]


def _owner_findings(unit: Unit, context: Context, given: Mapping[str, Any]) -> list[Pointer]:
    names, lost = department_names(unit), []
    if given["department"] not in names:
        lost.append(Pointer("/department", "unknown", "没有该单位。", "There is no such organ."))
    for place, code in enumerate(given["co_departments"]):
        if code not in names:
            lost.append(Pointer(f"/co_departments/{place}", "unknown", "没有该单位。", "There is no such organ."))
        elif code == given["department"]:
            sentence = ("牵头单位不能同时是配合单位。", "The owner does not assist itself.")
            lost.append(Pointer(f"/co_departments/{place}", "owner", *sentence))
    if given["assignee_id"] is not None:
        officer = find_officer(unit, context.vault, given["assignee_id"])
        if officer is None or HANDLE not in officer.permissions or not officer.scope.covers(given["department"]):
            sentence = ("没有该人员，或其不能承办该单位的督查事项。", "No officer who handles matters of this organ.")
            lost.append(Pointer("/assignee_id", "unfit", *sentence))
    return lost


def _day_findings(given: Mapping[str, Any], earliest: date, latest: tuple[date, str] | None) -> list[Pointer]:
    due_on = given["due_on"]
    lost = day_too_far(due_on, "/due_on")
    if due_on < earliest:
        lost.append(Pointer("/due_on", "past", "办结时限不能早于今天。", "The day has passed."))
    if latest is not None and due_on > latest[0]:
        sentence = (
            f"分解事项的时限不能晚于上级事项{latest[1]}的{latest[0]}。",
            f"A part is due no later than {latest[1]}, which is on {latest[0]}.",
        )
        lost.append(Pointer("/due_on", "after-parent", *sentence))
    before = earliest
    for place, item in enumerate(given["milestones"]):
        if not before <= item["due_on"] <= due_on:
            sentence = ("节点应按先后排列，且在今天与办结时限之间。", "Milestones follow each other up to the due day.")
            lost.append(Pointer(f"/milestones/{place}/due_on", "order", *sentence))
        before = item["due_on"]
    if given["cadence"] == "milestones" and not given["milestones"]:
        lost.append(
            Pointer("/milestones", "required", "按节点反馈的，请列出节点。", "Name the milestones to report at.")
        )
    return lost


def _assignee(unit: Unit, context: Context, officer_id: uuid.UUID | None) -> Officer | None:
    return find_officer(unit, context.vault, officer_id) if officer_id is not None else None


def _owned(given: Mapping[str, Any], officer: Officer | None) -> dict[str, Any]:
    return {
        "department_code": given["department"],
        "assignee_id": officer.id if officer is not None else None,
        "assignee_name": officer.name if officer is not None else None,
        **{name: given[name] for name in ("title", "content", "importance", "due_on", "cadence")},
    }


def _add_seats(unit: Unit, matter_id: uuid.UUID, office: str, supervisor: str, given: Mapping[str, Any]) -> None:
    seats = [("office", office), ("lead", given["department"]), *(("assist", code) for code in given["co_departments"])]
    if supervisor != office:
        seats.append(("supervisor", supervisor))
    for role, code in seats:
        unit.add(SupervisionSeat, matter_id=matter_id, department_code=code, role=role)


def _add_milestones(unit: Unit, matter_id: uuid.UUID, milestones: Sequence[Mapping[str, Any]]) -> None:
    for position, item in enumerate(milestones, start=1):
        unit.add(SupervisionMilestone, matter_id=matter_id, position=position, **item)


def _ended() -> dict[str, Any]:
    return {"closed_at": clock.now(), "report_due_on": None}


def _number(unit: Unit) -> str:
    """Return the next number of the year: DC2026000012."""
    year = clock.today().year
    return f"DC{year}{next_number(unit, f'supervision:{year}'):06d}"

"""Giving a matter to its owner (交办), signing for it (签收) with a promise, and splitting it further (分解)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.supervision.dates import counting_day, next_report_day, yellow_day
from engines.supervision.lifecycle import SPLIT, SPLIT_OFF, SUPERVISION_MATTER, record_of
from engines.supervision.models import SupervisionMatter
from engines.supervision.queries import matters_by_id, milestones_of, owners_above, seats_of
from engines.supervision.refusals import DayUnfit, MatterUnfit, SplitInCircle, SplitTooDeep
from engines.supervision.registering import add_matter, fit_findings
from engines.supervision.tasks import ask_owner, ask_supervisor
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer

#: City, district, department, section, person.
MOST_LEVELS = 5


def assign_matter(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Give a registered matter to its owner, who is asked to sign for it; who assists sees it in the inbox."""
    names = department_names(unit)
    detail = {
        "department": row.department_code,
        "owner": names.get(row.department_code, ""),
        "due_on": row.due_on.isoformat(),
    }
    changes = {"assigned_at": clock.now()}
    after = apply_transition(
        subject, unit, record_of(row), "assign", changes=changes, opinion=note or None, detail=detail
    )
    close_tasks(subject, unit, row.id)
    _put_before(unit, after)
    return after


def sign_for_matter(subject: Subject, unit: Unit, row: Row[Any], promised_on: date | None, note: str) -> Row[Any]:
    """Sign for a matter and promise a day inside the one that was set. Errors: :class:`DayUnfit`, 409."""
    check_transition(subject, record_of(row), "sign_for")
    promise = promised_on or row.due_on
    if not clock.today() <= promise <= row.due_on and promised_on is not None:
        raise DayUnfit(
            why_zh=f"承诺日期应在今天与办结时限{row.due_on}之间。",
            why_en=f"Promise a day between today and {row.due_on}.",
        )
    changes = {
        "promised_on": promise,
        "yellow_on": yellow_day(unit, promise, clock.today()),
        "signed_for_at": clock.now(),
        "report_due_on": next_report_day(row.cadence, clock.today(), load_calendar(unit), milestones_of(unit, row.id)),
    }
    detail = {"promised_on": promise.isoformat()}
    after = apply_transition(
        subject, unit, record_of(row), "sign_for", changes=changes, opinion=note or None, detail=detail
    )
    close_tasks(subject, unit, row.id, kind="sign_for_matter")
    ask_owner(unit, after, "handle_matter", "承办", promise)
    return after


def send_back_matter(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Send a matter back that is not this organ's (退回交办), with the reason, before signing for it."""
    changes = {"assigned_at": None}
    after = apply_transition(subject, unit, record_of(row), "send_back", changes=changes, opinion=reason)
    close_tasks(subject, unit, row.id)
    ask_supervisor(unit, after, "assign_matter", "被退回，待重新交办")
    return after


def split_matter(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], parts: Sequence[Mapping[str, Any]], note: str
) -> Row[Any]:
    """Split a matter among organs under its owner, those that assist, or the owner's officers, and return it.

    Each part is due inside its matter's day and is assigned at once. Errors: :class:`MatterUnfit`,
    :class:`SplitInCircle`, :class:`SplitTooDeep`, 409.
    """
    check_transition(subject, record_of(row), "split")
    if row.level >= MOST_LEVELS:
        raise SplitTooDeep(levels=MOST_LEVELS)
    _check_parts(subject, unit, context, row, parts)
    office = next(seat.department_code for seat in seats_of(unit, row.id) if seat.role == "office")
    names, made = department_names(unit), []
    for place, part in enumerate(parts):
        given = {**part, "source_kind": "split", "source": {**row.source, "matter": row.number}}
        made.append(_add_part(subject, unit, context, row, given, place, office))
    detail = {"parts": [{"owner": names.get(part["department"], ""), "title": part["title"]} for part in parts]}
    changes = {"parts": row.parts + len(parts)}
    after = apply_transition(
        subject, unit, record_of(row), "split", changes=changes, opinion=note or None, detail=detail
    )
    for row_of_part in matters_by_id(unit, made):
        _put_before(unit, row_of_part)
    return after


def _add_part(
    subject: Subject,
    unit: Unit,
    context: Context,
    row: Row[Any],
    given: Mapping[str, Any],
    place: int,
    office: str,
) -> uuid.UUID:
    owner = row.department_code
    part_id = add_matter(unit, context, given, supervisor=owner, office=office, parent=row, place=row.parts + place + 1)
    record = Record(SUPERVISION_MATTER, SupervisionMatter, part_id, "", 0, owner, None)
    write_event(subject, unit, record, SPLIT_OFF, detail=_split_detail(row, given))
    return part_id


def _split_detail(row: Row[Any], given: Mapping[str, Any]) -> dict[str, str]:
    return {"department": given["department"], "matter": row.number, "due_on": given["due_on"].isoformat()}


def _check_parts(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], parts: Sequence[Mapping[str, Any]]
) -> None:
    latest, lost = (counting_day(row), row.number), []
    names = department_names(unit)
    above = [row, *owners_above(unit, row)]
    reach = subject.reach(SPLIT)
    beside = {seat.department_code for seat in seats_of(unit, row.id) if seat.role == "assist"}
    for place, part in enumerate(parts):
        lost += fit_findings(unit, context, part, clock.today(), latest, f"/parts/{place}")
        code = part["department"]
        if not (reach.covers(code) or code in beside):
            sentence = (
                "该单位不归本单位管理，也不是配合单位。",
                "This organ is neither under the owner nor assists it.",
            )
            lost.append(Pointer(f"/parts/{place}/department", "out-of-scope", *sentence))
        to_a_person = code == row.department_code and part["assignee_id"] not in (None, row.assignee_id)
        if not to_a_person and code in {item.department_code for item in above}:
            raise SplitInCircle(name=names.get(code, code))
    if lost:
        raise MatterUnfit(pointers=lost)


def _put_before(unit: Unit, row: Row[Any]) -> None:
    """Put an assigned matter before its owner, and before those that assist it."""
    ask_owner(unit, row, "sign_for_matter", "待签收")
    for seat in seats_of(unit, row.id):
        if seat.role == "assist":
            ask_owner(unit, row, "assist_matter", "配合承办", row.due_on, department=seat.department_code)

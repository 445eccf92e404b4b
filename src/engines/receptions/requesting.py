"""Asking for a reception, deciding on it, changing what was returned, and calling it off."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.receptions.letters import bind_scan, check_scan, release_scan
from engines.receptions.lifecycle import ASK, RECEPTION, REQUEST, has_begun, record_of
from engines.receptions.limits import host_costs, plan_breaches
from engines.receptions.models import Reception
from engines.receptions.queries import hold_receptions, meals_by_letter, reception_by_id
from engines.receptions.refusals import (
    ReceptionBegun,
    ReceptionDecidedByAnother,
    ReceptionTookPlace,
    ReceptionUnfit,
    ReceptionWithoutDepartment,
    refuse,
)
from engines.receptions.standards import standards_of
from engines.receptions.tasks import ask_approvers, ask_for_list, tell_requester
from engines.receptions.terms import list_term
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

_TOLD = ("purpose", "leader", "guests", "accompanying", "starts_at", "ends_at")
DECISIONS = {"approve": "批准", "return": "退回修改", "reject": "不批准"}


def request_reception(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> Row[Any]:
    """Ask for a reception by the letter of an organ, and return it; it waits for its department's approval.

    ``given``: ``letter`` (``organ, number, dated_on, file_id``), ``guests`` (``organ, name, post, level``), ``leader``,
    ``purpose``, ``starts_at``, ``ends_at``, ``accompanying`` (``name, post``) and ``items``, as
    :func:`engines.receptions.limits.plan_breaches` has them; estimated costs in whole fen.
    Errors: :class:`PermissionMissing`, :class:`ReceptionWithoutDepartment`, :class:`ReceptionUnfit` with every breach,
    :class:`FileNotFound`.
    """
    subject.reach(REQUEST)
    department = subject.department_code or ""
    if department not in department_names(unit):
        raise ReceptionWithoutDepartment
    hold_receptions(unit, department)
    reception_id, year = new_id(), clock.today().year
    said = _said(subject, unit, given, reception_id, department)
    unit.add(
        Reception,
        id=reception_id,
        number=f"JD{year}{next_number(unit, f'reception:{year}'):06d}",
        state="requested",
        version=1,
        requester_id=subject.id,
        requester_name=subject.name,
        department_code=department,
        requested_at=clock.now(),
        **said,
    )
    record = Record(RECEPTION, Reception, reception_id, "", 0, department, subject.id)
    write_event(subject, unit, record, ASK, detail=_brief(said))
    bind_scan(subject, unit, said["letter_scan"], reception_id)
    unit.flush()
    row = reception_by_id(unit, reception_id)
    ask_approvers(unit, row)
    return row


def resubmit_reception(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], given: Mapping[str, Any]
) -> Row[Any]:
    """Say anew what is asked for after it was returned; a scan that it has no more is deleted.

    Errors: as :func:`request_reception`, 403, 409.
    """
    check_transition(subject, record_of(row), "resubmit")
    hold_receptions(unit, row.department_code)
    said = _said(subject, unit, given, row.id, row.department_code)
    after = apply_transition(subject, unit, record_of(row), "resubmit", changes=said, detail=_brief(said))
    bind_scan(subject, unit, said["letter_scan"], row.id)
    release_scan(unit, context, row, said["letter_scan"])
    close_tasks(subject, unit, row.id)
    ask_approvers(unit, after)
    return after


def _said(
    subject: Subject, unit: Unit, given: Mapping[str, Any], reception_id: uuid.UUID, department: str
) -> dict[str, Any]:
    """Return the columns of what is asked for, checked. Errors: :class:`ReceptionUnfit`, :class:`FileNotFound`."""
    letter = given["letter"]
    meals_given = (
        0 if letter is None else meals_by_letter(unit, department, letter["organ"], letter["number"], reception_id)
    )
    refuse(plan_breaches(given, standards_of(unit), clock.now(), meals_given))
    return {
        **{name: given[name] for name in _TOLD},
        "organ": letter["organ"],
        "letter_number": letter["number"],
        "letter_dated_on": letter["dated_on"],
        "letter_scan": check_scan(subject, unit, letter["file_id"], reception_id),
        "items": plain_items(given["items"]),
        "estimate_fen": sum(host_costs(given["items"]).values()),
        "guest_count": len(given["guests"]),
        "accompanying_count": len(given["accompanying"]),
        "next_turn_at": given["starts_at"],
    }


def plain_items(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return items as plain JSON."""
    return [{**item, "day": item["day"].isoformat()} for item in items]


def _brief(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("organ", "letter_number", "guest_count", "estimate_fen")}


def decide_reception(subject: Subject, unit: Unit, row: Row[Any], decision: str, opinion: str) -> Row[Any]:
    """Approve a request, return it to be changed or reject it, with the reason, as another officer of its department.

    Errors: :class:`ReceptionDecidedByAnother`, :class:`ReceptionBegun`, :class:`ReceptionUnfit` for one without reason,
    403, 409.
    """
    check_transition(subject, record_of(row), decision)
    check_other(subject, row)
    if decision == "approve":
        return _approve(subject, unit, row, opinion)
    need_reason(opinion)
    changes = {} if decision == "return" else {"next_turn_at": None}
    after = apply_transition(subject, unit, record_of(row), decision, changes=changes, opinion=opinion)
    close_tasks(subject, unit, row.id)
    tell_requester(unit, after, f"{DECISIONS[decision]}：{opinion}", changing=decision == "return")
    return after


def _approve(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    if row.starts_at <= clock.now():
        raise ReceptionBegun
    changes = {"approver_name": subject.actor.name, **list_term(unit, clock.local(row.ends_at).date())}
    after = apply_transition(subject, unit, record_of(row), "approve", changes=changes, opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    ask_for_list(unit, after, "已批准，结束后请填报接待清单")
    return after


def cancel_reception(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Call off what one asked for before it begins; that an approved one did not take place, an approver says later.

    Its requester says by the list what it was. Errors: :class:`ReceptionTookPlace`, 403, 409.
    """
    begun = has_begun(row)
    if begun and row.requester_id in (subject.id, subject.actor.id):
        raise ReceptionTookPlace
    changes = {"next_turn_at": None}
    after = apply_transition(
        subject, unit, record_of(row), "strike" if begun else "cancel", changes=changes, opinion=reason
    )
    close_tasks(subject, unit, row.id)
    if begun:
        tell_requester(unit, after, f"未举行，已撤销：{reason}")
    return after


def check_other(subject: Subject, row: Row[Any]) -> None:
    """Refuse whoever decides on what they asked for. Errors: :class:`ReceptionDecidedByAnother`."""
    if row.requester_id in (subject.id, subject.actor.id):
        raise ReceptionDecidedByAnother


def need_reason(opinion: str) -> None:
    """Refuse a return or a rejection that does not say why. Errors: :class:`ReceptionUnfit`."""
    if not opinion:
        pointer = Pointer("/opinion", "required", "请说明理由。", "Say why.")
        raise ReceptionUnfit(pointers=[pointer], breaches=[])

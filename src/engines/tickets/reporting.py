"""Reporting (上报), and what ends a ticket before anybody arrived: cancelled by its reporter, or declined."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.tickets.categories import Category, find_category
from engines.tickets.kinds import TicketKind
from engines.tickets.lifecycle import REPORT, record_of
from engines.tickets.limits import moment_after, no_term, term, whole
from engines.tickets.models import Ticket
from engines.tickets.photos import bind_photos, check_photos
from engines.tickets.queries import ticket_by_id
from engines.tickets.refusals import ArrivedAlready, ReporterWithoutDepartment, TicketUnfit
from engines.tickets.tasks import ask_dispatchers
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id


def report_ticket(subject: Subject, unit: Unit, kind: TicketKind, given: Mapping[str, Any]) -> Row[Any]:
    """Report something and return its ticket, which waits to be dispatched.

    ``given``: ``title``, ``description``, ``category``, ``place``, ``priority`` and ``photos``, ids of files of the
    subject's own.
    Errors: :class:`PermissionMissing`, :class:`ReporterWithoutDepartment`, :class:`TicketUnfit`, :class:`FileNotFound`.
    """
    subject.reach(kind.permissions.report)
    if subject.department_code not in department_names(unit):
        raise ReporterWithoutDepartment
    category = _category(unit, kind, given["category"])
    photos = check_photos(subject, unit, given["photos"])
    ticket_id = new_id()
    unit.add(Ticket, id=ticket_id, **_beginning(subject, unit, kind, category, given), photos=photos)
    record = Record(kind.lifecycle, Ticket, ticket_id, "", 0, category.department, subject.id)
    write_event(subject, unit, record, REPORT, detail={"priority": given["priority"]})
    bind_photos(subject, unit, photos, ticket_id)
    unit.flush()
    row = ticket_by_id(unit, ticket_id)
    ask_dispatchers(unit, row, "dispatch_ticket", "待派单")
    return row


def cancel_ticket(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Cancel what one reported, before anybody arrived. Errors: :class:`ArrivedAlready`, 403, 409."""
    _check_nobody_arrived(subject, row, "cancel")
    after = apply_transition(subject, unit, record_of(row), "cancel", changes=_ended(), opinion=reason)
    close_tasks(subject, unit, row.id)
    return after


def decline_ticket(subject: Subject, unit: Unit, row: Row[Any], reason: str, turn_to: str) -> Row[Any]:
    """Decline what is not ours, with the reason and where to turn. Errors: :class:`ArrivedAlready`, 403, 409."""
    _check_nobody_arrived(subject, row, "decline")
    detail = {"turn_to": turn_to}
    after = apply_transition(subject, unit, record_of(row), "decline", changes=_ended(), opinion=reason, detail=detail)
    close_tasks(subject, unit, row.id)
    return after


def _check_nobody_arrived(subject: Subject, row: Row[Any], turn: str) -> None:
    """Refuse to end what was worked on: one that was dispatched anew waits for a second arrival, not for a first."""
    found = check_transition(subject, record_of(row), turn)
    if row.arrived_at is not None:
        raise ArrivedAlready(action_zh=found.zh, action_en=found.en)


def _category(unit: Unit, kind: TicketKind, code: str) -> Category:
    found = find_category(unit, kind.code, code)
    if found is None:
        sentence = ("没有该类别，请从类别列表中选择。", "There is no such category. Choose one of the list.")
        raise TicketUnfit(pointers=[Pointer("/category", "unknown", *sentence)])
    return found


def _beginning(
    subject: Subject, unit: Unit, kind: TicketKind, category: Category, given: Mapping[str, Any]
) -> dict[str, Any]:
    hours, today = dict(category.hours[given["priority"]]), clock.today()
    return {
        "kind": kind.code,
        "number": f"{kind.prefix}{today.year}{next_number(unit, f'tickets:{kind.code}:{today.year}'):06d}",
        "state": "reported",
        "version": 1,
        "department_code": category.department,
        "reporter_id": subject.id,
        "reporter_name": subject.name,
        "reporter_department": subject.department_code,
        "category": category.code,
        "category_name": category.name,
        **{name: given[name] for name in ("title", "description", "place", "priority")},
        "hours": hours,
        "outcome_photos": [],
        "reported_at": clock.now(),
        "month": today.replace(day=1),
        "promised_at": moment_after(unit, kind, given["priority"], whole(hours)),
        **term(unit, kind, given["priority"], hours["dispatch"]),
        "by_default": False,
    }


def _ended() -> dict[str, Any]:
    return {"closed_at": clock.now(), **no_term()}

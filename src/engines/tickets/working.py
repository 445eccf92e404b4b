"""Dispatching (派单), arriving (到场) and completing (完工)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from auth import Officer, PermissionMissing, Subject, find_officer, officers_over
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.tickets.kinds import kind_of
from engines.tickets.lifecycle import record_of
from engines.tickets.limits import no_term, term
from engines.tickets.photos import bind_photos, check_photos
from engines.tickets.refusals import AlreadyInTheseHands, InOtherHands, TicketUnfit
from engines.tickets.tasks import ask_reporter, ask_workers
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.fields import beijing

#: Turns of who does the work; of a ticket that is one officer's by name, they are theirs alone.
BY_HAND = ("arrive", "complete")
SECONDS = 60


@dataclass(frozen=True)
class Hands:
    """In whose hands a ticket is put: an officer by id, or an outside firm by name."""

    technician_id: uuid.UUID | None
    firm: str | None


def technicians_for(subject: Subject, unit: Unit, context: Context, row: Row[Any]) -> list[Officer]:
    """Return the officers to whom a ticket can be dispatched, by name, for who dispatches it.

    Errors: :class:`PermissionMissing`.
    """
    permissions = kind_of(row.kind).permissions
    if not subject.holds(permissions.dispatch, row.department_code):
        raise PermissionMissing(permission=permissions.dispatch)
    found = officers_over(unit, context.vault, row.department_code)
    return [officer for officer in found if permissions.work in officer.permissions]


def dispatch_ticket(subject: Subject, unit: Unit, context: Context, row: Row[Any], hands: Hands, note: str) -> Row[Any]:
    """Put a ticket into the hands of a technician or a firm; again where it is in others' that do not do it.

    Errors: :class:`TicketUnfit`, :class:`AlreadyInTheseHands`, 403, 409.
    """
    check_transition(subject, record_of(row), "dispatch")
    officer = _technician(unit, context, row, hands)
    name = officer.name if officer is not None else hands.firm
    held = (row.assignee_id, row.firm) == (hands.technician_id, hands.firm)
    if held and row.state in ("dispatched", "in_progress"):
        raise AlreadyInTheseHands(name=name)
    kind = kind_of(row.kind)
    changes = {
        "assignee_id": hands.technician_id,
        "assignee_name": officer.name if officer is not None else None,
        "firm": hands.firm,
        "dispatched_at": clock.now(),
        **term(unit, kind, row.priority, row.hours["arrival"]),
    }
    detail = {"to": name, "firm": hands.firm is not None, "due_at": beijing(changes["due_at"])}
    after = apply_transition(
        subject, unit, record_of(row), "dispatch", changes=changes, opinion=note or None, detail=detail
    )
    close_tasks(subject, unit, row.id)
    ask_workers(unit, after, "arrive_ticket", "待到场")
    return after


def arrive_at_ticket(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Note that who does the work has arrived; the limit for completion begins. Errors: :class:`InOtherHands`, 409."""
    check_transition(subject, record_of(row), "arrive")
    check_hands(subject, row)
    after = _begin_work(subject, unit, row, "arrive", {"arrived_at": clock.now()}, note)
    ask_workers(unit, after, "complete_ticket", "待完工")
    return after


def complete_ticket(
    subject: Subject, unit: Unit, row: Row[Any], outcome: str, file_ids: Sequence[uuid.UUID], told: Mapping[str, Any]
) -> Row[Any]:
    """Say what was done, with photos; the reporter has some working days to accept it or to return it.

    ``told`` is what the kind adds to the timeline.
    Errors: :class:`InOtherHands`, :class:`TicketUnfit`, :class:`FileNotFound`, 409.
    """
    check_transition(subject, record_of(row), "complete")
    check_hands(subject, row)
    photos, moment = check_photos(subject, unit, file_ids), clock.now()
    days = kind_of(row.kind).acceptance_days
    changes = {
        "outcome": outcome,
        "outcome_photos": [*row.outcome_photos, *photos],
        "completed_by": subject.actor.id,
        "completed_at": moment,
        "minutes": int((moment - row.reported_at).total_seconds()) // SECONDS,
        "accept_by": load_calendar(unit).add_working_days(clock.today(), days),
        **no_term(),
    }
    detail = {"on_time": moment <= row.promised_at, "photos": len(photos), **told}
    after = apply_transition(subject, unit, record_of(row), "complete", changes=changes, opinion=outcome, detail=detail)
    bind_photos(subject, unit, photos, row.id)
    close_tasks(subject, unit, row.id)
    ask_reporter(unit, after, "accept_ticket", "已完工，请验收评价")
    return after


def return_work(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Return work to who did it, as its reporter, with the reason; its limit begins anew. Errors: 403, 409."""
    changes = {"completed_at": None, "completed_by": None, "minutes": None, "accept_by": None}
    after = _begin_work(subject, unit, row, "return_work", changes, reason)
    ask_workers(unit, after, "complete_ticket", "验收未通过，请返工")
    return after


def check_hands(subject: Subject, row: Row[Any]) -> None:
    """Refuse who is not the officer to whom a ticket was dispatched, nor acts for them. Errors: :class:`InOtherHands`.

    What an outside firm does is noted down by anybody who may do the work.
    """
    if not is_in_hands(subject, row):
        raise InOtherHands(name=row.assignee_name)


def is_in_hands(subject: Subject, row: Row[Any]) -> bool:
    """Tell whether the work of a ticket is this officer's to do, as far as it was given to somebody by name."""
    if row.assignee_id in (None, subject.id):
        return True
    work = kind_of(row.kind).permissions.work
    return any(item.officer_id == row.assignee_id and item.holds(work, (row.department_code,)) for item in subject.lent)


def _begin_work(
    subject: Subject, unit: Unit, row: Row[Any], turn: str, changes: Mapping[str, Any], opinion: str
) -> Row[Any]:
    """Make a turn after which the limit for completion runs."""
    begun = {**changes, **term(unit, kind_of(row.kind), row.priority, row.hours["completion"])}
    detail = {"due_at": beijing(begun["due_at"])}
    after = apply_transition(subject, unit, record_of(row), turn, changes=begun, opinion=opinion or None, detail=detail)
    close_tasks(subject, unit, row.id)
    return after


def _technician(unit: Unit, context: Context, row: Row[Any], hands: Hands) -> Officer | None:
    if (hands.technician_id is None) == (hands.firm is None):
        sentence = ("请指定维修人员或外部单位其中之一。", "Name either a technician or an outside firm.")
        raise TicketUnfit(pointers=[Pointer("/technician_id", "one-of", *sentence)])
    if hands.technician_id is None:
        return None
    officer = find_officer(unit, context.vault, hands.technician_id)
    work = kind_of(row.kind).permissions.work
    if officer is None or work not in officer.permissions or not officer.scope.covers(row.department_code):
        sentence = ("没有该人员，或其不承担该单位的工单。", "No officer who does the work of this department.")
        raise TicketUnfit(pointers=[Pointer("/technician_id", "unfit", *sentence)])
    return officer

"""What happens to tickets by itself: limits come near and pass, and silence accepts.

Each is told once of each limit, to who dispatches and who does the work; a step that begins has a limit of its own,
of which nothing was told yet.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.inbox import close_tasks
from engines.lifecycles import run_due
from engines.tickets.accepting import accept_by_default
from engines.tickets.models import Ticket
from engines.tickets.queries import ticket_by_id
from engines.tickets.tasks import ask_dispatchers, ask_followers_up, ask_workers
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
SOON, OVERDUE = "ticket_due_soon", "ticket_overdue"
#: The step whose limit runs in each state.
_STEPS = {
    "reported": "派单",
    "reopened": "派单",
    "dispatched": "到场",
    "in_progress": "完工",
    "following_up": "差评回访",
}


def run_ticket_timers(context: Context) -> int:
    """Tell of limits, accept what nobody answered; return how many tickets it touched."""
    return (
        run_due(context, _unanswered, _accept)
        + run_due(context, _overdue, _tell_overdue)
        + run_due(context, _soon, _tell_soon)
    )


def _unanswered(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(
        select(Ticket.id)
        .where(Ticket.accept_by.is_not(None), Ticket.accept_by < clock.today())
        .order_by(Ticket.accept_by, Ticket.id)
        .limit(BATCH)
    )


def _accept(unit: Unit, _context: Context, ticket_id: uuid.UUID) -> None:
    row = _locked(unit, ticket_id)
    if row.accept_by is not None and row.accept_by < clock.today():
        accept_by_default(unit, row)


def _soon(unit: Unit) -> Sequence[Row[Any]]:
    now = clock.now()
    return unit.rows(
        select(Ticket.id)
        .where(Ticket.due_at.is_not(None), Ticket.due_at >= now, Ticket.soon_at <= now, Ticket.told == "")
        .order_by(Ticket.soon_at, Ticket.id)
        .limit(BATCH)
    )


def _tell_soon(unit: Unit, _context: Context, ticket_id: uuid.UUID) -> None:
    row = _locked(unit, ticket_id)
    if row.due_at is not None and row.told == "" and row.soon_at <= clock.now() <= row.due_at:
        _tell(unit, row, SOON, "soon", "临近时限")


def _overdue(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(
        select(Ticket.id)
        .where(Ticket.due_at.is_not(None), Ticket.due_at < clock.now(), Ticket.told != "overdue")
        .order_by(Ticket.soon_at, Ticket.id)
        .limit(BATCH)
    )


def _tell_overdue(unit: Unit, _context: Context, ticket_id: uuid.UUID) -> None:
    row = _locked(unit, ticket_id)
    if row.due_at is not None and row.told != "overdue" and row.due_at < clock.now():
        close_tasks(SYSTEM, unit, row.id, kind=SOON)
        _tell(unit, row, OVERDUE, "overdue", "已超时限")


def _tell(unit: Unit, row: Row[Any], kind: str, told: str, what: str) -> None:
    unit.write(update(Ticket).where(Ticket.id == row.id).values(told=told))
    sentence = f"{_STEPS[row.state]}{what}"
    if row.state == "following_up":
        ask_followers_up(unit, row, kind, sentence)
        return
    ask_dispatchers(unit, row, kind, sentence)
    if row.state in ("dispatched", "in_progress") and row.assignee_id is not None:
        ask_workers(unit, row, kind, sentence)


def _locked(unit: Unit, ticket_id: uuid.UUID) -> Row[Any]:
    """Return a ticket that nobody else works on: another worker makes its round too, and an officer a turn."""
    unit.begin()
    unit.rows(select(Ticket.id).where(Ticket.id == ticket_id).with_for_update())
    return ticket_by_id(unit, ticket_id)

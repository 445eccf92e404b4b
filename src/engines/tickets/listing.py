"""Lists and counts of tickets, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select

from auth import Subject
from engines.lifecycles import count_by_state_and_light
from engines.tickets.access import visible
from engines.tickets.kinds import TicketKind
from engines.tickets.limits import LIGHTS, light_column
from engines.tickets.models import Ticket
from engines.tickets.queries import TICKET_COLUMNS
from kit.database import Unit

#: A count goes this far and says so.
MOST_COUNTED = 10_000
_SAME = ("state", "category", "priority", "month")


@dataclass(frozen=True)
class TicketFilter:
    """What part of the tickets is asked for; ``among`` is a statement of ids that the app of the kind adds."""

    state: str | None = None
    light: str | None = None
    category: str | None = None
    priority: str | None = None
    place: str | None = None
    technician_id: uuid.UUID | None = None
    mine: str | None = None
    #: The first day of the month in which it was reported.
    month: date | None = None
    words: str | None = None
    among: Select[Any] | None = None


def list_tickets(
    unit: Unit, subject: Subject, kind: TicketKind, wanted: TicketFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return tickets of a kind that an officer sees, newest first."""
    statement = _wanted(subject, kind, wanted, *TICKET_COLUMNS)
    if after is not None:
        statement = statement.where(Ticket.id < after)
    return unit.rows(statement.order_by(Ticket.id.desc()).limit(rows))


def count_tickets(unit: Unit, subject: Subject, kind: TicketKind, wanted: TicketFilter) -> dict[str, Any]:
    """Count tickets that an officer sees by state and by light, among the newest :data:`MOST_COUNTED`."""
    newest = _wanted(subject, kind, wanted, Ticket.state, light_column().label("light"))
    return count_by_state_and_light(unit, newest.order_by(Ticket.id.desc()), LIGHTS, MOST_COUNTED)


def _wanted(subject: Subject, kind: TicketKind, wanted: TicketFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).where(Ticket.kind == kind.code, visible(subject, kind))
    for name in _SAME:
        if getattr(wanted, name) is not None:
            statement = statement.where(getattr(Ticket, name) == getattr(wanted, name))
    if wanted.light is not None:
        statement = statement.where(light_column() == wanted.light)
    if wanted.technician_id is not None:
        statement = statement.where(Ticket.assignee_id == wanted.technician_id)
    if wanted.mine is not None:
        own = Ticket.reporter_id if wanted.mine == "reported" else Ticket.assignee_id
        statement = statement.where(own == subject.id)
    if wanted.place:
        statement = statement.where(Ticket.place.like(_containing(wanted.place), escape="\\"))
    if wanted.words:
        found = [column.like(_containing(wanted.words), escape="\\") for column in (Ticket.title, Ticket.description)]
        statement = statement.where(or_(Ticket.number == wanted.words, *found))
    if wanted.among is not None:
        statement = statement.where(Ticket.id.in_(wanted.among))
    return statement


def _containing(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"

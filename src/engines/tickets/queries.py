"""Reading tickets one by one."""

import uuid
from typing import Any

from sqlalchemy import Row, bindparam, select

from auth import Subject
from engines.tickets.access import scope_of
from engines.tickets.kinds import TicketKind
from engines.tickets.models import Ticket
from engines.tickets.refusals import TicketNotFound
from kit.database import Unit
from kit.fixed import Fixed

TICKET_COLUMNS = tuple(Ticket.__table__.c)
_ticket = Fixed(select(*TICKET_COLUMNS).where(Ticket.id == bindparam("ticket_id")))


def ticket_by_id(unit: Unit, ticket_id: uuid.UUID) -> Row[Any]:
    """Return a ticket whoever asks, for jobs. Errors: :class:`TicketNotFound`."""
    row = unit.first(_ticket, {"ticket_id": ticket_id})
    if row is None:
        raise TicketNotFound
    return row


def ticket_of(unit: Unit, subject: Subject, kind: TicketKind, ticket_id: uuid.UUID) -> Row[Any]:
    """Return a ticket of a kind that an officer sees. Errors: :class:`TicketNotFound`."""
    row = ticket_by_id(unit, ticket_id)
    own = subject.id in (row.reporter_id, row.assignee_id)
    if row.kind != kind.code or not (own or scope_of(subject, kind.permissions.read).covers(row.department_code)):
        raise TicketNotFound
    return row

"""The limits of a ticket's steps: hours of the offices, or every hour, and the lights that follow from them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, case

from engines.policy import policy
from engines.tickets.kinds import STEPS, TicketKind
from engines.tickets.models import Ticket
from engines.workdays import due_moment, load_calendar
from kit import clock
from kit.database import Unit

LIGHTS = ("green", "yellow", "red", "grey")
HUNDRED = 100


def moment_after(unit: Unit, kind: TicketKind, priority: str, hours: float) -> datetime:
    """Return when so many hours from now have passed, as this priority counts them."""
    if priority in kind.round_the_clock:
        return clock.now() + timedelta(hours=hours)
    return due_moment(load_calendar(unit), clock.now(), hours)


def term(unit: Unit, kind: TicketKind, priority: str, hours: float) -> dict[str, Any]:
    """Return the columns of a step that begins now: due, yellow before that by the city's share, told of neither."""
    share = policy(unit).yellow_share_percent / HUNDRED
    return {
        "due_at": moment_after(unit, kind, priority, hours),
        "soon_at": moment_after(unit, kind, priority, hours * (1 - share)),
        "told": "",
    }


def no_term() -> dict[str, Any]:
    """Return the columns of a ticket on which no limit runs."""
    return {"due_at": None, "soon_at": None, "told": ""}


def whole(hours: Mapping[str, float]) -> float:
    """Return the hours from the report to the completion by the limits of all steps."""
    return sum(hours[step] for step in STEPS)


def light_of(row: Row[Any], now: datetime) -> str:
    """Return the light of the step that runs; ``grey`` where no limit does."""
    if row.due_at is None:
        return "grey"
    if now > row.due_at:
        return "red"
    return "yellow" if now >= row.soon_at else "green"


def light_column() -> ColumnElement[str]:
    """Return the light as the database computes it from the same moments as :func:`light_of`."""
    now = clock.now()
    return case(
        (Ticket.due_at.is_(None), "grey"),
        (Ticket.due_at < now, "red"),
        (Ticket.soon_at <= now, "yellow"),
        else_="green",
    )

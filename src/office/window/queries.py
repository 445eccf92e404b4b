"""Reading counter sessions: a clerk's own that is open, and nothing else."""

import uuid
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from kit import clock
from kit.database import Unit
from office.window.models import WindowSession
from office.window.rules import CounterSessionNotFound, has_rested

_columns = tuple(WindowSession.__table__.c)


def open_session(unit: Unit, clerk: Subject, session_id: uuid.UUID | None = None) -> Row[Any]:
    """Return the clerk's session that is open, or the one asked for if it is that.

    Errors: :class:`CounterSessionNotFound`, also for one that was closed or rested, and without the permission.
    """
    row = unclosed_session(unit, clerk)
    if row is None or "window.serve" not in clerk.permissions or has_rested(row.used_at, clock.now()):
        raise CounterSessionNotFound
    if session_id not in {None, row.id}:
        raise CounterSessionNotFound
    return row


def unclosed_session(unit: Unit, clerk: Subject) -> Row[Any] | None:
    """Return the session that a clerk has not closed, rested or not."""
    return unit.first(select(*_columns).where(WindowSession.clerk_id == clerk.id, WindowSession.ended_at.is_(None)))

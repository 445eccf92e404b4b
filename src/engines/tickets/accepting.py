"""Accepting and rating (验收评价), by the reporter or, when they do not answer, by default and without a rating."""

from typing import Any

from sqlalchemy import Row

from auth import SYSTEM, Subject
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition
from engines.tickets.kinds import kind_of
from engines.tickets.lifecycle import record_of
from engines.tickets.limits import term
from engines.tickets.tasks import ask_followers_up
from kit import clock
from kit.database import Unit


def accept_ticket(subject: Subject, unit: Unit, row: Row[Any], rating: int, comment: str) -> Row[Any]:
    """Accept the work and rate it from 1 to 5; a bad rating opens its follow-up. Errors: 403, 409."""
    kind = kind_of(row.kind)
    bad = rating <= kind.worst_rating
    changes: dict[str, Any] = {"rating": rating, "comment": comment or None, "accept_by": None}
    if row.first_rating is None:
        changes["first_rating"] = rating
    if bad:
        changes |= {"called_back_at": None, **term(unit, kind, "normal", kind.call_back_hours)}
    else:
        changes["closed_at"] = clock.now()
    after = apply_transition(
        subject,
        unit,
        record_of(row),
        "accept_badly" if bad else "accept",
        changes=changes,
        opinion=comment or None,
        detail={"rating": rating},
    )
    close_tasks(subject, unit, row.id)
    if bad:
        ask_followers_up(unit, after, "follow_up_ticket", f"评价{rating}分，待回访")
    return after


def accept_by_default(unit: Unit, row: Row[Any]) -> Row[Any]:
    """Accept work to which nobody answered in time, without a rating; done by a job."""
    changes = {"by_default": True, "accept_by": None, "closed_at": clock.now()}
    after = apply_transition(SYSTEM, unit, record_of(row), "accept_by_default", changes=changes)
    close_tasks(SYSTEM, unit, row.id)
    return after

"""Following up a bad rating (差评回访): by another than who did the work; called back, put right, closed."""

from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.tickets.kinds import kind_of
from engines.tickets.lifecycle import record_of
from engines.tickets.limits import no_term, term
from engines.tickets.refusals import CallBackFirst, FollowUpByAnother
from engines.tickets.tasks import ask_dispatchers, ask_followers_up
from kit import clock
from kit.database import Unit


def call_back(subject: Subject, unit: Unit, row: Row[Any], result: str, *, reached: bool) -> Row[Any]:
    """Note what the reporter said when called back. Errors: :class:`FollowUpByAnother`, 403, 409.

    A call that reached nobody leaves the limit for the call as it is.
    """
    _check(subject, row, "call_back")
    kind = kind_of(row.kind)
    changes: dict[str, Any] = {}
    if reached:
        changes = {"called_back_at": clock.now(), **term(unit, kind, "normal", kind.follow_up_hours)}
    after = apply_transition(
        subject, unit, record_of(row), "call_back", changes=changes, opinion=result, detail={"reached": reached}
    )
    if reached:
        close_tasks(subject, unit, row.id)
        ask_followers_up(unit, after, "follow_up_ticket", "已回访，待处理办结")
    return after


def reopen_ticket(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Have it done again, under the same number; it waits to be dispatched.

    Errors: :class:`CallBackFirst`, :class:`FollowUpByAnother`, 403, 409.
    """
    _check(subject, row, "reopen", called=True)
    changes = {
        "completed_at": None,
        "completed_by": None,
        "minutes": None,
        **term(unit, kind_of(row.kind), row.priority, row.hours["dispatch"]),
    }
    after = apply_transition(subject, unit, record_of(row), "reopen", changes=changes, opinion=reason)
    close_tasks(subject, unit, row.id)
    ask_dispatchers(unit, after, "dispatch_ticket", "差评重新处理，待派单")
    return after


def close_follow_up(subject: Subject, unit: Unit, row: Row[Any], result: str) -> Row[Any]:
    """Close a follow-up with what was done. Errors: :class:`CallBackFirst`, :class:`FollowUpByAnother`, 403, 409."""
    _check(subject, row, "close_follow_up", called=True)
    changes = {"closed_at": clock.now(), **no_term()}
    after = apply_transition(subject, unit, record_of(row), "close_follow_up", changes=changes, opinion=result)
    close_tasks(subject, unit, row.id)
    return after


def _check(subject: Subject, row: Row[Any], turn: str, *, called: bool = False) -> None:
    check_transition(subject, record_of(row), turn)
    if subject.actor.id in (row.assignee_id, row.completed_by, row.reporter_id):
        raise FollowUpByAnother
    if called and row.called_back_at is None:
        raise CallBackFirst

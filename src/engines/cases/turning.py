"""Taking a turn: what every turn of a case does beside its own business.

It passes the ball on, adds the working days that the one who had it kept it, calls an escalation off when the case is
no longer overdue, and lets a joint case follow. Only the office's days are assessed (政务服务效能: time that waits for
the applicant or a third party is not the office's).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from auth import SYSTEM, Subject
from engines.cases.lifecycle import CASE, CLOSED
from engines.cases.queries import record_of
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition
from engines.workdays import load_calendar
from kit import clock, outbox
from kit.database import Unit

COUNTED_HOLDERS = ("office", "applicant", "third_party")


def take_turn(
    subject: Subject,
    unit: Unit,
    case: Row[Any],
    name: str,
    *,
    record: Record | None = None,
    changes: Mapping[str, Any] | None = None,
    opinion: str | None = None,
    detail: Mapping[str, Any] | None = None,
    holder: str | None = None,
) -> Row[Any]:
    """Make a turn of a case and return its row after it.

    ``record`` stands for :func:`record_of` where seats or signers matter; ``holder`` for whoever has the ball in a
    state where that depends. Errors: as :func:`engines.lifecycles.apply_transition`.
    """
    turn = CASE.transition(name)
    if holder is None:
        holder = case.holder if turn.target is None else CASE.state(turn.target).holder
    moment = clock.now()
    new = {**passed_on(unit, case, holder, moment), **(changes or {})}
    calm = case.escalated_at is not None and new.get("due_on", case.due_on) >= clock.today()
    if calm:
        new["escalated_at"] = None
    target = turn.leads_to(case.state)
    if target != case.state and target in CLOSED:
        new["closed_on"] = clock.local(moment).date()
    told = dict(detail or {})
    if holder != CASE.state(target).holder:
        told["holder"] = holder
    after = apply_transition(subject, unit, record or record_of(case), name, changes=new, opinion=opinion, detail=told)
    if calm:
        close_tasks(SYSTEM, unit, case.id, kind="overdue")
    follow_joint(unit, case, after.version)
    return after


def follow_joint(unit: Unit, case: Row[Any], version: int) -> None:
    """Let the joint case of which this one is a part follow a turn that made ``version`` of it."""
    if case.joint_case_id is not None:
        payload = {"joint_case_id": str(case.joint_case_id)}
        outbox.enqueue(unit, "joint.advance", payload, key=f"joint:{case.id}:{version}")


def passed_on(unit: Unit, case: Row[Any], holder: str, moment: datetime) -> dict[str, Any]:
    """Return the columns that change when the ball goes to ``holder``.

    Days are counted as those of terms are (民法典 第二百零一条): the one on which the ball comes is not, the one on
    which it goes is. So every working day after the submission is somebody's, once.
    """
    if holder == case.holder:
        return {}
    changes: dict[str, Any] = {"holder": holder, "held_since": moment}
    if case.holder in COUNTED_HOLDERS:
        column = f"{case.holder}_days"
        changes[column] = getattr(case, column) + _working_days(unit, case.held_since, moment)
    return changes


def ledger(unit: Unit, events: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return who had the ball from when to when, in working days, from a case's timeline.

    Each is ``{holder, from, to, working_days, state_name}``; ``to`` is None for the one who has it now.
    """
    spans: list[dict[str, Any]] = []
    starts: list[datetime] = []
    for event in events:
        holder = event.detail.get("holder") or CASE.state(event.to_state).holder
        if event.from_state == event.to_state or (spans and spans[-1]["holder"] == holder):
            continue
        if spans:
            spans[-1]["to"] = clock.local(event.at).date().isoformat()
            spans[-1]["working_days"] = _working_days(unit, starts[-1], event.at)
        starts.append(event.at)
        spans.append(
            {
                "holder": holder,
                "from": clock.local(event.at).date().isoformat(),
                "to": None,
                "working_days": 0,
                "state_name": CASE.state(event.to_state).zh,
            }
        )
    if spans and spans[-1]["holder"] in COUNTED_HOLDERS:
        spans[-1]["working_days"] = _working_days(unit, starts[-1], clock.now())
    return spans


def _working_days(unit: Unit, since: datetime, until: datetime) -> int:
    return load_calendar(unit).working_days_between(clock.local(since).date(), clock.local(until).date())

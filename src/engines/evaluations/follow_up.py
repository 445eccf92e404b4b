"""Following up a bad evaluation: every step has its date, its task, and the next one to look at it."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row, update

from auth import Subject
from engines.evaluations.lifecycle import FOLLOW_UP, OPEN, record_of
from engines.evaluations.models import Evaluation, FollowUp
from engines.evaluations.rules import AnotherMustLook, EvaluatorAnonymous, check_another, check_contacted
from engines.files import bind_files, own_files
from engines.inbox import close_tasks, open_task
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

Answer = Literal["rectify", "explain", "appeal"]
#: A re-visit sends back once; after that it closes either way.
MOST_ROUNDS = 2
_HANDLE, _SUPERVISE = "evaluations.follow_up", "evaluations.supervise"
#: What waits in each state: kind of task, its title, whose it is.
_TASKS = {
    "opened": ("follow_up", "差评回访核实", _HANDLE),
    "contacted": ("follow_up", "差评整改", _HANDLE),
    "rectified": ("revisit", "差评整改复访", _SUPERVISE),
    "explained": ("revisit", "差评说明复访", _SUPERVISE),
    "appealed": ("appeal", "差评申诉复核", _SUPERVISE),
}


def open_follow_up(subject: Subject, unit: Unit, case: Row[Any], evaluation_id: uuid.UUID, *, anonymous: bool) -> None:
    """Open the follow-up of an evaluation just given; an anonymous one has nobody to call back.

    Its tasks and its number say nothing of the case, so that an anonymous evaluation stays one.
    """
    moment, days = clock.now(), policy(unit)
    rectify_by = _in_days(unit, days.follow_up_days)
    due_on = rectify_by if anonymous else _in_days(unit, days.follow_up_contact_days)
    number = f"CP{clock.today():%Y%m%d}{next_number(unit, f'follow_up:{clock.today():%Y%m%d}'):06d}"
    unit.add(
        FollowUp,
        id=evaluation_id,
        number=number,
        matter_name=case.matter_name,
        department_code=case.department_code,
        state="opened",
        version=1,
        round=1,
        due_on=due_on,
        rectify_by=rectify_by,
        opened_at=moment,
    )
    record = Record(FOLLOW_UP, FollowUp, evaluation_id, "", 0, case.department_code, None)
    told = {"due_on": due_on.isoformat(), "rectify_by": rectify_by.isoformat()}
    write_event(_unnamed(subject) if anonymous else subject, unit, record, OPEN, detail=told)
    limit = days.follow_up_days if anonymous else days.follow_up_contact_days
    _open_task(unit, evaluation_id, number, case.matter_name, case.department_code, "opened", due_on, limit)


def contact_evaluator(subject: Subject, unit: Unit, follow_up: Row[Any], *, reached: bool, result: str) -> Row[Any]:
    """Note what the call back said. Errors: :class:`EvaluatorAnonymous`."""
    check_transition(subject, record_of(follow_up), "contact")
    if follow_up.anonymous:
        raise EvaluatorAnonymous
    return _turn(
        subject,
        unit,
        follow_up,
        "contact",
        result,
        follow_up.rectify_by,
        policy(unit).follow_up_days,
        changes={"contacted_at": clock.now()},
        detail={"reached": reached},
    )


def answer_evaluation(
    subject: Subject, unit: Unit, follow_up: Row[Any], answer: Answer, text: str, file_ids: Sequence[uuid.UUID] = ()
) -> Row[Any]:
    """Put it right with evidence, explain why it cannot be, or appeal against a mistaken or malicious evaluation.

    Errors: :class:`ContactFirst`, :class:`FileNotFound` for evidence of somebody else's.
    """
    check_transition(subject, record_of(follow_up), answer)
    check_contacted(follow_up.state, anonymous=follow_up.anonymous)
    files = own_files(unit, subject, file_ids)
    bind_files(subject, unit, list(file_ids), follow_up.case_id)
    days = policy(unit)
    changes: dict[str, Any] = {"answered_by": subject.id}
    if answer != "appeal" and follow_up.answered_on is None:
        changes |= {"answered_on": clock.today(), "answer": FOLLOW_UP.transition(answer).target}
    limit = days.follow_up_appeal_days if answer == "appeal" else days.follow_up_revisit_days
    evidence = [{"id": str(file_id), "name": files[file_id].name} for file_id in file_ids]
    return _turn(
        subject,
        unit,
        follow_up,
        answer,
        text,
        _in_days(unit, limit),
        limit,
        changes=changes,
        detail={"evidence": evidence} if evidence else {},
    )


def decide_appeal(subject: Subject, unit: Unit, follow_up: Row[Any], *, upheld: bool, reason: str) -> Row[Any]:
    """Decide an appeal; one that is upheld sets the evaluation aside, so that it no longer counts.

    Errors: :class:`AnotherMustLook` for who appealed.
    """
    name = "uphold_appeal" if upheld else "refuse_appeal"
    check_transition(subject, record_of(follow_up), name)
    check_another(subject.id, {follow_up.answered_by})
    if not upheld:
        days = policy(unit).follow_up_days
        due_on = max(follow_up.rectify_by, _in_days(unit, policy(unit).follow_up_contact_days))
        return _turn(subject, unit, follow_up, name, reason, due_on, days)
    unit.write(update(Evaluation).where(Evaluation.id == follow_up.id).values(set_aside=True))
    return _close(subject, unit, follow_up, name, reason, "set_aside")


def revisit(subject: Subject, unit: Unit, follow_up: Row[Any], *, satisfied: bool, result: str) -> Row[Any]:
    """Say what a re-visit by another department found: closed, or sent back once more.

    Errors: :class:`AnotherMustLook` for who answered and for the department itself.
    """
    again = not satisfied and follow_up.round < MOST_ROUNDS
    name = "send_back" if again else "close"
    check_transition(subject, record_of(follow_up), name)
    check_another(subject.id, {follow_up.answered_by})
    if subject.department_code == follow_up.department_code:
        raise AnotherMustLook
    visited = {"revisited_at": clock.now()}
    if not again:
        outcome = "satisfied" if satisfied else "dissatisfied"
        return _close(subject, unit, follow_up, name, result, outcome, changes=visited)
    days = policy(unit).follow_up_days
    changes = {**visited, "round": follow_up.round + 1}
    return _turn(subject, unit, follow_up, name, result, _in_days(unit, days), days, changes=changes)


def escalate_follow_up(unit: Unit, follow_up: Row[Any], supervision_days: int) -> None:
    """Put an overdue follow-up before the supervisors, once for each step that is overdue."""
    unit.write(update(FollowUp).where(FollowUp.id == follow_up.id).values(escalated_at=clock.now()))
    open_task(
        unit,
        record_kind="evaluation",
        record_id=follow_up.id,
        kind="follow_up_overdue",
        title=f"{follow_up.matter_name}：差评整改超期督办",
        reference=follow_up.follow_up_number,
        department_code=follow_up.department_code,
        permission=_SUPERVISE,
        due_on=_in_days(unit, supervision_days),
        limit_days=supervision_days,
    )


def _turn(
    subject: Subject,
    unit: Unit,
    follow_up: Row[Any],
    name: str,
    opinion: str,
    due_on: date,
    limit_days: int,
    *,
    changes: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Row[Any]:
    after = apply_transition(
        subject,
        unit,
        record_of(follow_up),
        name,
        opinion=opinion,
        changes={"due_on": due_on, "escalated_at": None, **(changes or {})},
        detail={"due_on": due_on.isoformat(), **(detail or {})},
    )
    close_tasks(subject, unit, follow_up.id)
    _open_task(unit, after.id, after.number, after.matter_name, after.department_code, after.state, due_on, limit_days)
    return after


def _close(
    subject: Subject,
    unit: Unit,
    follow_up: Row[Any],
    name: str,
    opinion: str,
    outcome: str,
    *,
    changes: Mapping[str, Any] | None = None,
) -> Row[Any]:
    after = apply_transition(
        subject,
        unit,
        record_of(follow_up),
        name,
        opinion=opinion,
        changes={"outcome": outcome, "closed_at": clock.now(), **(changes or {})},
        detail={"outcome": outcome},
    )
    close_tasks(subject, unit, follow_up.id)
    return after


def _open_task(
    unit: Unit,
    record_id: uuid.UUID,
    number: str,
    matter_name: str,
    department_code: str,
    state: str,
    due_on: date,
    limit_days: int,
) -> None:
    kind, title, permission = _TASKS[state]
    open_task(
        unit,
        record_kind="evaluation",
        record_id=record_id,
        kind=kind,
        title=f"{matter_name}：{title}",
        reference=number,
        department_code=department_code,
        permission=permission,
        due_on=due_on,
        limit_days=limit_days,
    )


def _unnamed(subject: Subject) -> Subject:
    """Return who evaluated without the name."""
    return dataclasses.replace(subject, name="匿名评价人", represented_by=None, mandate_id=None)


def _in_days(unit: Unit, days: int) -> date:
    return load_calendar(unit).add_working_days(clock.today(), days)

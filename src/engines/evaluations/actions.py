"""Evaluating a case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.audit import record_act
from engines.evaluations.models import Evaluation, FollowUp
from engines.evaluations.scale import BAD
from engines.inbox import open_task
from engines.workdays import load_calendar
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import Conflict

#: Local policy seen in practice: a bad rating is put right within 15 working days.
FOLLOW_UP_DAYS = 15
EVALUABLE = frozenset({"done", "delivered"})


class NotDoneYet(Conflict):
    """Only a decided case can be evaluated."""

    code = "not-done-yet"
    zh = "办件尚未办结，办结后才能评价。"
    en = "The case is not decided yet; it can be evaluated afterwards."


class EvaluatedAlready(Conflict):
    """A case is evaluated once (一事一评)."""

    code = "evaluated-already"
    zh = "您已评价过该办件，每个办件只能评价一次。"
    en = "You have evaluated this case; once is all there is."


def evaluate_case(subject: Subject, unit: Unit, case: Row[Any], level: int, tags: Sequence[str], text: str) -> None:
    """Store the evaluation of a decided case; the bottom two levels open a follow-up for the department.

    Errors: :class:`NotDoneYet`, :class:`EvaluatedAlready`.
    """
    if case.state not in EVALUABLE:
        raise NotDoneYet
    unit.add(
        Evaluation,
        case_id=case.id,
        subject_id=subject.id,
        department_code=case.department_code,
        level=level,
        tags=list(tags),
        text=text,
        evaluated_at=clock.now(),
    )
    try:
        unit.flush()
    except DuplicateRow:
        raise EvaluatedAlready from None
    record_act(subject, unit, "evaluations.evaluate", "case", case.id, level=level)
    if level in BAD:
        _follow_up(unit, case)


def _follow_up(unit: Unit, case: Row[Any]) -> None:
    due_on = load_calendar(unit).add_working_days(clock.today(), FOLLOW_UP_DAYS)
    unit.add(FollowUp, case_id=case.id, department_code=case.department_code, due_on=due_on, opened_at=clock.now())
    open_task(
        unit,
        record_kind="case",
        record_id=case.id,
        kind="follow_up",
        title=f"{case.matter_name}：差评整改回访",
        reference=case.number,
        department_code=case.department_code,
        permission="evaluations.follow_up",
        due_on=due_on,
        limit_days=FOLLOW_UP_DAYS,
    )

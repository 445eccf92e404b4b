"""Evaluating a case: once by whoever filed it, by default when nobody does, once more after a follow-up."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, update

from auth import SYSTEM, Subject
from engines.audit import record_act
from engines.cases import case_by_id, cases_without_evaluation, settle_evaluation
from engines.evaluations.follow_up import open_follow_up
from engines.evaluations.models import Evaluation
from engines.evaluations.options import evaluation_options
from engines.evaluations.queries import evaluation_of
from engines.evaluations.rules import (
    EvaluatedAlready,
    FollowUpRunning,
    NothingToFollowUp,
    check_evaluable,
    check_options,
)
from engines.evaluations.scale import BAD, DEFAULT_LEVEL
from engines.lifecycles import run_due
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.ids import new_id
from kit.outbox import enqueue

FIRST, SECOND = 1, 2


@dataclass(frozen=True)
class Rating:
    """What somebody says of a case: the level, options of that level, and words."""

    level: int
    tags: Sequence[str] = ()
    text: str = ""
    anonymous: bool = False
    channel: str = "mobile"


def evaluate_case(subject: Subject, unit: Unit, case: Row[Any], rating: Rating) -> None:
    """Store the evaluation of a decided case; the bottom two levels open a follow-up for the department.

    One that was written by default is replaced, once. Errors: :class:`NotDoneYet`, :class:`EvaluatedAlready`,
    :class:`OptionUnknown`.
    """
    check_evaluable(case)
    check_options(rating.level, rating.tags, evaluation_options(unit))
    present = evaluation_of(unit, case.id, FIRST)
    if present is None:
        evaluation_id = _add(subject, unit, case, rating, FIRST)
    else:
        evaluation_id = _replace_default(subject, unit, present.id, rating)
    settle_evaluation(unit, case.id)
    _announce(unit, evaluation_id)
    record_act(subject, unit, "evaluations.evaluate", "case", case.id, level=rating.level)
    if rating.level in BAD:
        open_follow_up(subject, unit, case, evaluation_id, anonymous=rating.anonymous)


def evaluate_again(subject: Subject, unit: Unit, case: Row[Any], rating: Rating) -> None:
    """Store the evaluation after a follow-up (assessNumber 2); who was anonymous stays so.

    Errors: :class:`NothingToFollowUp`, :class:`FollowUpRunning`, :class:`EvaluatedAlready`, :class:`OptionUnknown`.
    """
    check_options(rating.level, rating.tags, evaluation_options(unit))
    first = evaluation_of(unit, case.id, FIRST)
    if first is None or first.state is None:
        raise NothingToFollowUp
    if first.closed_at is None:
        raise FollowUpRunning
    _announce(unit, _add(subject, unit, case, rating, SECOND, anonymous=first.anonymous or rating.anonymous))
    record_act(subject, unit, "evaluations.evaluate_again", "case", case.id, level=rating.level)


def run_default_evaluations(context: Context) -> int:
    """Write 满意 for the cases whose days to evaluate have passed, and return how many."""
    return run_due(context, cases_without_evaluation, _evaluate_by_default)


def _evaluate_by_default(unit: Unit, _context: Context, case_id: uuid.UUID) -> None:
    case = case_by_id(unit, case_id)
    if case.evaluation_due_on is None or case.evaluation_due_on >= clock.today():
        return
    if evaluation_of(unit, case_id, FIRST) is None:
        _announce(unit, _add(SYSTEM, unit, case, Rating(DEFAULT_LEVEL, channel="default"), FIRST))
        record_act(SYSTEM, unit, "evaluations.evaluate", "case", case_id, level=DEFAULT_LEVEL, by_default=True)
    settle_evaluation(unit, case_id)


def _announce(unit: Unit, evaluation_id: uuid.UUID) -> None:
    """Leave the message that an evaluation is there, in its transaction."""
    enqueue(unit, "evaluations.given", {"evaluation_id": str(evaluation_id)}, key=f"evaluation:{evaluation_id}")


def _add(
    subject: Subject, unit: Unit, case: Row[Any], rating: Rating, number: int, *, anonymous: bool | None = None
) -> uuid.UUID:
    evaluation_id = new_id()
    unit.add(
        Evaluation,
        id=evaluation_id,
        case_id=case.id,
        number=number,
        subject_id=subject.id,
        department_code=case.department_code,
        matter_code=case.matter_code,
        matter_name=case.matter_name,
        channel=rating.channel,
        level=rating.level,
        tags=list(rating.tags),
        text=rating.text,
        anonymous=rating.anonymous if anonymous is None else anonymous,
        by_default=subject.kind == "system",
        set_aside=False,
        evaluated_at=clock.now(),
    )
    try:
        unit.flush()
    except DuplicateRow:
        raise EvaluatedAlready from None
    return evaluation_id


def _replace_default(subject: Subject, unit: Unit, evaluation_id: uuid.UUID, rating: Rating) -> uuid.UUID:
    done = unit.write(
        update(Evaluation)
        .where(Evaluation.id == evaluation_id, Evaluation.by_default.is_(True))
        .values(
            subject_id=subject.id,
            channel=rating.channel,
            level=rating.level,
            tags=list(rating.tags),
            text=rating.text,
            anonymous=rating.anonymous,
            by_default=False,
            evaluated_at=clock.now(),
        )
    )
    if done.rowcount != 1:
        raise EvaluatedAlready
    return evaluation_id

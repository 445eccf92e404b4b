"""Appeals (申诉): a department objects to its published score, and somebody of another one decides."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.assessment.access import newest_in_reach, reach, reach_or_none, score_for
from engines.assessment.adjusting import (
    change_score,
    check_another,
    check_published,
    keep_adjustment,
    points_asked,
)
from engines.assessment.lifecycle import APPEAL, BY_APPEAL, DECIDE, LODGE, READ, SCORE_APPEAL, appeal_record
from engines.assessment.models import AssessmentIndicator, AssessmentScoreLine, ScoreAppeal
from engines.assessment.refusals import (
    AppealNotFound,
    AppealRunning,
    AppealTooLate,
    IndicatorNotFound,
    ReasonMissing,
)
from engines.inbox import close_tasks, open_task
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.workdays import load_calendar
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.ids import new_id

#: Working days within which an appeal is to be decided; a light says so, nothing follows by itself.
DECISION_DAYS = 15


def appeal_score(
    subject: Subject, unit: Unit, score_id: uuid.UUID, *, grounds: str, indicator_code: str | None = None
) -> Row[Any]:
    """Appeal against a department's score, or one indicator of it, while it is published; return the appeal.

    Errors: :class:`ScoreNotFound`, :class:`PeriodClosed`, :class:`AppealTooLate`, :class:`AppealRunning`,
    :class:`IndicatorNotFound` for one that is not in the score, :class:`ReasonMissing`.
    """
    score, assessment = score_for(subject, unit, score_id, APPEAL)
    check_published(assessment)
    if assessment.appeal_until < clock.today():
        raise AppealTooLate(until=assessment.appeal_until.isoformat())
    if not grounds.strip():
        raise ReasonMissing
    if indicator_code is not None and indicator_code not in _codes(unit, score.id):
        raise IndicatorNotFound(indicator=indicator_code[:80])
    appeal_id = new_id()
    unit.add(
        ScoreAppeal,
        id=appeal_id,
        assessment_id=assessment.id,
        score_id=score.id,
        department_code=score.department_code,
        state="open",
        version=1,
        indicator_code=indicator_code,
        grounds=grounds,
        appealed_by=subject.actor.id,
        appealed_by_name=subject.actor.name,
        appealed_at=clock.now(),
    )
    record = Record(SCORE_APPEAL, ScoreAppeal, appeal_id, "", 0, score.department_code, None)
    write_event(subject, unit, record, LODGE, opinion=grounds, detail={"indicator": indicator_code})
    _open_task(unit, appeal_id, score, assessment)
    try:
        unit.flush()
    except DuplicateRow:
        raise AppealRunning from None
    return _found(unit, appeal_id)


def _codes(unit: Unit, score_id: uuid.UUID) -> set[str]:
    line, indicator = AssessmentScoreLine, AssessmentIndicator
    joined = select(indicator.code).join(line, line.indicator_id == indicator.id).where(line.score_id == score_id)
    return {row.code for row in unit.rows(joined)}


def _open_task(unit: Unit, appeal_id: uuid.UUID, score: Row[Any], assessment: Row[Any]) -> None:
    open_task(
        unit,
        record_kind=SCORE_APPEAL.code,
        record_id=appeal_id,
        kind="score_appeal",
        title=f"{score.department_name}：考评申诉复核",
        reference=assessment.scheme_name,
        department_code=assessment.department_code,
        permission=DECIDE,
        due_on=load_calendar(unit).add_working_days(clock.today(), DECISION_DAYS),
        limit_days=DECISION_DAYS,
    )


def decide_appeal(
    subject: Subject, unit: Unit, appeal_id: uuid.UUID, *, upheld: bool, reason: str, points: str | None = None
) -> Row[Any]:
    """Uphold an appeal by so many ``points``, which changes the score and the ranks, or reject it, which keeps them.

    Errors: :class:`AppealNotFound`, :class:`AnotherMustConfirm` for who appealed and for the department itself,
    :class:`AdjustmentEmpty` where an upheld one names no points, :class:`ReasonMissing`.
    """
    row = _found(unit, appeal_id)
    if not reach(subject, DECIDE).covers(row.department_code):
        raise AppealNotFound
    turn = "uphold" if upheld else "reject"
    check_transition(subject, appeal_record(row), turn)
    check_another(subject, row.appealed_by, row.department_code)
    if not reason.strip():
        raise ReasonMissing
    score, assessment = score_for(subject, unit, row.score_id, DECIDE)
    check_published(assessment)
    hundredths = points_asked(points or "0") if upheld else 0
    decided = {
        "decided_by": subject.actor.id,
        "decided_by_name": subject.actor.name,
        "decided_at": clock.now(),
        "decision": reason,
    }
    after = apply_transition(
        subject, unit, appeal_record(row), turn, changes=decided, opinion=reason, detail={"points": points}
    )
    close_tasks(subject, unit, row.id)
    if upheld:
        keep_adjustment(subject, unit, score, hundredths, reason, BY_APPEAL, row)
        change_score(subject, unit, assessment, score, hundredths, reason)
    return after


def list_appeals(
    subject: Subject, unit: Unit, *, state: str | None = None, after: uuid.UUID | None = None, rows: int = 20
) -> Sequence[Row[Any]]:
    """Return the appeals of departments in reach, newest first."""
    return newest_in_reach(subject, unit, ScoreAppeal, state, after, rows)


def appeal_for(subject: Subject, unit: Unit, appeal_id: uuid.UUID) -> Row[Any]:
    """Return an appeal in reach. Errors: :class:`AppealNotFound`."""
    row = _found(unit, appeal_id)
    if not reach_or_none(subject, READ).covers(row.department_code):
        raise AppealNotFound
    return row


def _found(unit: Unit, appeal_id: uuid.UUID) -> Row[Any]:
    row = unit.first(select(*ScoreAppeal.__table__.c).where(ScoreAppeal.id == appeal_id))
    if row is None:
        raise AppealNotFound
    return row

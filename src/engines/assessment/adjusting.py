"""Adjusting a published score by hand: with a reason, and a second person who confirms it."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from auth import Subject
from engines.assessment.access import newest_in_reach, reach, reach_or_none, score_for
from engines.assessment.amounts import decimal, shown_hundredths
from engines.assessment.lifecycle import (
    ADJUSTMENT,
    BY_APPEAL,
    DECIDE,
    MANAGE,
    PROPOSE,
    READ,
    adjustment_record,
    assessment_record,
)
from engines.assessment.models import AssessmentScore, ScoreAdjustment
from engines.assessment.periods import period_in
from engines.assessment.refusals import (
    AdjustmentEmpty,
    AdjustmentNotFound,
    AnotherMustConfirm,
    PeriodClosed,
    ReasonMissing,
)
from engines.assessment.scoring import ranks
from engines.lifecycles import Record, Transition, apply_transition, check_transition, write_event
from kit import clock
from kit.database import Unit
from kit.ids import new_id

MOST_POINTS = 100


def adjust_score(subject: Subject, unit: Unit, score_id: uuid.UUID, *, points: str, reason: str) -> Row[Any]:
    """Propose points for a published score and return the adjustment; it counts once another confirms it.

    ``points`` is a decimal, below nothing to take some. Errors: :class:`ScoreNotFound`, :class:`AdjustmentEmpty`,
    :class:`ReasonMissing`, :class:`PeriodClosed` where the scores are not published or frozen.
    """
    score, assessment = score_for(subject, unit, score_id, MANAGE)
    hundredths = points_asked(points)
    if not reason.strip():
        raise ReasonMissing
    check_published(assessment)
    return keep_adjustment(subject, unit, score, hundredths, reason, PROPOSE)


def points_asked(points: str) -> int:
    """Return points in hundredths. Errors: :class:`AdjustmentEmpty`, :class:`NumberInvalid`."""
    number = decimal(points)
    hundredths = number * 100
    if not hundredths or abs(number) > MOST_POINTS or hundredths.denominator != 1:
        raise AdjustmentEmpty
    return int(hundredths)


def check_published(assessment: Row[Any]) -> None:
    """Refuse to change scores that are not published yet, or frozen. Errors: as the transition of the period."""
    if assessment.state != "published":
        raise PeriodClosed(period=period_in(assessment).name)


def keep_adjustment(
    subject: Subject,
    unit: Unit,
    score: Row[Any],
    hundredths: int,
    reason: str,
    begun_by: Transition,
    appeal: Row[Any] | None = None,
) -> Row[Any]:
    """Write an adjustment, proposed by hand or decided upon an appeal, and return its row."""
    adjustment_id, moment, decided = new_id(), clock.now(), begun_by is BY_APPEAL
    asked_by = (
        (subject.actor.id, subject.actor.name) if appeal is None else (appeal.appealed_by, appeal.appealed_by_name)
    )
    unit.add(
        ScoreAdjustment,
        id=adjustment_id,
        assessment_id=score.assessment_id,
        score_id=score.id,
        department_code=score.department_code,
        state=begun_by.leads_to(""),
        version=1,
        hundredths=hundredths,
        reason=reason,
        appeal_id=None if appeal is None else appeal.id,
        proposed_by=asked_by[0],
        proposed_by_name=asked_by[1],
        proposed_at=moment,
        decided_by=subject.actor.id if decided else None,
        decided_by_name=subject.actor.name if decided else None,
        decided_at=moment if decided else None,
    )
    record = Record(ADJUSTMENT, ScoreAdjustment, adjustment_id, "", 0, score.department_code, None)
    told = {"points": shown_hundredths(hundredths), "department": score.department_name}
    write_event(subject, unit, record, begun_by, opinion=reason, detail=told)
    unit.flush()
    return _found(unit, adjustment_id)


def confirm_adjustment(
    subject: Subject, unit: Unit, adjustment_id: uuid.UUID, *, agreed: bool, reason: str
) -> Row[Any]:
    """Agree to an adjustment, which changes the score and the ranks, or decline it.

    Errors: :class:`AdjustmentNotFound`, :class:`AnotherMustConfirm` for who proposed it and for the department itself.
    """
    row = _found(unit, adjustment_id)
    if not reach(subject, DECIDE).covers(row.department_code):
        raise AdjustmentNotFound
    turn = "confirm" if agreed else "decline"
    check_transition(subject, adjustment_record(row), turn)
    check_another(subject, row.proposed_by, row.department_code)
    if not reason.strip():
        raise ReasonMissing
    score, assessment = score_for(subject, unit, row.score_id, DECIDE)
    check_published(assessment)
    decided = {"decided_by": subject.actor.id, "decided_by_name": subject.actor.name, "decided_at": clock.now()}
    after = apply_transition(subject, unit, adjustment_record(row), turn, changes=decided, opinion=reason)
    if agreed:
        change_score(subject, unit, assessment, score, row.hundredths, row.reason)
    return after


def check_another(subject: Subject, asked_by: uuid.UUID, department_code: str) -> None:
    """Refuse who asked for it, and whose department it is about. Errors: :class:`AnotherMustConfirm`."""
    if asked_by in {subject.id, subject.actor.id} or subject.department_code == department_code:
        raise AnotherMustConfirm


def change_score(
    subject: Subject, unit: Unit, assessment: Row[Any], score: Row[Any], hundredths: int, reason: str
) -> None:
    """Change a score and rank all anew, in the timeline of the period, under its version."""
    table = AssessmentScore
    changed = unit.write(
        update(table)
        .where(table.id == score.id)
        .values(hundredths=table.hundredths + hundredths, adjusted=table.adjusted + hundredths)
        .returning(table.hundredths)
    )
    after = int(changed.scalar_one())
    told = {
        "department": score.department_name,
        "department_code": score.department_code,
        "from": shown_hundredths(after - hundredths),
        "to": shown_hundredths(after),
    }
    apply_transition(subject, unit, assessment_record(assessment), "change_score", opinion=reason, detail=told)
    rows = unit.rows(select(table.id, table.hundredths, table.rank).where(table.assessment_id == assessment.id))
    moved = [
        {"score_id": row.id, "new_rank": rank}
        for row, rank in zip(rows, ranks([row.hundredths for row in rows]), strict=True)
        if rank != row.rank
    ]
    if moved:
        unit.write(update(table).where(table.id == bindparam("score_id")).values(rank=bindparam("new_rank")), moved)


def list_adjustments(
    subject: Subject, unit: Unit, *, state: str | None = None, after: uuid.UUID | None = None, rows: int = 20
) -> Sequence[Row[Any]]:
    """Return the adjustments in reach, newest first."""
    return newest_in_reach(subject, unit, ScoreAdjustment, state, after, rows)


def adjustment_for(subject: Subject, unit: Unit, adjustment_id: uuid.UUID) -> Row[Any]:
    """Return an adjustment in reach. Errors: :class:`AdjustmentNotFound`."""
    row = _found(unit, adjustment_id)
    if not reach_or_none(subject, READ).covers(row.department_code):
        raise AdjustmentNotFound
    return row


def _found(unit: Unit, adjustment_id: uuid.UUID) -> Row[Any]:
    row = unit.first(select(*ScoreAdjustment.__table__.c).where(ScoreAdjustment.id == adjustment_id))
    if row is None:
        raise AdjustmentNotFound
    return row

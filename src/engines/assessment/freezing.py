"""Publishing a period's scores, which closes its days, and freezing it when the days of appeal are over."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select

from auth import Subject
from engines.assessment.access import assessment_by_id
from engines.assessment.closing import close_days, hold_closed
from engines.assessment.inputs import gather
from engines.assessment.lifecycle import assessment_record
from engines.assessment.models import AssessmentScore, ScoreAdjustment, ScoreAppeal
from engines.assessment.periods import period_in
from engines.assessment.refusals import FiguresMoved, PeriodNotOver, StillOpen
from engines.assessment.schemes import scheme_by_id, scheme_items
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.database import Unit


def publish_period(subject: Subject, unit: Unit, assessment_id: uuid.UUID) -> Row[Any]:
    """Publish the scores of a period that is over, and close its days for the departments that are ranked.

    What is told later of these days counts on the next open day. From now on a score changes by an appeal or an
    adjustment alone. Errors: :class:`PeriodNotOver`, :class:`FiguresMoved`, and as a transition.
    """
    row = assessment_by_id(unit, assessment_id)
    check_transition(subject, assessment_record(row), "publish")
    period = period_in(row)
    if period.last >= clock.today():
        raise PeriodNotOver(period=period.name)
    hold_closed(unit)
    scores = unit.rows(select(AssessmentScore.department_code).where(AssessmentScore.assessment_id == row.id))
    departments = [score.department_code for score in scores]
    present = gather(unit, scheme_items(unit, row.scheme_id), period, departments)
    if (present.entries, present.reported) != (row.entries, row.reported):
        raise FiguresMoved
    close_days(unit, departments, period.last)
    until = clock.today() + timedelta(days=scheme_by_id(unit, row.scheme_id).appeal_days)
    return apply_transition(
        subject,
        unit,
        assessment_record(row),
        "publish",
        changes={"published_at": clock.now(), "appeal_until": until},
        detail={"period": period.code, "appeal_until": until.isoformat()},
    )


def freeze_period(subject: Subject, unit: Unit, assessment_id: uuid.UUID) -> Row[Any]:
    """Freeze a published period for good; frozen twice is refused as any turn that the state does not allow.

    Errors: :class:`StillOpen` while appeals or adjustments wait or may still come.
    """
    row = assessment_by_id(unit, assessment_id)
    check_transition(subject, assessment_record(row), "freeze")
    appeals = _waiting(unit, ScoreAppeal, row.id, "open")
    adjustments = _waiting(unit, ScoreAdjustment, row.id, "proposed")
    if appeals or adjustments or row.appeal_until >= clock.today():
        raise StillOpen(appeals=appeals, adjustments=adjustments, until=row.appeal_until.isoformat())
    return apply_transition(
        subject,
        unit,
        assessment_record(row),
        "freeze",
        changes={"frozen_at": clock.now()},
        detail={"period": period_in(row).code},
    )


def _waiting(unit: Unit, table: Any, assessment_id: uuid.UUID, state: str) -> int:
    counted = select(func.count()).where(table.assessment_id == assessment_id, table.state == state)
    return int(unit.scalar(counted))

"""Who sees which assessment and score: computed ones who computes, published ones everybody who is ranked."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, false, select, true

from auth import DataScope, PermissionMissing, Subject
from engines.assessment.lifecycle import COMPUTE, READ
from engines.assessment.models import Assessment, AssessmentScore, ScoreAdjustment, ScoreAppeal
from engines.assessment.periods import Period
from engines.assessment.refusals import AssessmentNotFound, ScoreNotFound
from kit.database import Unit


def reach(subject: Subject, permission: str = READ) -> DataScope:
    """Return the departments over which a subject holds a permission; a job's reach is everywhere.

    Errors: :class:`PermissionMissing`.
    """
    return subject.scope if subject.kind == "system" else subject.reach(permission)


def reach_or_none(subject: Subject, permission: str) -> DataScope:
    """Return what :func:`reach` does, and nowhere for who does not hold the permission."""
    try:
        return reach(subject, permission)
    except PermissionMissing:
        return DataScope()


def in_reach(scope: DataScope, department: Any) -> ColumnElement[bool]:
    """Return the condition that a column names a department in a scope."""
    if scope.all_departments:
        return true()
    return department.in_(sorted(scope.departments)) if scope.departments else false()


def assessment_by_id(unit: Unit, assessment_id: uuid.UUID) -> Row[Any]:
    """Return an assessment. Errors: :class:`AssessmentNotFound`."""
    row = unit.first(select(*Assessment.__table__.c).where(Assessment.id == assessment_id))
    if row is None:
        raise AssessmentNotFound
    return row


def assessment_at(unit: Unit, scheme_code: str, period: Period) -> Row[Any] | None:
    """Return the assessment of a period under a scheme, or None."""
    return unit.first(
        select(*Assessment.__table__.c).where(
            Assessment.scheme_code == scheme_code,
            Assessment.first_day == period.first,
            Assessment.period_kind == period.kind,
        )
    )


def assessment_for(subject: Subject, unit: Unit, assessment_id: uuid.UUID) -> Row[Any]:
    """Return an assessment that a reader may see. Errors: :class:`AssessmentNotFound`."""
    row = assessment_by_id(unit, assessment_id)
    if not may_see(subject, unit, row):
        raise AssessmentNotFound
    return row


def may_see(subject: Subject, unit: Unit, assessment: Row[Any]) -> bool:
    """Tell whether a reader sees the ranks and scores of an assessment."""
    if subject.kind == "system" or subject.holds(COMPUTE, assessment.department_code):
        return True
    scope = reach_or_none(subject, READ)
    if assessment.state == "computed":
        return False
    if scope.covers(assessment.department_code):
        return True
    score = AssessmentScore
    ranked = score.assessment_id == assessment.id, in_reach(scope, score.department_code)
    return unit.first(select(score.id).where(*ranked).limit(1)) is not None


def list_assessments(
    subject: Subject, unit: Unit, *, scheme_code: str | None = None, after: uuid.UUID | None = None, rows: int = 20
) -> Sequence[Row[Any]]:
    """Return the assessments that a reader may see, newest first."""
    scope, item, score = reach(subject), Assessment, AssessmentScore
    own = select(score.assessment_id).where(in_reach(scope, score.department_code))
    published = (item.state != "computed") & (item.id.in_(own) | in_reach(scope, item.department_code))
    computing = in_reach(reach_or_none(subject, COMPUTE), item.department_code)
    statement = select(*item.__table__.c).where(published | computing)
    if scheme_code is not None:
        statement = statement.where(item.scheme_code == scheme_code)
    if after is not None:
        statement = statement.where(item.id < after)
    return unit.rows(statement.order_by(item.id.desc()).limit(rows))


def list_scores(subject: Subject, unit: Unit, assessment_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return every score of an assessment by rank. Errors: :class:`AssessmentNotFound`."""
    row = assessment_for(subject, unit, assessment_id)
    score = AssessmentScore
    return unit.rows(
        select(*score.__table__.c)
        .where(score.assessment_id == row.id)
        .order_by(score.rank, score.department_name, score.department_code)
    )


def score_for(subject: Subject, unit: Unit, score_id: uuid.UUID, permission: str = READ) -> tuple[Row[Any], Row[Any]]:
    """Return a score whose detail a subject may see (or do something about), and its assessment.

    Errors: :class:`ScoreNotFound`, :class:`PermissionMissing`.
    """
    row = unit.first(select(*AssessmentScore.__table__.c).where(AssessmentScore.id == score_id))
    # Who reads nothing of it finds nothing; who reads it is told which permission is missing.
    if row is None or not reach_or_none(subject, READ).covers(row.department_code):
        raise ScoreNotFound
    if not reach(subject, permission).covers(row.department_code):
        raise ScoreNotFound
    assessment = assessment_by_id(unit, row.assessment_id)
    computes = subject.kind == "system" or subject.holds(COMPUTE, assessment.department_code)
    if assessment.state == "computed" and not computes:
        raise ScoreNotFound
    return row, assessment


def newest_in_reach(
    subject: Subject,
    unit: Unit,
    table: type[ScoreAdjustment | ScoreAppeal],
    state: str | None,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return what concerns the scores of departments in reach, newest first. Errors: :class:`PermissionMissing`."""
    wanted = select(*table.__table__.c).where(in_reach(reach(subject), table.department_code))
    if state is not None:
        wanted = wanted.where(table.state == state)
    if after is not None:
        wanted = wanted.where(table.id < after)
    return unit.rows(wanted.order_by(table.id.desc()).limit(rows))

"""Reading evaluations. Those of other people take the officer's scope, and say no name where none was given."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, false, func, select

from auth import Subject
from engines.cases import Case
from engines.evaluations.models import Evaluation, FollowUp
from engines.evaluations.rules import EvaluationNotFound, NotEvaluated, NothingToFollowUp
from engines.evaluations.scale import BAD
from engines.files import FileNotFound
from engines.lifecycles import events_of
from kit import clock
from kit.database import Unit

LARGEST_COUNT = 1000
_shared = {"id", "department_code", "number", "matter_name"}
_follow_up = tuple(column for column in FollowUp.__table__.c if column.name not in _shared)
_columns = (*Evaluation.__table__.c, FollowUp.number.label("follow_up_number"), *_follow_up)
_shown = (*_columns, Case.number.label("case_number"), Case.applicant_name, Case.applicant_kind)


@dataclass(frozen=True)
class EvaluationFilter:
    """What part of the evaluations is asked for."""

    bad: bool | None = None
    level: int | None = None
    matter_code: str | None = None
    department_code: str | None = None
    by_default: bool | None = None
    follow_up_state: str | None = None
    overdue: bool | None = None


def evaluation_of(unit: Unit, case_id: uuid.UUID, number: int) -> Row[Any] | None:
    """Return a case's first or second evaluation with its follow-up, or None."""
    return unit.first(_joined(*_columns).where(Evaluation.case_id == case_id, Evaluation.number == number))


def evaluation_by_id(unit: Unit, evaluation_id: uuid.UUID) -> Row[Any]:
    """Return an evaluation, for a job of the system. Errors: :class:`EvaluationNotFound`."""
    row = unit.first(_joined(*_columns).where(Evaluation.id == evaluation_id))
    if row is None:
        raise EvaluationNotFound
    return row


def evaluation_for_officer(unit: Unit, subject: Subject, evaluation_id: uuid.UUID) -> Row[Any]:
    """Return an evaluation in an officer's scope. Errors: :class:`EvaluationNotFound`."""
    row = unit.first(_with_case().where(Evaluation.id == evaluation_id, _in_scope(subject)))
    if row is None or "evaluations.read" not in subject.permissions:
        raise EvaluationNotFound
    return row


def follow_up_for_officer(unit: Unit, subject: Subject, evaluation_id: uuid.UUID) -> Row[Any]:
    """Return an evaluation that is followed up. Errors: :class:`EvaluationNotFound`, :class:`NothingToFollowUp`."""
    row = evaluation_for_officer(unit, subject, evaluation_id)
    if row.state is None:
        raise NothingToFollowUp
    return row


def follow_up_by_id(unit: Unit, evaluation_id: uuid.UUID) -> Row[Any]:
    """Return an evaluation that is followed up, for a job of the system. Errors: :class:`EvaluationNotFound`."""
    row = unit.first(_joined(*_columns).where(Evaluation.id == evaluation_id, FollowUp.id.is_not(None)))
    if row is None:
        raise EvaluationNotFound
    return row


def overdue_follow_ups(unit: Unit, rows: int) -> Sequence[Row[Any]]:
    """Return ids of follow-ups whose step is overdue and that no supervisor has been told of."""
    return unit.rows(
        select(FollowUp.id)
        .where(FollowUp.due_on < clock.today(), FollowUp.closed_at.is_(None), FollowUp.escalated_at.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(rows)
    )


def list_evaluations(
    unit: Unit, subject: Subject, wanted: EvaluationFilter, *, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the evaluations of departments in an officer's scope, newest first."""
    statement = _narrowed(_with_case(), subject, wanted)
    if after is not None:
        statement = statement.where(Evaluation.id < after)
    return unit.rows(statement.order_by(Evaluation.id.desc()).limit(rows))


def count_evaluations(unit: Unit, subject: Subject, wanted: EvaluationFilter) -> int:
    """Return how many there are, counted up to :data:`LARGEST_COUNT` and no further."""
    inner = _narrowed(_joined(Evaluation.id), subject, wanted).limit(LARGEST_COUNT).subquery()
    return int(unit.scalar(select(func.count()).select_from(inner)))


def own_evaluation(unit: Unit, case_id: uuid.UUID) -> tuple[Row[Any], Row[Any] | None]:
    """Return the first and the second evaluation of a case. Errors: :class:`NotEvaluated`."""
    rows = unit.rows(_joined(*_columns).where(Evaluation.case_id == case_id).order_by(Evaluation.number))
    if not rows:
        raise NotEvaluated
    return rows[0], rows[1] if len(rows) > 1 else None


def evidence_of(unit: Unit, evaluation: Row[Any], file_id: uuid.UUID) -> str:
    """Return the name of a file that was handed in with a follow-up. Errors: :class:`FileNotFound`."""
    for event in events_of(unit, evaluation.id):
        for item in event.detail.get("evidence", []):
            if item["id"] == str(file_id):
                return str(item["name"])
    raise FileNotFound


def _joined(*columns: Any) -> Any:
    return select(*columns).outerjoin(FollowUp, FollowUp.id == Evaluation.id)


def _narrowed(statement: Any, subject: Subject, wanted: EvaluationFilter) -> Any:
    statement = statement.where(_in_scope(subject))
    if wanted.bad is not None:
        levels = Evaluation.level.in_(sorted(BAD))
        statement = statement.where(levels if wanted.bad else ~levels)
    for column, value in (
        (Evaluation.level, wanted.level),
        (Evaluation.matter_code, wanted.matter_code),
        (Evaluation.department_code, wanted.department_code),
        (Evaluation.by_default, wanted.by_default),
        (FollowUp.state, wanted.follow_up_state),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.overdue:
        statement = statement.where(FollowUp.closed_at.is_(None), FollowUp.due_on < clock.today())
    if wanted.overdue or wanted.follow_up_state is not None:
        # Said of the follow-up as well, whose index leads to few rows.
        statement = statement.where(_in_scope(subject, FollowUp.department_code))
    return statement


def _with_case() -> Any:
    return _joined(*_shown).join(Case, Case.id == Evaluation.case_id)


def _in_scope(subject: Subject, department: Any = Evaluation.department_code) -> Any:
    if subject.scope.all_departments:
        return department.is_not(None)
    found = sorted(subject.scope.departments)
    return department.in_(found) if found else false()

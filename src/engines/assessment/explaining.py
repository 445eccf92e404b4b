"""Explaining a score: every indicator's points, what they rest on, and what was adjusted."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from auth import PermissionMissing, Subject
from engines.assessment.access import reach, score_for
from engines.assessment.amounts import exact, shown, shown_hundredths
from engines.assessment.lifecycle import READ
from engines.assessment.measures import MEASURES, check_measure
from engines.assessment.models import (
    AssessmentEntry,
    AssessmentIndicator,
    AssessmentScoreLine,
    ScoreAdjustment,
)
from engines.assessment.periods import Period, period_in
from engines.assessment.values import values_of
from kit.database import Unit

#: Entries of each measure that an explanation brings at once; the others come page by page.
SHOWN_ENTRIES = 20


def explain_score(subject: Subject, unit: Unit, score_id: uuid.UUID) -> dict[str, Any]:
    """Return a score with its lines, the entries of the ledger behind each, and its adjustments.

    Numbers are decimals as texts. ``entries`` of a measure are those that count most, ``entries_in_all`` says how many
    there are (:func:`entries_behind` has them all). Errors: :class:`ScoreNotFound`, :class:`PermissionMissing`.
    """
    score, assessment = score_for(subject, unit, score_id)
    period = period_in(assessment)
    lines = _lines(unit, score.id)
    measures = {code for line in lines for code in line.measures}
    behind = _entries(unit, score.department_code, period, measures)
    values = values_of(unit, period, [line.code for line in lines], [score.department_code])
    return {
        **_head(score, assessment, period),
        "lines": [
            _line(line, behind, values.get((line.code, score.department_code)), score.assigned) for line in lines
        ],
        "adjustments": [_adjustment(row) for row in _adjustments(unit, score.id)],
    }


def _head(score: Row[Any], assessment: Row[Any], period: Period) -> dict[str, Any]:
    before = score.previous_hundredths
    return {
        "id": score.id,
        "assessment_id": assessment.id,
        "scheme": assessment.scheme_code,
        "scheme_name": assessment.scheme_name,
        "scheme_name_en": assessment.scheme_name_en,
        "period": period.code,
        "period_name": period.name,
        "state": assessment.state,
        "department": score.department_code,
        "department_name": score.department_name,
        "computed": shown(exact(score.computed)),
        "adjusted": shown_hundredths(score.adjusted),
        "total": shown_hundredths(score.hundredths),
        "rank": score.rank,
        "previous_total": None if before is None else shown_hundredths(before),
        "previous_rank": score.previous_rank,
        "change": None if before is None else shown_hundredths(score.hundredths - before),
        "assigned": score.assigned,
        "unknown_indicators": score.unknown,
        "appeal_until": assessment.appeal_until,
    }


def _lines(unit: Unit, score_id: uuid.UUID) -> Sequence[Row[Any]]:
    indicator, line = AssessmentIndicator, AssessmentScoreLine
    described = (
        indicator.code,
        indicator.name,
        indicator.name_en,
        indicator.definition,
        indicator.source,
        indicator.measured_by,
        indicator.formula,
        indicator.direction,
        indicator.baseline,
        indicator.cap,
        indicator.unit,
    )
    return unit.rows(
        select(*described, *line.__table__.c)
        .join(indicator, indicator.id == line.indicator_id)
        .where(line.score_id == score_id)
        .order_by(line.position)
    )


def _line(row: Row[Any], behind: Mapping[str, list[Row[Any]]], value: Row[Any] | None, assigned: int) -> dict[str, Any]:
    amount = None if row.value is None else exact(row.value)
    per_matter = amount / assigned if amount is not None and assigned and row.source == "system" else None
    return {
        "indicator": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "definition": row.definition,
        "source": row.source,
        "unit": row.unit,
        "direction": row.direction,
        "value": shown(amount),
        "per_matter": shown(per_matter),
        "target": None if row.target is None else shown(exact(row.target)),
        "baseline": row.baseline,
        "cap": row.cap,
        "formula": row.formula,
        "weight": shown(exact(row.weight)),
        "lost": shown(exact(row.lost)),
        "points": shown(exact(row.points)),
        "outcome": row.outcome,
        "measures": [_measure(code, amount, behind.get(code, [])) for code, amount in sorted(row.measures.items())],
        "reported": None if value is None else _reported(value),
    }


def _measure(code: str, amount: int, entries: list[Row[Any]]) -> dict[str, Any]:
    measure = MEASURES[code]
    return {
        "measure": code,
        "name": measure.zh,
        "name_en": measure.en,
        "unit": measure.unit,
        "amount": amount,
        "entries_in_all": entries[0].in_all if entries else 0,
        "entries": [entry_answer(entry) for entry in entries],
    }


def _reported(value: Row[Any]) -> dict[str, Any]:
    return {
        "value": value.value,
        "reason": value.reason,
        "source_text": value.source_text,
        "recorded_by_name": value.recorded_by_name,
        "recorded_at": value.recorded_at,
        "corrected": value.replaces_id is not None,
    }


def entry_answer(entry: Row[Any]) -> dict[str, Any]:
    """Return an entry of the ledger as a person reads it; ``moved`` where its own day was closed already."""
    return {
        "id": entry.id,
        "measure": entry.measure,
        "day": entry.day,
        "counted_on": entry.counted_on,
        "moved": entry.counted_on != entry.day,
        "amount": entry.amount,
        "record_kind": entry.record_kind,
        "record_id": entry.record_id,
        "record_number": entry.record_number,
        "title": entry.title,
    }


def _entries(unit: Unit, department: str, period: Period, measures: set[str]) -> Mapping[str, list[Row[Any]]]:
    """Return the entries of each measure that count most, with how many there are of it."""
    entry = AssessmentEntry
    ranked = (
        select(
            *entry.__table__.c,
            func.count().over(partition_by=entry.measure).label("in_all"),
            func.row_number()
            .over(partition_by=entry.measure, order_by=[func.abs(entry.amount).desc(), entry.id])
            .label("place"),
        )
        .where(
            entry.department_code == department,
            entry.measure.in_(sorted(measures)),
            entry.counted_on.between(period.first, period.last),
        )
        .subquery()
    )
    found: dict[str, list[Row[Any]]] = {}
    for row in unit.rows(select(ranked).where(ranked.c.place <= SHOWN_ENTRIES).order_by(ranked.c.place)):
        found.setdefault(row.measure, []).append(row)
    return found


def entries_behind(
    subject: Subject,
    unit: Unit,
    score_id: uuid.UUID,
    measure: str,
    *,
    after: uuid.UUID | None = None,
    rows: int = 20,
) -> Sequence[Row[Any]]:
    """Return the entries of one measure behind a score, newest first.

    Errors: :class:`ScoreNotFound`, :class:`MeasureUnknown`.
    """
    score, assessment = score_for(subject, unit, score_id)
    return _page(unit, score.department_code, measure, period_in(assessment), after, rows)


def entries_of(
    subject: Subject,
    unit: Unit,
    department_code: str,
    measure: str,
    period: Period,
    *,
    after: uuid.UUID | None = None,
    rows: int = 20,
) -> Sequence[Row[Any]]:
    """Return the entries of one measure of a department in a period, newest first: what a leaderboard's figure is of.

    Errors: :class:`PermissionMissing` for a department out of reach, :class:`MeasureUnknown`.
    """
    if not reach(subject).covers(department_code):
        raise PermissionMissing(permission=READ)
    return _page(unit, department_code, measure, period, after, rows)


def _page(
    unit: Unit, department_code: str, measure: str, period: Period, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    check_measure(measure)
    entry = AssessmentEntry
    wanted = select(*entry.__table__.c).where(
        entry.department_code == department_code,
        entry.measure == measure,
        entry.counted_on.between(period.first, period.last),
    )
    if after is not None:
        wanted = wanted.where(entry.id < after)
    return unit.rows(wanted.order_by(entry.id.desc()).limit(rows))


def _adjustments(unit: Unit, score_id: uuid.UUID) -> Sequence[Row[Any]]:
    table = ScoreAdjustment
    return unit.rows(select(*table.__table__.c).where(table.score_id == score_id).order_by(table.id))


def _adjustment(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "points": shown_hundredths(row.hundredths),
        "reason": row.reason,
        "appeal_id": row.appeal_id,
        "proposed_by_name": row.proposed_by_name,
        "decided_by_name": row.decided_by_name,
        "decided_at": row.decided_at,
    }

"""The figures of a bulletin: totals, scores, what was overdue and which sheets were issued, as they stand now."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from auth import SYSTEM, department_names
from engines.assessment import MEASURES, AssessmentEntry, leaderboard, period_in, shown, sums_of
from kit.database import Unit

#: So many overdue matters and escalation sheets are named; how many there are in all is always said.
MOST_NAMED = 20
OVERDUE_DAYS = "matters.overdue_days"
SHEETS = {"escalations.blue": "蓝色", "escalations.orange": "橙色", "escalations.red": "红色"}


def figures_of(unit: Unit, assessment: Row[Any]) -> dict[str, Any]:
    """Return what a bulletin says of a period's scores, as plain JSON.

    ``totals`` by measure with the period before; ``board`` by rank; ``overdue`` and ``sheets`` with what is named of
    them. It counts the departments that the scheme ranks.
    """
    period = period_in(assessment)
    board = leaderboard(SYSTEM, unit, assessment.scheme_code, period)
    departments = frozenset(line["code"] for line in board["items"])
    points = [Fraction(line["amount"]) for line in board["items"]]
    present, before = (_totals(unit, found, departments) for found in (period, period.previous))
    names = department_names(unit)
    return {
        "period": period.code,
        "period_name": period.name,
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "scheme_name": assessment.scheme_name,
        "departments": len(departments),
        "mean": shown(sum(points, Fraction(0)) / len(points)) if points else None,
        "totals": [
            {
                "measure": code,
                "name": measure.zh,
                "unit": measure.unit,
                "amount": present.get(code, 0),
                "previous_amount": before.get(code, 0),
            }
            for code, measure in MEASURES.items()
        ],
        "board": [
            {
                name: line[name]
                for name in ("rank", "previous_rank", "code", "name", "amount", "previous_amount", "explanation")
            }
            for line in board["items"]
        ],
        "overdue": _overdue(unit, _counted(period, departments), names),
        "sheets": _sheets(unit, _counted(period, departments), names),
    }


def _totals(unit: Unit, period: Any, departments: frozenset[str]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for row in sums_of(unit, period, list(MEASURES), departments):
        totals[row.measure] = totals.get(row.measure, 0) + row.amount
    return totals


def _counted(period: Any, departments: frozenset[str]) -> tuple[ColumnElement[bool], ...]:
    entry = AssessmentEntry
    return entry.department_code.in_(sorted(departments)), entry.counted_on.between(period.first, period.last)


def _overdue(unit: Unit, counted: Sequence[ColumnElement[bool]], names: Any) -> dict[str, Any]:
    """Return how many matters were overdue and for how many days, and name the longest."""
    entry = AssessmentEntry
    days = func.sum(entry.amount).label("days")
    by_matter = (
        select(
            entry.record_id,
            func.max(entry.record_number).label("number"),
            func.max(entry.title).label("title"),
            entry.department_code,
            days,
        )
        .where(entry.measure == OVERDUE_DAYS, *counted)
        .group_by(entry.record_id, entry.department_code)
        .subquery()
    )
    rows = unit.rows(
        select(
            by_matter,
            func.count().over().label("in_all"),
            func.sum(by_matter.c.days).over().label("days_in_all"),
        )
        .order_by(by_matter.c.days.desc(), by_matter.c.number, by_matter.c.department_code)
        .limit(MOST_NAMED)
    )
    return {
        "matters": rows[0].in_all if rows else 0,
        "days": int(rows[0].days_in_all) if rows else 0,
        "named": [
            {
                "matter_id": str(row.record_id),
                "number": row.number,
                "title": row.title,
                "department": names.get(row.department_code, row.department_code),
                "days": int(row.days),
            }
            for row in rows
        ],
    }


def _sheets(unit: Unit, counted: Sequence[ColumnElement[bool]], names: Any) -> dict[str, Any]:
    """Return how many escalation sheets were issued, and name the newest."""
    entry = AssessmentEntry
    rows = unit.rows(
        select(*entry.__table__.c, func.count().over().label("in_all"))
        .where(entry.measure.in_(list(SHEETS)), *counted)
        .order_by(entry.day.desc(), entry.id.desc())
        .limit(MOST_NAMED)
    )
    return {
        "issued": rows[0].in_all if rows else 0,
        "named": [
            {
                "matter_id": str(row.record_id),
                "number": row.record_number,
                "title": row.title,
                "department": names.get(row.department_code, row.department_code),
                "colour": SHEETS[row.measure],
                "day": row.day.isoformat(),
            }
            for row in rows
        ],
    }

"""好差评 in figures: each rate with its numerator and denominator, over the cases decided in a period.

The cases come first and their evaluations after them, so that a rate is never of two different sets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Integer, and_, cast, false, func, select

from auth import Subject
from engines.cases import Case
from engines.evaluations.models import Evaluation, FollowUp
from engines.evaluations.rules import EVALUABLE
from engines.evaluations.scale import BAD, GOOD
from kit import clock
from kit.database import Unit

Grouping = Literal["department", "matter", "channel"]
ONE_DAY = timedelta(days=1)
_KEYS: dict[str, Any] = {
    "department": Case.department_code,
    "matter": Case.matter_code,
    "channel": Case.channel,
}
#: The rates, each by its two counts: 评价率, 主动评价率, 好评率, 差评整改率, 按期整改率, 回访率.
_RATES = {
    "evaluation_rate": ("evaluated", "cases"),
    "active_rate": ("active", "cases"),
    "good_rate": ("good", "counted"),
    "rectification_rate": ("answered", "bad"),
    "timely_rectification_rate": ("in_time", "bad"),
    "call_back_rate": ("called_back", "named_bad"),
}


@dataclass(frozen=True)
class Period:
    """From its first to its last day, both counted in, and what part of the cases decided then."""

    first: date
    last: date
    department_code: str | None = None
    matter_code: str | None = None
    channel: str | None = None


def evaluation_statistics(
    unit: Unit, subject: Subject, period: Period, by: Grouping | None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the figures of everything in scope and, with ``by``, of each group."""
    key = _KEYS[by] if by is not None else None
    names = list(_COUNTS)
    columns = [_sum(condition).label(name) for name, condition in _COUNTS.items()]
    statement = (
        select(*([key.label("key")] if key is not None else []), *columns)
        .select_from(Case)
        .outerjoin(Evaluation, and_(Evaluation.case_id == Case.id, Evaluation.number == 1))
        .outerjoin(FollowUp, FollowUp.id == Evaluation.id)
        .where(*_asked(subject, period))
    )
    if key is not None:
        statement = statement.group_by(key).order_by(key)
    rows = unit.rows(statement)
    counts = [{name: int(getattr(row, name) or 0) for name in names} for row in rows]
    total = {name: sum(found[name] for found in counts) for name in names}
    if by is None:
        return figures(total), []
    return figures(total), [{"key": row.key, **figures(found)} for row, found in zip(rows, counts, strict=True)]


def figures(counts: dict[str, int]) -> dict[str, Any]:
    """Return the rates of some counts; a share of nothing is null."""
    rates = {
        name: {
            "numerator": counts[above],
            "denominator": counts[below],
            "share": round(counts[above] / counts[below], 4) if counts[below] else None,
        }
        for name, (above, below) in _RATES.items()
    }
    return {"cases": counts["cases"], "bad_count": counts["bad"], **rates}


def _asked(subject: Subject, period: Period) -> Sequence[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [
        Case.decided_at >= clock.start_of(period.first),
        Case.decided_at < clock.start_of(period.last + ONE_DAY),
        Case.state.in_(sorted(EVALUABLE)),
    ]
    if not subject.scope.all_departments:
        departments = sorted(subject.scope.departments)
        asked.append(Case.department_code.in_(departments) if departments else false())
    if period.department_code is not None:
        asked.append(Case.department_code == period.department_code)
    if period.matter_code is not None:
        asked.append(Case.matter_code == period.matter_code)
    if period.channel is not None:
        asked.append(Case.channel == period.channel)
    return asked


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.sum(func.coalesce(cast(condition, Integer), 0))


_counted = and_(Evaluation.id.is_not(None), Evaluation.set_aside.is_(False))
_bad = and_(_counted, Evaluation.level.in_(sorted(BAD)))
_COUNTS: dict[str, ColumnElement[bool]] = {
    "cases": Case.id.is_not(None),
    "evaluated": Evaluation.id.is_not(None),
    "active": Evaluation.by_default.is_(False),
    "counted": _counted,
    "good": and_(_counted, Evaluation.level.in_(sorted(GOOD))),
    "bad": _bad,
    "named_bad": and_(_bad, Evaluation.anonymous.is_(False)),
    "answered": and_(_bad, FollowUp.answered_on.is_not(None)),
    "in_time": and_(_bad, FollowUp.answered_on <= FollowUp.rectify_by),
    "called_back": and_(_bad, Evaluation.anonymous.is_(False), FollowUp.contacted_at.is_not(None)),
}

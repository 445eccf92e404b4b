"""亮晒台: departments or districts side by side, by a measure of the ledger or by their scores.

A measure is read from the tallies, which hold still once a period's scores are published: each reader compares what
they may see. Scores are those of the period's assessment; once published, everybody who is ranked sees all ranks and
scores, and the deductions of their own departments.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, Row, case, cast, func, select

from auth import DataScope, Subject, department_names, department_regions, region_names
from engines.assessment.access import reach
from engines.assessment.amounts import shown
from engines.assessment.boards import By, Group, district_of, head_of, ranked
from engines.assessment.measures import ASSIGNED, MEASURES, Measure
from engines.assessment.models import AssessmentTally
from engines.assessment.periods import Period
from engines.assessment.score_board import board_of_scores
from engines.assessment.tallies import among
from kit.database import Unit


@dataclass
class _Sums:
    """What one line of the board came to, in the period and in the one before."""

    amount: int = 0
    assigned: int = 0
    before: int = 0
    assigned_before: int = 0
    entries: int = 0

    def value(self, by: By) -> Fraction | None:
        """Return what it is ranked by; None where there is nothing to set it in proportion to."""
        return Fraction(self.amount) if by == "amount" else _per(self.amount, self.assigned)

    def value_before(self, by: By) -> Fraction | None:
        """Return the same of the period before."""
        return Fraction(self.before) if by == "amount" else _per(self.before, self.assigned_before)


def leaderboard(
    subject: Subject,
    unit: Unit,
    of: str,
    period: Period,
    *,
    group: Group = "departments",
    region: str | None = None,
    by: By = "amount",
) -> dict[str, Any]:
    """Return the leaderboard of a measure or a scheme (``of`` is its code) in a period, best first.

    ``region`` keeps the departments of one division; ``by`` ranks a measure by its volume or per matter assigned. Each
    line has ``rank`` (equal ones share it), ``change`` and ``rank_change`` against the period before (a better rank is
    positive), ``per_matter``, ``share_of_all`` in per cent, and an explanation in Chinese and English.
    Errors: :class:`PermissionMissing`; :class:`AssessmentNotFound` for scores that are not there or not published.
    """
    if of in MEASURES:
        return _of_measure(subject, unit, MEASURES[of], period, group, region, by)
    return board_of_scores(subject, unit, of, period, group, region)


def _of_measure(
    subject: Subject, unit: Unit, measure: Measure, period: Period, group: Group, region: str | None, by: By
) -> dict[str, Any]:
    scope, places = reach(subject), department_regions(unit)
    members = _members(places, scope, group, region)
    sums = {code: _Sums() for code in members.values()}
    for row in _tallies(unit, measure.code, period, members):
        if row.department_code in members:
            _add(sums[members[row.department_code]], row, measure.code)
    names = department_names(unit) if group == "departments" else region_names(unit)
    lowest_first = measure.better == "lower"
    order = ranked({code: item.value(by) for code, item in sums.items()}, best_first=not lowest_first)
    before = ranked({code: item.value_before(by) for code, item in sums.items()}, best_first=not lowest_first)
    total = sum(item.amount for item in sums.values())
    return {
        **head_of(measure.code, measure.zh, measure.en, period, group, region),
        "unit": measure.unit,
        "by": by,
        "better": measure.better,
        "state": None,
        "total": total,
        "items": [
            _measure_line(code, names.get(code, code), sums[code], rank, before[code], total, measure)
            for code, rank in sorted(order.items(), key=lambda item: (item[1], item[0]))
        ],
    }


def _members(places: Mapping[str, str], scope: DataScope, group: Group, region: str | None) -> dict[str, str]:
    """Return under which line each department counts: its own, or its district's if all of that may be seen."""
    present = {code: place for code, place in places.items() if region in {None, place}}
    if group == "departments":
        return {code: code for code in present if scope.covers(code)}
    hidden = {district_of(place) for code, place in present.items() if not scope.covers(code)}
    return {code: district_of(place) for code, place in present.items() if district_of(place) not in hidden}


def _tallies(unit: Unit, measure: str, period: Period, members: Collection[str]) -> Sequence[Row[Any]]:
    """Return the sums of a measure and of matters assigned, in the period and in the one before, in one statement."""
    tally = AssessmentTally
    present = case((tally.start >= period.first, 1), else_=0).label("present")
    return unit.rows(
        select(
            tally.department_code,
            tally.measure,
            present,
            cast(func.sum(tally.amount), BigInteger).label("amount"),
            cast(func.sum(tally.entries), BigInteger).label("entries"),
        )
        .where(
            tally.grain == period.grain,
            tally.measure.in_(sorted({measure, ASSIGNED})),
            tally.start.between(period.previous.first, period.last),
            among(members),
        )
        .group_by(tally.department_code, tally.measure, present)
    )


def _add(sums: _Sums, row: Row[Any], measure: str) -> None:
    if row.measure == ASSIGNED:
        sums.assigned += row.amount if row.present else 0
        sums.assigned_before += 0 if row.present else row.amount
    if row.measure == measure:
        sums.amount += row.amount if row.present else 0
        sums.before += 0 if row.present else row.amount
        sums.entries += row.entries if row.present else 0


def _measure_line(
    code: str, name: str, sums: _Sums, rank: int, before: int, total: int, measure: Measure
) -> dict[str, Any]:
    per_matter, share = shown(_per(sums.amount, sums.assigned)), shown(_per(sums.amount * 100, total))
    change = sums.amount - sums.before
    zh = f"本期{measure.zh}{sums.amount}{measure.unit}（{sums.entries}条记录），上期{sums.before}{measure.unit}"
    zh += f"；交办{sums.assigned}件，平均每件{per_matter}{measure.unit}" if per_matter else "；本期无交办事项"
    en = f"{measure.en}: {sums.amount} from {sums.entries} entries, {sums.before} in the period before"
    en += f"; {sums.assigned} matters assigned, {per_matter} for each" if per_matter else "; no matter assigned"
    return {
        "rank": rank,
        "code": code,
        "name": name,
        "amount": sums.amount,
        "previous_amount": sums.before,
        "change": change,
        "previous_rank": before,
        "rank_change": before - rank,
        "assigned": sums.assigned,
        "per_matter": per_matter,
        "share_of_all": share,
        "entries": sums.entries,
        "explanation": f"{zh}。",
        "explanation_en": f"{en}.",
    }


def _per(amount: int, whole: int) -> Fraction | None:
    return Fraction(amount, whole) if whole else None

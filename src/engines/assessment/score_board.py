"""Scores side by side: the ranks of a period's assessment, and the means of districts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, select

from auth import DataScope, Subject, region_names
from engines.assessment.access import assessment_at, in_reach, may_see, reach
from engines.assessment.amounts import exact, in_hundredths, shown, shown_hundredths
from engines.assessment.boards import Group, district_of, head_of, ranked
from engines.assessment.models import AssessmentIndicator, AssessmentScore, AssessmentScoreLine
from engines.assessment.periods import Period
from engines.assessment.refusals import AssessmentNotFound
from engines.assessment.scoring import ranks
from kit.database import Unit

NAMED_DEDUCTIONS = 3


def board_of_scores(
    subject: Subject, unit: Unit, scheme: str, period: Period, group: Group, region: str | None
) -> dict[str, Any]:
    """Return the board of a scheme's scores in a period. Errors: :class:`AssessmentNotFound`."""
    assessment = assessment_at(unit, scheme, period)
    if assessment is None or not may_see(subject, unit, assessment):
        raise AssessmentNotFound
    score = AssessmentScore
    wanted = select(*score.__table__.c).where(score.assessment_id == assessment.id)
    rows = unit.rows(wanted if region is None else wanted.where(score.region == region))
    head = {
        **head_of(scheme, assessment.scheme_name, assessment.scheme_name_en, period, group, region),
        "unit": "分",
        "by": "amount",
        "better": "higher",
        "state": assessment.state,
        "total": None,
    }
    if group == "districts":
        return {**head, "items": _district_lines(rows, region_names(unit))}
    deductions = _deductions(unit, assessment, rows, reach(subject))
    order = dict(zip((row.id for row in rows), ranks([row.hundredths for row in rows]), strict=True))
    return {
        **head,
        "items": [
            _score_line(row, order[row.id], row.previous_rank if region is None else None, deductions.get(row.id))
            for row in sorted(rows, key=lambda row: (order[row.id], row.department_code))
        ],
    }


def _deductions(
    unit: Unit, assessment: Row[Any], scores: Sequence[Row[Any]], scope: DataScope
) -> Mapping[Any, list[tuple[str, Fraction]]]:
    """Return by score what was lost or gained, most first, of the departments whose detail a reader sees."""
    line, score, indicator = AssessmentScoreLine, AssessmentScore, AssessmentIndicator
    rows = unit.rows(
        select(line.score_id, indicator.name, line.lost)
        .join(indicator, indicator.id == line.indicator_id)
        .join(score, score.id == line.score_id)
        .where(line.assessment_id == assessment.id, line.lost != "0", in_reach(scope, score.department_code))
    )
    found: dict[Any, list[tuple[str, Fraction]]] = {row.id: [] for row in scores if scope.covers(row.department_code)}
    for row in rows:
        found.setdefault(row.score_id, []).append((row.name, exact(row.lost)))
    return {score_id: sorted(lost, key=lambda item: (-abs(item[1]), item[0])) for score_id, lost in found.items()}


def _score_line(
    row: Row[Any], rank: int, previous_rank: int | None, lost: list[tuple[str, Fraction]] | None
) -> dict[str, Any]:
    """Return one line; ``lost`` is None of a department whose detail the reader does not see."""
    before, points = row.previous_hundredths, shown_hundredths(row.hundredths)
    return {
        "rank": rank,
        "code": row.department_code,
        "name": row.department_name,
        "amount": points,
        "previous_amount": None if before is None else shown_hundredths(before),
        "change": None if before is None else shown_hundredths(row.hundredths - before),
        "previous_rank": previous_rank,
        "rank_change": None if previous_rank is None else previous_rank - rank,
        "assigned": row.assigned,
        "score_id": None if lost is None else row.id,
        "explanation": f"得分{points}分{_told(row, lost or [])}。",
        "explanation_en": f"{points} points." if lost is None else f"{points} points; {len(lost)} indicators moved it.",
    }


def _told(row: Row[Any], lost: list[tuple[str, Fraction]]) -> str:
    adjusted = f"（含调整{shown_hundredths(row.adjusted)}分）" if row.adjusted else ""
    named = [f"{name}{'扣' if points > 0 else '加'}{shown(abs(points))}分" for name, points in lost[:NAMED_DEDUCTIONS]]
    more = "等" if len(lost) > NAMED_DEDUCTIONS else ""
    return adjusted + (f"：{'、'.join(named)}{more}" if named else "")


def _district_lines(rows: Sequence[Row[Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the means of the districts' departments, best first."""
    members: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        members[district_of(row.region)].append(row)
    means = {code: _mean([row.hundredths for row in own]) for code, own in members.items()}
    before = {code: _mean([row.previous_hundredths for row in own]) for code, own in members.items()}
    order = ranked(means, best_first=True)
    return [
        {
            "rank": order[code],
            "code": code,
            "name": names.get(code, code),
            "amount": shown(means[code]),
            "previous_amount": shown(before[code]),
            "change": shown(_difference(means[code], before[code])),
            "departments": len(members[code]),
            "assigned": sum(row.assigned for row in members[code]),
            "explanation": f"{len(members[code])}个部门平均得分{shown(means[code])}分。",
            "explanation_en": f"{len(members[code])} departments, {shown(means[code])} points on average.",
        }
        for code in sorted(members, key=lambda code: (order[code], code))
    ]


def _mean(hundredths: Sequence[int | None]) -> Fraction | None:
    """Return a mean in points, rounded as it is shown so that what looks equal is equal."""
    known = [number for number in hundredths if number is not None]
    return Fraction(in_hundredths(Fraction(sum(known), 100 * len(known))), 100) if known else None


def _difference(present: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if present is None or before is None else present - before

"""What the city wants: percentages of indicators, and limits that certain matters are to promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select

from engines.deadlines import Limit
from engines.indicators.facts import Facts
from engines.indicators.models import IndicatorTarget
from engines.joint import JointMatter, list_joint_matters, order_of, read_joint_matter
from kit.database import Unit
from kit.remembering import Remembered

DAYS_OF_A_WEEK, WORKING_DAYS_OF_A_WEEK = 7, 5


@dataclass(frozen=True)
class PlanLimit:
    """A limit of the plan: certain matters are to promise no more, each of them or all one after the other."""

    code: str
    name: str
    name_en: str
    limit: Limit
    source: str
    matters: tuple[str, ...]
    together: bool
    #: Instead of matters: a joint matter, by the longest way through its parts.
    joint_matter: str | None


@dataclass(frozen=True)
class Targets:
    """The targets of the plan: ``percents`` by indicator with their sources, and the limits."""

    percents: Mapping[str, tuple[Fraction, str]]
    limits: tuple[PlanLimit, ...]


def store_targets(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the targets what the pack says and return how many changed."""
    present = {row.code: row.content for row in unit.rows(select(IndicatorTarget.code, IndicatorTarget.content))}
    wanted = {item["code"]: dict(item) for item in items}
    changed = sorted(code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code))
    if changed:
        _present.change(unit)
        unit.write(delete(IndicatorTarget).where(IndicatorTarget.code.in_(changed)))
        for code in changed:
            if code in wanted:
                unit.add(IndicatorTarget, code=code, content=wanted[code])
    return len(changed)


def targets(unit: Unit) -> Targets:
    """Return the targets; the process's copy is at most a second old."""
    return _present.get(unit)


def limit_answers(unit: Unit, facts: Facts) -> list[dict[str, Any]]:
    """Return for every limit of the plan what is promised; one whose matters the city does not have is left out."""
    limits = targets(unit).limits
    joint = {}
    if any(item.joint_matter for item in limits):
        joint = {row.code: read_joint_matter(row.content) for row in list_joint_matters(unit)}
    return [answer for item in limits if (answer := _answer(item, facts, joint)) is not None]


def _answer(item: PlanLimit, facts: Facts, joint: Mapping[str, JointMatter]) -> dict[str, Any] | None:
    matter = joint.get(item.joint_matter or "")
    codes = tuple(part.matter for part in matter.parts) if matter else item.matters
    present = [facts[code] for code in codes if code in facts]
    if not present or len(present) < len(codes):
        return None
    spent = {found.code: _in_unit(found.promised, item.limit.unit) for found in present}
    days = _longest(matter, spent) if matter else (sum if item.together else max)(spent.values())
    return {
        "code": item.code,
        "name": item.name,
        "name_en": item.name_en,
        "promised_days": days,
        "target_days": item.limit.days,
        "unit": item.limit.unit,
        "met": days <= item.limit.days,
        "source": item.source,
        "matters": [{"code": item.code, "name": item.name, "promised_days": spent[item.code]} for item in present],
    }


def _in_unit(promised: Limit, unit: str) -> int:
    """Return a promise in the unit of a limit: five working days take a week of calendar days."""
    if unit in {promised.unit, "working_day"}:
        return promised.days
    return -(-promised.days * DAYS_OF_A_WEEK // WORKING_DAYS_OF_A_WEEK)


def _longest(matter: JointMatter, spent: Mapping[str, int]) -> int:
    """Return the promised days of the longest way through a joint matter's parts."""
    ends: dict[str, int] = {}
    for part in order_of(matter.parts):
        before = max((ends[code] for code in part.depends_on), default=0)
        ends[part.code] = before + spent[part.matter]
    return max(ends.values())


def _read(unit: Unit) -> Targets:
    items = [row.content for row in unit.rows(select(IndicatorTarget.content).order_by(IndicatorTarget.code))]
    return Targets(
        {item["code"]: (Fraction(item["percent"], 100), item["source"]) for item in items if "percent" in item},
        tuple(_limit(item) for item in items if "limit" in item),
    )


def _limit(item: Mapping[str, Any]) -> PlanLimit:
    return PlanLimit(
        item["code"],
        item["name"],
        item["name_en"],
        Limit(**item["limit"]),
        item["source"],
        tuple(item.get("matters", ())),
        item.get("together", False),
        item.get("joint_matter"),
    )


_present = Remembered(_read)

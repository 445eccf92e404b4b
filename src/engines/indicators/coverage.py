"""The figures: for the city or a part of it, in groups, and matter by matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from auth import department_names, region_names
from engines.indicators.definitions import INDICATORS, Indicator, Line
from engines.indicators.facts import Brought, facts_in_force
from engines.indicators.snapshots import Usage, read_usage
from engines.indicators.targets import Targets, limit_answers, targets
from kit.database import Unit
from kit.fields import beijing

Grouping = Literal["region", "department", "topic"]


@dataclass(frozen=True)
class Part:
    """Which matters are asked about; all of them with None."""

    region: str | None = None
    department: str | None = None
    topic: str | None = None

    def holds(self, line: Line) -> bool:
        """Tell whether a matter is in this part of the city."""
        asked = ((self.region, line.region), (self.department, line.department), (self.topic, line.topic))
        return all(wanted is None or wanted == own for wanted, own in asked)


def coverage(unit: Unit, part: Part, by: Grouping | None) -> dict[str, Any]:
    """Return every indicator of a part of the city, and of its groups; see ``CoverageOut``."""
    usage, wanted = read_usage(unit), targets(unit)
    lines = [line for line in lines_of(unit, usage) if part.holds(line)]
    facts = {line.code: line.facts for line in lines if line.facts is not None}
    return {
        "as_of": beijing(usage.as_of),
        "period_from": usage.period_from.isoformat() if usage.period_from else None,
        "period_to": usage.period_to.isoformat() if usage.period_to else None,
        "matters": len(facts),
        "figures": [{**_described(item, wanted), **_figure(item, lines, wanted)} for item in INDICATORS],
        "groups": _groups(unit, lines, wanted, by) if by else [],
        "limits": limit_answers(unit, facts),
    }


def matters_behind(unit: Unit, indicator: Indicator, part: Part, *, met: bool | None) -> list[dict[str, Any]]:
    """Return the matters that an indicator counts, by code; ``met`` keeps those that meet the target or do not."""
    wanted = targets(unit)
    found = []
    for line in lines_of(unit, read_usage(unit)):
        if not part.holds(line):
            continue
        figure = _figure(indicator, [line], wanted)
        if figure["denominator"] and met in {None, _meets(figure)}:
            found.append(_behind(line, figure))
    return found


def _behind(line: Line, figure: dict[str, Any]) -> dict[str, Any]:
    facts = line.facts
    return {
        "code": line.code,
        "name": line.name,
        "region": line.region,
        "department": line.department,
        "topic": line.topic,
        "withdrawn": facts is None,
        "numerator": figure["numerator"],
        "denominator": figure["denominator"],
        "value": figure["value"],
        "met": _meets(figure),
        "promised_days": facts.promised.days if facts else None,
        "statutory_days": facts.statutory.days if facts else None,
        "cases_href": f"/office/v1/cases?matter_code={line.code}",
        "in_the_way": [_in_the_way(item) for item in facts.in_the_way(strict=True)] if facts else [],
    }


def _in_the_way(item: Brought) -> dict[str, Any]:
    """Say of a material why one certificate is not enough for it."""
    why = "未关联电子证照或共享数据"
    why += "，可告知承诺" if item.commitment else "，须自行提交"
    return {
        "material": item.code,
        "name": item.name,
        "ways": list(item.ways),
        "commitment": item.commitment,
        "why": why,
        "why_en": "no licence and no shared data stands for it; "
        + ("a commitment can" if item.commitment else "it must be brought"),
        "wanted_resource": item.resource or None,
        "wanted_from": item.holder or None,
    }


def _meets(figure: dict[str, Any]) -> bool:
    """Tell whether one matter does its part: the target where there is one, else anything at all."""
    return bool(figure["value"] > 0 if figure["met"] is None else figure["met"])


def lines_of(unit: Unit, usage: Usage) -> list[Line]:
    """Return every matter in force, and those withdrawn whose cases were counted, by code."""
    facts = facts_in_force(unit)
    lines = [
        Line(code, item.name, item.region, item.department, item.topic, item, usage.by_matter.get(code))
        for code, item in facts.items()
    ]
    lines += [
        Line(code, row.matter_name, row.region, row.department, row.topic, None, row)
        for code, row in usage.by_matter.items()
        if code not in facts
    ]
    return sorted(lines, key=lambda line: line.code)


def _described(item: Indicator, wanted: Targets) -> dict[str, Any]:
    target = wanted.percents.get(item.code)
    return {
        "name": item.zh,
        "name_en": item.en,
        "counts": item.counts,
        "definition": item.definition,
        "definition_en": item.definition_en,
        "source": item.source,
        "target_source": target[1] if target else None,
    }


def _figure(item: Indicator, lines: Iterable[Line], wanted: Targets) -> dict[str, Any]:
    """Return a figure in per cent; nothing to count is no value and neither met nor missed."""
    numerator, denominator = Fraction(0), 0
    filed = 0
    for line in lines:
        above, below = item.of(line)
        numerator, denominator = numerator + above, denominator + below
        filed += line.usage.filed if line.usage is not None else 0
    target = wanted.percents.get(item.code)
    value = numerator / denominator if denominator else None
    found = {
        "code": item.code,
        "numerator": _plain(numerator),
        "denominator": denominator,
        "value": None if value is None else _plain(value * 100),
        "target": _plain(target[0] * 100) if target else None,
        "met": value >= target[0] if value is not None and target else None,
    }
    if item.counts == "materials":
        found["per_case"] = _plain(numerator / filed) if filed else None
    return found


def _plain(number: Fraction) -> float | int:
    return int(number) if number.denominator == 1 else round(float(number), 2)


def _groups(unit: Unit, lines: Sequence[Line], wanted: Targets, by: Grouping) -> list[dict[str, Any]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(getattr(line, by), []).append(line)
    names = _names(unit, lines, by)
    return [
        {
            "code": code,
            "name": names.get(code, code),
            "matters": sum(line.facts is not None for line in members),
            "figures": [_figure(item, members, wanted) for item in INDICATORS],
        }
        for code, members in sorted(found.items())
    ]


def _names(unit: Unit, lines: Sequence[Line], by: Grouping) -> dict[str, str]:
    if by == "topic":
        return {line.topic: line.facts.topic_name for line in lines if line.facts is not None}
    return department_names(unit) if by == "department" else region_names(unit)

"""The figures of every department, exact, for whoever measures departments by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engines.indicators.coverage import lines_of
from engines.indicators.definitions import BY_CODE, INDICATORS, Indicator, Line
from engines.indicators.snapshots import read_usage
from engines.indicators.targets import limit_answers, targets
from kit.database import Unit


@dataclass(frozen=True)
class DepartmentFigure:
    """A figure and what the city wants of it: per cent of an indicator, days of a limit; None where there is none."""

    value: Fraction | None
    target: Fraction | None


def figure_codes(unit: Unit) -> frozenset[str]:
    """Return the codes under which :func:`figures_by_department` gives figures in this city."""
    return frozenset({*BY_CODE, *(limit.code for limit in targets(unit).limits)})


def figures_by_department(unit: Unit) -> Mapping[str, Mapping[str, DepartmentFigure]]:
    """Return the figures of each department that has matters, by the codes of the indicators and limits.

    Cases are those of the last year, as last counted. A limit that several departments' matters keep together is the
    figure of each of them.
    """
    wanted = targets(unit)
    members: dict[str, list[Line]] = {}
    for line in lines_of(unit, read_usage(unit)):
        members.setdefault(line.department, []).append(line)
    found: dict[str, dict[str, DepartmentFigure]] = {}
    for department, lines in members.items():
        for item in INDICATORS:
            percent = wanted.percents.get(item.code)
            target = percent[0] * 100 if percent else None
            found.setdefault(department, {})[item.code] = DepartmentFigure(_percent(item, lines), target)
    facts = {line.code: line.facts for lines in members.values() for line in lines if line.facts is not None}
    for limit in limit_answers(unit, facts):
        figure = DepartmentFigure(Fraction(limit["promised_days"]), Fraction(limit["target_days"]))
        for matter in limit["matters"]:
            found[facts[matter["code"]].department][limit["code"]] = figure
    return found


def _percent(item: Indicator, lines: Iterable[Line]) -> Fraction | None:
    amounts = [item.of(line) for line in lines]
    below = sum(part[1] for part in amounts)
    return Fraction(sum(part[0] for part in amounts)) * 100 / below if below else None

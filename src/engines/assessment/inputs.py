"""What a computation rests on: tallies, values and figures of all ranked departments, in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from engines.assessment.amounts import exact
from engines.assessment.formulas import measures_in
from engines.assessment.indicators import BROUGHT
from engines.assessment.measures import ASSIGNED
from engines.assessment.periods import Period
from engines.assessment.scoring import Item, Line, score_line
from engines.assessment.tallies import sums_of
from engines.assessment.values import Key, values_of
from engines.indicators import DepartmentFigure, figures_by_department
from kit.database import Unit


@dataclass(frozen=True)
class Inputs:
    """Amounts by department and measure, values in force, figures; how many entries, and which value is the newest."""

    amounts: Mapping[str, Mapping[str, int]]
    values: Mapping[Key, Row[Any]]
    figures: Mapping[str, Mapping[str, DepartmentFigure]]
    entries: int
    reported: str

    def line(self, item: Item, department: str) -> Line:
        """Return what an indicator makes of a department."""
        own = self.amounts.get(department, {})
        measures = {code: own.get(code, 0) for code in measures_of(item)}
        value, target = self._value(item.indicator, department)
        return score_line(item, value, target, measures)

    def _value(self, indicator: Row[Any], department: str) -> tuple[Fraction | None, Fraction | None]:
        if indicator.source == "system":
            return Fraction(self.amounts.get(department, {}).get(indicator.measured_by, 0)), None
        if indicator.source == "computed":
            figure = self.figures.get(department, {}).get(indicator.measured_by)
            return (None, None) if figure is None else (figure.value, figure.target)
        found = self.values.get((indicator.code, department))
        return None if found is None else exact(found.value), None


def measures_of(item: Item) -> set[str]:
    """Return the measures of the ledger that an indicator rests on."""
    named = {item.indicator.measured_by} if item.indicator.source == "system" else set()
    return measures_in(item.formula) | named


def gather(unit: Unit, items: Sequence[Item], period: Period, departments: Collection[str]) -> Inputs:
    """Return what the indicators rest on."""
    measures = {ASSIGNED}.union(*(measures_of(item) for item in items))
    amounts: dict[str, dict[str, int]] = defaultdict(dict)
    entries = 0
    for row in sums_of(unit, period, sorted(measures), frozenset(departments)):
        amounts[row.department_code][row.measure] = row.amount
        entries += row.entries
    brought = [item.indicator.code for item in items if item.indicator.source in BROUGHT]
    values = values_of(unit, period, brought, departments) if brought else {}
    computed = any(item.indicator.source == "computed" for item in items)
    figures = figures_by_department(unit) if computed else {}
    return Inputs(amounts, values, figures, entries, max((str(row.id) for row in values.values()), default=""))

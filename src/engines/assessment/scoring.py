"""Points, in exact arithmetic: what an indicator makes of a value, and ranks with their ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeVar

from sqlalchemy import Row

from engines.assessment.amounts import exact
from engines.expressions import Formula

#: ``counted``; ``capped`` where the formula asked for more than the cap or the weight allows; ``unknown`` where it
#: came to no number, and then nothing is lost.
Outcome = Literal["counted", "capped", "unknown"]
T = TypeVar("T")


@dataclass(frozen=True)
class Item:
    """One indicator of a scheme: its row, its points, its formula."""

    indicator: Row[Any]
    weight: Fraction
    formula: Formula


@dataclass(frozen=True)
class Line:
    """What one indicator made of one department's value."""

    item: Item
    value: Fraction | None
    target: Fraction | None
    measures: Mapping[str, int]
    lost: Fraction
    points: Fraction
    outcome: Outcome


def score_line(item: Item, value: Fraction | None, target: Fraction | None, measures: Mapping[str, int]) -> Line:
    """Return the points of one indicator: its weight less what the formula takes.

    An indicator with a weight costs from nothing to its cap (its weight where it has none, and never more). One of
    weight 0 takes or gives up to its cap. What is unknown costs nothing.
    """
    indicator = item.indicator
    cap = None if indicator.cap is None else exact(indicator.cap)
    own = None if indicator.target is None else exact(indicator.target)
    wanted = target if own is None else own
    asked, _ = item.formula.evaluate(
        {
            "value": value,
            "target": wanted,
            "baseline": None if indicator.baseline is None else exact(indicator.baseline),
            "cap": cap,
            "weight": item.weight,
            "measure": measures,
        }
    )
    if asked is None:
        return Line(item, value, wanted, measures, Fraction(0), item.weight, "unknown")
    most = min(item.weight if cap is None else cap, item.weight) if item.weight else cap or Fraction(0)
    lost = max(min(asked, most), Fraction(0) if item.weight else -most)
    return Line(item, value, wanted, measures, lost, item.weight - lost, "counted" if lost == asked else "capped")


def ranks(values: Sequence[T], *, best_first: bool = True) -> list[int]:
    """Return the rank of each value; equal ones share theirs and the next is left out (1, 1, 3)."""
    ordered = sorted(values, reverse=best_first)  # type: ignore[type-var]  # numbers of one kind
    first: dict[T, int] = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
    return [first[value] for value in values]

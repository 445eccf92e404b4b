"""Evaluating: an expression over the values of one case is true, false, or cannot be known."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from celpy.adapter import json_to_cel
from celpy.celtypes import BoolType

from engines.expressions.reading import Expression

Outcome = Literal["passed", "failed", "unknown"]


def holds(expression: Expression, values: Mapping[str, Any]) -> bool:
    """Tell whether a rule passes; what cannot be known does not."""
    return evaluate_all([expression], values) == ["passed"]


def evaluate_all(expressions: Iterable[Expression], values: Mapping[str, Any]) -> list[Outcome]:
    """Return what each rule says of ``values`` (plain JSON by the names of the language); never an error.

    A field that is missing, a text where a number should be, an overflow: ``unknown``. ``false && unknown`` is
    ``failed`` all the same, as in CEL.
    """
    known = {name: json_to_cel(value) for name, value in values.items()}
    return [_outcome(expression, known) for expression in expressions]


def _outcome(expression: Expression, known: Mapping[str, Any]) -> Outcome:
    try:
        found = expression.runner.evaluate(known)
    except Exception:  # noqa: BLE001 -- whatever the library stumbles over, the rule says nothing
        return "unknown"
    if not isinstance(found, BoolType):
        return "unknown"
    return "passed" if found else "failed"

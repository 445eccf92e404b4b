"""Formulas of indicators: how many points a value costs, tried out before anybody is measured by them.

A formula reads ``value``, ``target``, ``baseline``, ``cap``, ``weight`` and ``measure["matters.overdue_days"]`` of the
ledger in the period, and comes to the points lost; less than nothing are points gained (加分).
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from engines.assessment.measures import check_measure
from engines.assessment.refusals import FormulaInvalid
from engines.expressions import ExpressionInvalid, Formula, Why, read_formula

ROOTS: Mapping[str, int] = {"value": 1, "target": 1, "baseline": 1, "cap": 1, "weight": 1, "measure": 2}
#: What a formula is tried on: nothing, little, a target's usual size, much.
SAMPLES = tuple(Fraction(number) for number in (0, 1, 37, 100, 5000))
WEIGHTS = tuple(Fraction(number) for number in (0, 20))
_WRONG: Mapping[Why, tuple[str, str]] = {
    "divides_by_zero": ("it divides by zero", 'guard it: measure["b"] == 0 ? 0 : measure["a"] / measure["b"]'),
    "missing": ("it reads a target, baseline or cap that the indicator has not", "give the indicator one"),
    "no_number": ("it comes to a truth where a number should be", "write condition ? 5 : 0"),
}


def formula_of(text: str) -> Formula:
    """Return a formula that was checked before."""
    return read_formula(text, ROOTS)


def measures_in(formula: Formula) -> set[str]:
    """Return the measures of the ledger that a formula reads."""
    return {path[1] for path in formula.paths if path[0] == "measure"}


def check_formula(text: str, constants: Mapping[str, Fraction | None]) -> Formula:
    """Return a formula that comes to a number whatever is counted; ``constants`` are target, baseline and cap.

    Errors: :class:`FormulaInvalid`, :class:`MeasureUnknown`.
    """
    try:
        formula = formula_of(text)
    except ExpressionInvalid as error:
        raise FormulaInvalid(wrong=error.wrong, remedy=error.remedy) from None
    measures = measures_in(formula)
    for code in sorted(measures):
        check_measure(code)
    for value, amount, weight in product(SAMPLES, SAMPLES, WEIGHTS):
        values = {**constants, "value": value, "weight": weight, "measure": dict.fromkeys(measures, amount)}
        _, why = formula.evaluate(values)
        if why is not None and why in _WRONG:
            wrong, remedy = _WRONG[why]
            raise FormulaInvalid(wrong=wrong, remedy=remedy)
    return formula

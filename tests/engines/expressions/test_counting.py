"""A formula comes to an exact number or says why not; what is no formula is refused before it is evaluated."""

from fractions import Fraction

import pytest

from engines.expressions import ExpressionInvalid, read_formula

ROOTS = {"measure": 2, "value": 1, "target": 1}
VALUES = {"measure": {"matters.late": Fraction(3), "none": Fraction(0)}, "value": Fraction(1), "target": None}


def come_to(text: str) -> tuple[Fraction | None, str | None]:
    return read_formula(text, ROOTS).evaluate(VALUES)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('measure["matters.late"] * 0.1', Fraction(3, 10)),
        ("7 / 2", Fraction(7, 2)),
        ("value / 3 + value / 3 + value / 3", Fraction(1)),
        ("-value - -2", Fraction(1)),
        ("max(min(value, 30), 5)", Fraction(5)),
        ('value >= 1 && !(measure["matters.late"] == 2) ? 8 : 9', Fraction(8)),
        ('measure["none"] == 0 ? 0 : value / measure["none"]', Fraction(0)),
        ("value < 2 || value / 0 > 1 ? 1 : 2", Fraction(1)),
        ("value != 1 && value / 0 > 1 ? 1 : 2", Fraction(2)),
        ("measure.none <= 0 ? 4 : null", Fraction(4)),
    ],
)
def test_a_formula_comes_to_an_exact_number(text: str, number: Fraction) -> None:
    assert come_to(text) == (number, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('value / measure["none"]', "divides_by_zero"),
        ("target + 1", "missing"),
        ('measure["other"] + 1', "missing"),
        ("value > 0", "no_number"),
        ("(value > 0) + 1", "no_number"),
        ("value ? 1 : 2", "no_number"),
        ("value == 1 ? null : 0", "said"),
    ],
)
def test_what_comes_to_no_number_says_why(text: str, why: str) -> None:
    assert come_to(text) == (None, why)


@pytest.mark.parametrize(
    "text",
    [
        "value % 2",
        "form.months",
        "measure",
        "measure[value]",
        "value in [1, 2]",
        "[1]",
        "max(1)",
        "int(value)",
        "has(measure.late)",
        "value.size()",
        "1e999999999",
        "0x10",
        "9223372036854775807",
        '"a" + "b"',
        "value +",
        "[1, 2].map(x, x * 2)",
        " + ".join(["value"] * 90),
    ],
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(ExpressionInvalid) as caught:
        read_formula(text, ROOTS)
    assert caught.value.remedy


def test_a_formula_says_what_it_reads() -> None:
    assert read_formula('measure["a.b"] * value', ROOTS).paths == {("measure", "a.b"), ("value",)}

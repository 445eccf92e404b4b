from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.numbering import case_number, check_case_number
from engines.numbering.case_numbers import _check_digit

FIRST_OF_MAY = case_number("330900", date(2026, 5, 1), 7)
numbers = st.builds(
    case_number,
    st.sampled_from(["330900", "330902", "330903", "330921", "330922"]),
    st.dates(date(2025, 1, 1), date(2099, 12, 31)),
    st.integers(1, 999_999),
)


def test_a_number_says_division_day_and_sequence() -> None:
    assert len(FIRST_OF_MAY) == 21
    assert FIRST_OF_MAY.startswith("33090020260501000007")


@pytest.mark.parametrize("public", ["07945", "33392005961", "36574261809"])
def test_the_check_digit_is_that_of_public_numbers(public: str) -> None:
    """The example of ISO/IEC 7064 MOD 11,10, a Croatian OIB and a German tax number."""
    assert _check_digit(public[:-1]) == public[-1]


@given(numbers, st.integers(0, 20), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(number: str, place: int, change: int) -> None:
    assert check_case_number(number)
    wrong = str((int(number[place]) + change) % 10)
    assert not check_case_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "number",
    ["", FIRST_OF_MAY[:-1], FIRST_OF_MAY + "0", FIRST_OF_MAY + "\n", "３" + FIRST_OF_MAY[1:], "A" + FIRST_OF_MAY[1:]],
    ids=["empty", "short", "long", "newline", "full-width digit", "letter"],
)
def test_what_is_no_number_is_refused(number: str) -> None:
    assert not check_case_number(number)

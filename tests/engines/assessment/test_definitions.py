"""What an indicator, a scheme, a period and a number must be to be taken."""

from datetime import date
from fractions import Fraction

import pytest

from auth import PermissionMissing
from engines.assessment import (
    create_indicator,
    create_scheme,
    find_indicator,
    list_indicators,
    period_of,
    read_period,
    scheme_items,
)
from engines.assessment.amounts import decimal, in_hundredths, shown
from engines.assessment.refusals import (
    DepartmentsUnknown,
    FormulaInvalid,
    IndicatorInvalid,
    IndicatorNotFound,
    MeasureUnknown,
    NumberInvalid,
    PeriodInvalid,
    SchemeInvalid,
    WeightsDoNotAddUp,
)
from engines.assessment.scoring import ranks
from kit.database import Unit
from kit.errors import Problem
from tests.engines.assessment.world import OFFICE, TRAFFIC, build_city, indicator, member, scheme, supervisor

BOSS = supervisor()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"formula": 'value / measure["matters.assigned"]'}, FormulaInvalid),
        ({"formula": "1 / (value - 37)"}, FormulaInvalid),
        ({"formula": "target - value"}, FormulaInvalid),
        ({"formula": "value > 3"}, FormulaInvalid),
        ({"formula": "[1, 2].map(x, x)"}, FormulaInvalid),
        ({"formula": "while (true)"}, FormulaInvalid),
        ({"formula": "form.value"}, FormulaInvalid),
        ({"formula": 'measure["matters.loved"]'}, MeasureUnknown),
        ({"measured_by": "matters.loved"}, MeasureUnknown),
        ({"measured_by": None}, IndicatorInvalid),
        ({"source": "reported"}, IndicatorInvalid),
        ({"source": "computed", "measured_by": "loved"}, IndicatorInvalid),
        ({"source": "guessed"}, IndicatorInvalid),
        ({"direction": "up"}, IndicatorInvalid),
        ({"code": "Überfällig"}, IndicatorInvalid),
        ({"name": " "}, IndicatorInvalid),
        ({"cap": "-1"}, IndicatorInvalid),
        ({"target": "1e3"}, NumberInvalid),
    ],
)
def test_an_indicator_that_does_not_hold_is_refused(
    unit: Unit, changes: dict[str, str | None], refusal: type[Problem]
) -> None:
    with pytest.raises(refusal) as caught:
        create_indicator(BOSS, unit, OFFICE, indicator(**{"code": "overdue", **changes}))
    assert caught.value.sentence("zh")


def test_an_indicator_changes_by_a_new_edition(unit: Unit) -> None:
    guarded = indicator("share", formula='measure["matters.assigned"] == 0 ? 0 : value / measure["matters.assigned"]')
    assert create_indicator(BOSS, unit, OFFICE, guarded).edition == 1
    assert create_indicator(BOSS, unit, OFFICE, guarded).edition == 1
    assert create_indicator(BOSS, unit, OFFICE, indicator("share", cap="5")).edition == 2
    assert find_indicator(unit, "share").cap == "5"
    assert [row.edition for row in list_indicators(unit)] == [2]
    create_indicator(BOSS, unit, OFFICE, indicator("online", source="computed", measured_by="online", formula="target"))
    with pytest.raises(PermissionMissing):
        create_indicator(member(TRAFFIC, "assessment.manage"), unit, OFFICE, indicator("mine"))
    with pytest.raises(IndicatorNotFound):
        find_indicator(unit, "mine")


def test_a_scheme_weighs_its_indicators_to_100(unit: Unit) -> None:
    build_city(unit)
    for code, cap in (("late", "30"), ("red", None)):
        create_indicator(BOSS, unit, OFFICE, indicator(code, cap=cap))
    with pytest.raises(WeightsDoNotAddUp) as caught:
        create_scheme(BOSS, unit, OFFICE, scheme({"late": "60.5", "red": "39"}))
    assert caught.value.values["total"] == "99.50"
    for draft, refusal in (
        (scheme({"late": "100", "loved": "0"}), IndicatorNotFound),
        (scheme({"late": "100", "red": "0"}), SchemeInvalid),
        (scheme({"late": "-20", "red": "120"}), SchemeInvalid),
        (scheme({"late": "99.999", "red": "0.001"}), SchemeInvalid),
        (scheme({"late": "100"}, period_kind="day"), SchemeInvalid),
        (scheme({"late": "100"}, departments=(TRAFFIC,)), SchemeInvalid),
        (scheme({"late": "100"}, region=None), SchemeInvalid),
        (scheme({"late": "100"}, region="330999"), DepartmentsUnknown),
        (scheme({"late": "100"}, region=None, departments=(TRAFFIC, "D9")), DepartmentsUnknown),
        (scheme({}), SchemeInvalid),
    ):
        with pytest.raises(refusal):
            create_scheme(BOSS, unit, OFFICE, draft)
    with pytest.raises(PermissionMissing):
        create_scheme(member(TRAFFIC), unit, OFFICE, scheme({"late": "100"}))
    row = create_scheme(BOSS, unit, OFFICE, scheme({"red": "99.5", "late": "0.5"}))
    assert (row.state, row.edition) == ("draft", 1)
    assert [(item.indicator.code, item.weight) for item in scheme_items(unit, row.id)] == [
        ("red", Fraction(199, 2)),
        ("late", Fraction(1, 2)),
    ]


@pytest.mark.parametrize(
    ("text", "first", "last", "before", "name"),
    [
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4), "2025-W52", "2026年第1周"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026-01", "2026年2月"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12", "2026年1月"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026-Q3", "2026年第4季度"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025", "2026年"),
    ],
)
def test_a_period_is_read_as_it_is_written(text: str, first: date, last: date, before: str, name: str) -> None:
    found = read_period(text)
    assert (found.first, found.last, found.previous.code, found.name) == (first, last, before, name)
    assert found.code == text
    assert period_of(found.kind, last) == found


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-W60", "2026-W00", "2026-Q5", "0000", "2026-1", "第3季度", ""]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodInvalid):
        read_period(text)


def test_numbers_are_exact_and_halves_go_to_even() -> None:
    assert [in_hundredths(decimal(text)) for text in ("0.125", "0.135", "-0.125", "2.675")] == [12, 14, -12, 268]
    assert [shown(Fraction(number)) for number in ("295/3", "-1/200", "-1/100", "7")] == [
        "98.33",
        "0.00",
        "-0.01",
        "7.00",
    ]
    assert shown(None) is None
    assert ranks([5, 9, 9, 1, 5]) == [3, 1, 1, 5, 3]
    assert ranks([5, 9, 9, 1, 5], best_first=False) == [2, 4, 4, 1, 2]
    for text in ("1/3", "1e9", "", "٣", "1.1234567", "1\n"):
        with pytest.raises(NumberInvalid):
            decimal(text)

"""What a reception is held to: who accompanies, meals, lodging, and that all breaches are said at once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from engines.receptions.limits import Approved, Standard, list_breaches, most_accompanying, plan_breaches
from kit.clock import BEIJING

NOW = datetime(2027, 3, 1, 9, tzinfo=BEIJING)
DAY = date(2027, 3, 2)
STANDARDS = {
    "bureau": Standard("bureau", "厅局级", 13_000, 48_000, "市标准"),
    "other": Standard("other", "其他", 9_000, 34_000, "市标准"),
}
NOTHING = {"guests": 0, "accompanying": 0, "level": None, "rooms": 0, "nights": 0}


def item(kind: str, amount_fen: int, **more: Any) -> dict[str, Any]:
    return {**NOTHING, "kind": kind, "day": DAY, "place": "食堂", "amount_fen": amount_fen, **more}


def plan(number: int = 2, accompanying: int = 0, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "letter": {"organ": "某局", "number": "函1", "dated_on": date(2027, 2, 26)},
        "guests": [{"name": f"客{place}", "level": "other"} for place in range(number)],
        "leader": "客0",
        "accompanying": [{"name": f"陪{place}"} for place in range(accompanying)],
        "items": [*items],
        "starts_at": NOW + timedelta(days=1),
        "ends_at": NOW + timedelta(days=2),
        **more,
    }


def rules(said: dict[str, Any]) -> list[tuple[str, str]]:
    return [(breach.pointer, breach.rule) for breach in plan_breaches(said, STANDARDS, NOW)]


@pytest.mark.parametrize(("guests", "most"), [(1, 3), (10, 3), (11, 3), (12, 4), (14, 4), (15, 5)])
def test_ten_are_accompanied_by_three_and_more_by_a_third(guests: int, most: int) -> None:
    assert most_accompanying(guests) == most
    meal = item("work_meal", 0, guests=guests, accompanying=most)
    assert rules(plan(guests, most, meal)) == []
    over = item("work_meal", 0, guests=guests, accompanying=most + 1)
    (overall, at_table) = plan_breaches(plan(guests, most + 1, over), STANDARDS, NOW)
    assert (overall.pointer, at_table.pointer) == ("/accompanying", "/items/0/accompanying")
    assert (overall.limit, overall.given) == (most, most + 1)
    assert overall.source is not None
    assert "22号" in overall.source


def test_standards_hold_to_the_fen_and_for_everybody_who_eats_or_stays() -> None:
    # Who comes with somebody of the bureau's level eats as they do: 130 yuan for each of two and three.
    guests = [{"name": "客0", "level": "bureau"}, {"name": "客1", "level": "other"}]
    for amount_fen, expected in ((65_000, []), (65_001, [("/items/0/amount_fen", "meal_over_standard")])):
        meal = item("work_meal", amount_fen, guests=2, accompanying=3)
        assert rules(plan(2, 3, meal, guests=guests)) == expected
    for amount_fen, expected in ((136_000, []), (136_001, [("/items/0/amount_fen", "lodging_over_standard")])):
        stay = item("lodging", amount_fen, level="other", rooms=2, nights=2)
        assert rules(plan(2, 0, stay, guests=guests)) == expected
    (breach,) = plan_breaches(plan(1, 0, item("work_meal", 9_050, guests=1)), STANDARDS, NOW)
    assert breach.sentence("zh") == "工作餐总额不得超过90.00元（标准乘以用餐人数），现为90.50元。"
    assert (breach.limit, breach.given, breach.source) == (9_000, 9_050, "市标准")


def test_all_that_is_wrong_is_said_at_once() -> None:
    meals = [item("work_meal", 0, guests=3), item("work_meal", 0, guests=0), item("self_paid_meal", 9_999, guests=2)]
    stay = item("lodging", 1, level="bureau", rooms=1, nights=0, day=date(2027, 4, 1))
    found = rules(plan(2, 0, *meals, stay, letter=None, leader="陪0"))
    assert found == [
        ("/letter", "no_letter"),
        ("/leader", "leader"),
        ("/items/1", "second_working_meal"),
        ("/items/0/guests", "more_than_named"),
        ("/items/1/guests", "required"),
        ("/items/3/day", "outside"),
        ("/items/3/nights", "required"),
        ("/items/3/level", "level"),
    ]
    # The one working meal may have been given by another reception of the same letter.
    (breach,) = plan_breaches(plan(2, 0, item("work_meal", 0, guests=2)), STANDARDS, NOW, 1)
    assert (breach.rule, breach.limit, breach.given) == ("second_working_meal", 1, 2)
    # Times that cannot be at all say so, and nothing falls over them.
    late = datetime(9999, 12, 31, 23, 59, tzinfo=BEIJING)
    assert rules(plan(starts_at=late, ends_at=late)) == [("/starts_at", "ahead"), ("/ends_at", "order")]
    assert rules(plan(starts_at=NOW - timedelta(hours=1)))[0] == ("/starts_at", "past")


def test_a_list_over_its_estimate_says_why_and_has_its_invoices() -> None:
    said = plan(2, 0, item("transport", 20_000), item("lodging", 34_000, level="other", rooms=1, nights=1))
    filed = said | {
        "activities": [{"at": NOW + timedelta(days=1)}],
        "invoices": [{"number": "26332000AB", "amount_fen": 20_000}],
        "nothing_forbidden": True,
        "over_reason": "",
    }

    def found(estimate_fen: int, **changes: Any) -> list[str]:
        approved, now = Approved(said["starts_at"], estimate_fen), NOW + timedelta(days=2)
        return [breach.rule for breach in list_breaches(filed | changes, STANDARDS, now, approved)]

    assert found(20_000) == []
    assert found(19_999) == ["over_estimate"]
    assert found(19_999, over_reason="渡轮停航改乘") == []
    assert found(20_000, invoices=[{"number": "26332000AB", "amount_fen": 19_999}], nothing_forbidden=False) == [
        "not_invoiced",
        "not_declared",
    ]
    assert found(20_000, activities=[{"at": NOW + timedelta(days=3)}, {"at": NOW}]) == ["future", "outside"]
    halves = [{"number": number, "amount_fen": 10_000} for number in ("26332000AB", "26332000-ab")]
    assert found(20_000, invoices=halves) == ["invoice_twice"]

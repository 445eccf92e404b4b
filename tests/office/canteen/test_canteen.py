"""A canteen over HTTP: from the menu to the pick-up, settlement and waste; what is refused; and who sees it."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from engines.canteen import run_canteen_timers
from engines.costs import CostEntry
from kit import clock
from tests.assembly.test_budgets import keeps_to
from tests.office.speaking import read, sent, turn
from tests.product import Caller, Product

CANTEENS, MEALS, BOOKINGS = "/office/v1/canteens", "/office/v1/canteen_meals", "/office/v1/meal_bookings"
#: A Tuesday; the day of the refusals and that of the budgets are others'.
DAY = datetime(2027, 4, 6, tzinfo=clock.BEIJING)


class Hall:
    """Who eats, who keeps the canteen and who reads everything, signed in at the present moment."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.ming, self.rui, self.lu, self.keeper, self.leader = (
            product.officer(f"officer-{name}") for name in ("ming", "rui", "lu", "yong", "mou")
        )
        self.canteen = next(row["id"] for row in self.ming.every(CANTEENS) if row["code"] == "ST1")
        self.address = f"{CANTEENS}/{self.canteen}"

    def book(self, who: Caller, day: str, expect: int = 201, **more: Any) -> dict[str, Any]:
        """Book lunch."""
        return sent(who, BOOKINGS, {"canteen_id": self.canteen, "day": day, "meal": "lunch", **more}, expect)

    def pick_up(self, code: str, expect: int = 200, **more: Any) -> dict[str, Any]:
        """Send a code from the counter."""
        return sent(self.keeper, f"{self.address}/pick_ups", {"code": code, **more}, expect)


def test_a_day_from_the_menu_to_the_waste(product: Product) -> None:
    day = "2027-04-06"
    of_it: dict[str, Any] = {"first_day": day, "last_day": day}
    with clock.travel(DAY + timedelta(hours=8)):
        hall = Hall(product)
        menu = {"canteen_id": hall.canteen, "day": day, "meal": "lunch"}
        fish = {"name": "葱油带鱼", "allergens": ["fish"]}
        meal = sent(hall.keeper, MEALS, {**menu, "dishes": [fish]})
        assert sent(hall.keeper, MEALS, {**menu, "dishes": [fish]}, 409)["code"] == "menu-published"
        assert sent(hall.rui, MEALS, {**menu, "dishes": [fish]}, 403)["code"] == "not-your-canteen"
        turn(hall.keeper, meal["href"], "menu", {"dishes": [fish, {"name": "番茄炒蛋", "allergens": ["eggs"]}]})
        seen = read(hall.rui, MEALS, canteen_id=hall.canteen, **of_it)["items"]
        assert [(item["meal"], len(item["dishes"]), item["bookable"]) for item in seen] == [
            ("breakfast", 0, False),
            ("lunch", 2, True),
            ("dinner", 0, True),
        ]
        ming = hall.book(hall.ming, day, guests=1, reason="接待省数据局调研组")
        rui, lu = hall.book(hall.rui, day, take_away=True), hall.book(hall.lu, day)
        assert hall.book(hall.rui, day, 409)["code"] == "meal-booked-already"
        assert turn(hall.ming, ming["href"], "changes", {"guests": 2})["portions"] == 3
        (cooked,) = read(hall.keeper, f"{MEALS}/portions", canteen_id=hall.canteen, **of_it)["items"]
        assert [cooked[name] for name in ("meal", "portions", "staff", "guests", "take_away")] == ["lunch", 5, 3, 2, 1]
        own = {"canteen_id": hall.canteen, "day": day}
        masked = {row["diner_name"]: row["code"] for row in hall.keeper.every(BOOKINGS, **own)}
        assert masked["明远"] == f"{ming['code'][0]}******{ming['code'][-1]}" == read(hall.keeper, ming["href"])["code"]
        assert [row["id"] for row in hall.lu.every(BOOKINGS, **own)] == [lu["id"]]
        assert len(hall.leader.every(BOOKINGS, **own)) == 3
        assert read(hall.lu, ming["href"], 404)["code"] == "meal-booking-not-found"
    with clock.travel(DAY + timedelta(hours=9)):
        hall = Hall(product)
        late = turn(hall.rui, rui["href"], "cancellation", {}, 409)
        assert (late["code"], late["until"]) == ("meal-closed", "2027-04-06 09:00")
        assert "2027-04-06 09:00截止" in late["detail"]
        assert hall.pick_up(rui["code"], 409)["code"] == "meal-not-served"
    with clock.travel(DAY + timedelta(hours=12)):
        hall = Hall(product)
        assert hall.pick_up(ming["code"], portions=1)["state_name"] == "部分取餐"
        unsettled = read(hall.keeper, meal["href"])["numbers"]
        assert (unsettled["booked"], unsettled["picked_up"], unsettled["waste_kg"]) == (5, None, None)
        short = hall.pick_up(ming["code"], 409, portions=3)
        assert (short["code"], short["available"]) == ("portions-left", 2)
        assert sent(hall.rui, f"{hall.address}/pick_ups", {"code": rui["code"]}, 403)["code"] == "not-your-canteen"
        assert hall.pick_up(rui["code"])["take_away"] is True
    with clock.travel(DAY + timedelta(hours=12, minutes=30)):
        hall = Hall(product)
        assert hall.pick_up(ming["code"], portions=1)["picked_up"] == 2
        again = hall.pick_up(rui["code"], 409)
        assert (again["code"], again["first"]) == ("meal-picked-up", "2027-04-06 12:00:00")
    with clock.travel(DAY + timedelta(hours=13)):
        run_canteen_timers(product.context)
        run_canteen_timers(product.context)
        check_afterwards(Hall(product), meal, [ming, rui, lu])


def check_afterwards(hall: Hall, meal: dict[str, Any], bookings: list[dict[str, Any]]) -> None:
    ming = bookings[0]
    states = [read(hall.leader, booking["href"])["state"] for booking in bookings]
    assert states == ["settled", "settled", "missed"]
    with hall.product.context.database.unit() as unit:
        costs = unit.rows(select(CostEntry.department_code, CostEntry.amount_fen, CostEntry.record_id))
    told = [(row.department_code, row.amount_fen) for row in costs if str(row.record_id) in {b["id"] for b in bookings}]
    assert told == [(ming["department_code"], 2 * 3000)]
    (task,) = hall.keeper.tasks(meal["id"])
    assert ("订5份，取3份，1单未取" in task["title"], task["href"]) == (True, meal["href"])
    assert read(hall.ming, meal["href"])["numbers"] is None
    for wrong in ("-1", "1.2345", "12kg", ""):
        turn(hall.keeper, meal["href"], "waste", {"waste_kg": wrong}, 422)
    assert turn(hall.keeper, meal["href"], "waste", {"waste_kg": "2.5"})["numbers"]["waste_kg"] == "2.500"
    assert hall.keeper.tasks(meal["id"]) == []
    month: dict[str, Any] = {"first_month": "2027-04", "last_month": "2027-04"}
    for by, period in (("day", "2027-04-06"), ("month", "2027-04")):
        (row,) = read(hall.keeper, f"{hall.address}/statistics", by=by, **month)["items"]
        numbers = ("booked", "picked_up", "left_over", "bookings", "missed", "missed_percent", "waste_kg")
        assert [row["period"], *(row[name] for name in numbers)] == [period, 5, 3, 2, 3, 1, "33.3", "2.500"]
    settled = f"{hall.address}/settlements"
    page = read(hall.keeper, settled, month="2027-04", limit=2)
    sums = {"people": 3, "portions": 3, "missed": 1, "amount_fen": 3000, "guests": 2, "guests_fen": 6000}
    assert (len(page["items"]), page["totals"]) == (2, sums)
    assert [row["amount_fen"] for row in hall.keeper.every(settled, month="2027-04", limit=2)] == [1000] * 3
    assert read(hall.rui, settled, 403, month="2027-04")["code"] == "not-your-canteen"
    own = read(hall.lu, f"{BOOKINGS}/settlements", **month)
    assert ([row["missed"] for row in own["items"]], own["total_fen"]) == ([1], 1000)


def test_what_is_refused_changes_nothing(product: Product) -> None:
    with clock.travel(DAY + timedelta(days=1, hours=8)):
        hall, day = Hall(product), "2027-04-07"
        wrong: tuple[tuple[dict[str, Any], str], ...] = (
            ({"guests": 21, "reason": "接待"}, "/guests"),
            ({"guests": -1}, "/guests"),
            ({"guests": 2}, "/reason"),
            ({"meal": "supper"}, "/meal"),
            ({"day": "2027-04-10"}, "/day"),
            ({"day": "2027-04-31"}, "/day"),
        )
        for more, pointer in wrong:
            refused = hall.book(hall.ming, **{"day": day, "expect": 422, **more})
            assert [item["pointer"] for item in refused["errors"]] == [pointer]
        stranger = product.officer("officer-xu")
        assert hall.book(stranger, day, 403)["code"] == "permission-missing"
        assert read(stranger, hall.address, 404)["code"] == "canteen-not-found"
        assert hall.pick_up("K7M2XW9P", 404)["code"] == "meal-code-unknown"
        hall.pick_up("k7m2xw9p", 422)
        assert hall.ming.every(BOOKINGS, day=day, canteen_id=hall.canteen) == []
        for first, last in (
            ("2027-04-09", day),
            (day, "2027-04-21"),
            ("9999-12-31", "9999-12-31"),
            ("0001-01-01", day),
        ):
            refused = read(hall.ming, MEALS, 422, canteen_id=hall.canteen, first_day=first, last_day=last)
            assert refused["code"] == "canteen-days-unfit"
        assert read(hall.ming, MEALS, 422, canteen_id=hall.canteen, first_day="9999-12-31")["errors"]


def test_lists_and_booking_keep_to_their_budgets(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.remembering.SECONDS", 3600.0)
    with clock.travel(DAY + timedelta(days=2, hours=8)):
        hall, day = Hall(product), "2027-04-08"
        first = hall.book(hall.rui, day)
        lunch = {"canteen_id": hall.canteen, "day": day, "meal": "lunch"}
        for address in (BOOKINGS, f"{MEALS}?canteen_id={hall.canteen}", f"{MEALS}/portions?canteen_id={hall.canteen}"):
            keeps_to(product, partial(hall.keeper.get, address), 3, 3)
        keeps_to(product, partial(hall.rui.get, first["href"]), 3, 5)
        keeps_to(product, partial(hall.ming.post, BOOKINGS, lunch), 12, 16)

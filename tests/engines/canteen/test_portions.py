"""Portions never run below nothing, days of rest are closed, and codes are hard to guess."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from engines.canteen import WRITTEN, cancel_meal, change_meal, meal_booking_of, pick_up_meal, store_canteens
from engines.canteen.models import MealBooking
from engines.canteen.refusals import MealBookedAlready, MealPickedUp, MealUnfit, PortionsShort
from kit import clock
from kit.context import Context
from kit.database import Database
from kit.settings import Settings
from tests.engines.canteen.kitchen import MORNING, a_canteen, book, booked, context_of, diner, keeper

DINERS, PORTIONS = 6, 7


@pytest.fixture
def context(database: Database, settings: Settings) -> Context:
    return context_of(database, settings)


def test_who_fights_for_the_last_portions_gets_what_there_is(context: Context) -> None:
    with context.database.unit() as unit:
        canteen = a_canteen(unit, most=PORTIONS)
    own = diner()

    def reach(number: int) -> str:
        # Two of them are the same person, who books once.
        who = own if number < 2 else diner()
        try:
            book(context, canteen, who, guests=1)
        except (PortionsShort, MealBookedAlready) as refused:
            return refused.code
        return "booked"

    with clock.travel(MORNING), ThreadPoolExecutor(DINERS) as threads:
        outcomes = Counter(threads.map(reach, range(DINERS)))
    assert outcomes["booked"] == PORTIONS // 2
    with context.database.unit() as unit:
        assert unit.scalar(select(func.count()).where(MealBooking.diner_id == own.id)) <= 1
        assert booked(unit) == 2 * outcomes["booked"] == unit.scalar(select(func.sum(MealBooking.portions)))


def test_what_is_given_back_is_there_again(context: Context) -> None:
    with clock.travel(MORNING):
        with context.database.unit() as unit:
            canteen = a_canteen(unit, most=4)
        who = diner()
        booking = book(context, canteen, who, guests=1)
        with pytest.raises(PortionsShort) as short:
            book(context, canteen, diner(), guests=2)
        assert short.value.values == {"available": 2, "wanted": 3}
        with context.database.unit() as unit:
            row = change_meal(who, unit, meal_booking_of(unit, who, booking), {"guests": 3})
            with pytest.raises(PortionsShort):
                change_meal(who, unit, row, {"guests": 4})
        with context.database.unit() as unit:
            cancel_meal(who, unit, meal_booking_of(unit, who, booking))
        with context.database.unit() as unit:
            assert booked(unit) == 0
        book(context, canteen, who)  # again, since the first one is cancelled


@pytest.mark.parametrize("day", [date(2027, 4, 10), date(2027, 4, 5), date(2027, 5, 7)])
def test_days_of_rest_and_days_past_or_far_are_not_booked(context: Context, day: date) -> None:
    with clock.travel(MORNING):
        with context.database.unit() as unit:
            canteen = a_canteen(unit)
        with pytest.raises(MealUnfit) as refused:
            book(context, canteen, diner(), day=day)
        assert [item.pointer for item in refused.value.pointers] == ["/day"]
        with context.database.unit() as unit:
            assert booked(unit) == 0


def test_a_canteen_cooks_on_days_of_rest_if_it_says_so_and_while_the_pack_has_it(context: Context) -> None:
    with clock.travel(MORNING):
        with context.database.unit() as unit:
            canteen = a_canteen(unit, rest_days=True)
        who = diner()
        booking = book(context, canteen, who, day=date(2027, 4, 10))
        with context.database.unit() as unit:
            assert (store_canteens(unit, []), store_canteens(unit, [])) == (1, 0)
        with pytest.raises(MealUnfit) as closed:
            book(context, canteen, who)
        assert [item.pointer for item in closed.value.pointers] == ["/meal"]
        with context.database.unit() as unit:
            assert meal_booking_of(unit, who, booking).state == "booked"


def test_two_readers_hand_a_meal_out_once(context: Context) -> None:
    with clock.travel(MORNING):
        with context.database.unit() as unit:
            canteen = a_canteen(unit)
        bookings = [book(context, canteen, diner()) for _ in range(3)]
    with context.database.unit() as unit:
        sealed = unit.rows(select(MealBooking.id, MealBooking.code_sealed).order_by(MealBooking.id))
    codes = [context.vault.open(row.code_sealed) for row in sealed]
    assert len(set(codes)) == len(bookings)
    assert all(re.fullmatch(WRITTEN, code) for code in codes)
    assert not any(code in row.code_sealed for code, row in zip(codes, sealed, strict=True))

    def hand_out(_reader: int) -> str:
        try:
            with context.database.unit() as unit:
                return str(pick_up_meal(keeper(), unit, context, canteen, codes[0], None).state)
        except MealPickedUp as refused:
            return str(refused.values["first"])

    with clock.travel(MORNING.replace(hour=12)), ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(hand_out, range(2))) == ["2027-04-06 12:00:00", "picked_up"]

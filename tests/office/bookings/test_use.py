"""How rooms were used in a month, over HTTP."""

from datetime import timedelta
from typing import Any

from engines.bookings import run_booking_timers
from kit import clock
from tests.office.bookings.desk import DAY, RESOURCES, Front, at, turn
from tests.product import Product


def use(front: Front, month: str) -> dict[str, dict[str, Any]]:
    """Return the figures of this test's rooms by their places."""
    items = front.keeper.every(f"{RESOURCES}/usage", month=month, kind="room")
    own = {item["resource"]["code"]: item for item in items}
    return {code[-1]: item for code, item in own.items() if code.startswith(front.word)}


def test_use_of_rooms_by_month(product: Product) -> None:
    with clock.travel(DAY + timedelta(hours=7)):
        front = Front(product)
        front.added(1, check_in_minutes=15)
        front.added(2)
        made = [front.booked(front.ming, 1, at(hour), at(hour + 1))[0]["id"] for hour in (9, 11, 13)]
        front.booked(front.rui, 2, at(9), at(10.5))
        (distant,) = front.booked(front.rui, 2, at(9, 10), at(10, 10))
        front.booked(front.rui, 2, at(9, 31), at(10, 31))  # in April
        waiting = front.booked(front.rui, 1, at(9), at(10), wait=True)[0]["id"]
        turn(front.rui, waiting, "cancellation", {})  # has never stood
        turn(front.ming, made[2], "cancellation", {})  # late
        turn(front.rui, distant["id"], "cancellation", {})  # in time
    with clock.travel(DAY + timedelta(hours=9)):
        turn(Front(product).ming, made[0], "check_in", {})
    with clock.travel(DAY + timedelta(hours=9, minutes=29)):
        turn(Front(product).ming, made[0], "ending", {})  # ends with that minute
    with clock.travel(DAY + timedelta(hours=11, minutes=15)):
        run_booking_timers(product.context)  # nobody came at eleven
        front.__dict__.pop("keeper")
        found = use(front, "2027-03")
        names = ("bookings", "booked_minutes", "used_minutes", "not_come", "cancelled_late")
        assert [found["1"][name] for name in names] == [2, 90, 30, 1, 1]
        assert [found["2"][name] for name in names] == [1, 90, 90, 0, 0]
        # Twenty-three working days of twelve hours.
        assert (found["1"]["open_minutes"], found["1"]["used_share"]) == (23 * 720, round(30 / (23 * 720), 4))
        assert use(front, "2027-04")["2"]["booked_minutes"] == 60
        refused = product.officer("officer-rui").get(f"{RESOURCES}/usage")
        assert (refused.status_code, refused.get_json()["code"]) == (403, "permission-missing")

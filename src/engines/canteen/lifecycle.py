"""The life of a booked meal."""

from typing import Any

from sqlalchemy import Row

from engines.canteen.models import MealBooking
from engines.lifecycles import Lifecycle, Record, State, Transition

BOOK = "canteen.book"
KEEP = "canteen.keep"
READ = "canteen.read"


def _diners(name: str, target: str | None, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of the officer who booked, before anybody picks up."""
    return Transition(name, ("booked",), target, "applicant", zh, en, permission=BOOK, resource=resource)


def _keepers(name: str, target: str, zh: str, en: str) -> Transition:
    """Return a turn at the counter, by the code and not under the booking's address."""
    return Transition(name, ("booked", "partly_picked_up"), target, "department", zh, en, permission=KEEP)


MEAL_BOOKING = Lifecycle(
    "meal_booking",
    (
        State("booked", "已预订", "booked", "office"),
        State("partly_picked_up", "部分取餐", "picked up in part", "office"),
        State("picked_up", "已取餐", "picked up", "office"),
        State("settled", "已结算", "settled", "nobody", final=True),
        State("missed", "未取餐", "nobody came", "nobody", final=True),
        State("cancelled", "已取消", "cancelled", "nobody", final=True),
    ),
    (
        _diners("change", None, "变更", "change", "changes"),
        _diners("cancel", "cancelled", "取消", "cancel", "cancellation"),
        _keepers("pick_up_part", "partly_picked_up", "部分取餐", "pick up in part"),
        _keepers("pick_up", "picked_up", "取餐", "pick up"),
        Transition("fall", ("booked",), "cancelled", "system", "随会议或停餐取消", "cancel with meeting or day"),
        Transition("settle", ("partly_picked_up", "picked_up"), "settled", "system", "结算", "settle"),
        Transition("miss", ("booked",), "missed", "system", "未取餐，照常结算", "settle, though nobody came"),
    ),
)
#: How a booking comes into being.
BEGIN = Transition("book", (), "booked", "applicant", "订餐", "book", permission=BOOK)


def meal_record(row: Row[Any], state: str | None = None) -> Record:
    """Return a booking as the machine knows it: the canteen's department's, with its diner."""
    return Record(MEAL_BOOKING, MealBooking, row.id, state or row.state, row.version, row.keeper_code, row.diner_id)

"""A telephone gets so many messages a day, and none that says what is no more."""

from datetime import timedelta

from kit import clock
from tests.office.speaking import read, turn
from tests.office.visits.reception import CANCELLED, CHANGED, INVITATION, Reception, a_day, iso
from tests.product import Product


def test_a_telephone_gets_no_more_messages_a_day_than_its_cap(product: Product) -> None:
    sms = product.context.gateways.sms
    assert sms is not None
    cap, phone = sms.daily_cap, "13957209070"
    with clock.travel(a_day(4, 22) + timedelta(hours=8)):
        desk = Reception(product)
        first, second = (desk.invite(desk.ming, a_day(4, 24), {"name": "子", "phone": phone})[0] for _ in "12")
        for _ in range(cap):
            turn(desk.ming, first["href"], "reminders", {})
            product.work()
        turn(desk.ming, second["href"], "cancellation", {})
        assert (len(desk.texts(phone, INVITATION)), desk.texts(phone, CANCELLED)) == (cap, [])
        shown = read(desk.ming, first["href"])
        assert (shown["text_state"], shown["text_reason"]) == ("refused", "daily-cap")
    with clock.travel(a_day(4, 23) + timedelta(hours=8)):
        again = Reception(product)
        turn(again.ming, first["href"], "reminders", {})
        assert len(again.texts(phone, INVITATION)) == 1


def test_nothing_is_said_that_is_no_more(product: Product) -> None:
    day, phone = a_day(4, 26), "13957209071"
    with clock.travel(day + timedelta(hours=8)):
        desk = Reception(product)
        visit, late = (desk.invite(desk.ming, day, {"name": "丑", "phone": phone})[0] for _ in "12")
        product.work()
        moved = {"starts_at": iso(day, 10, 30), "ends_at": iso(day, 11)}
        turn(desk.ming, visit["href"], "changes", moved)
        turn(desk.ming, visit["href"], "cancellation", {})
        assert (desk.texts(phone, CHANGED), len(desk.texts(phone, CANCELLED))) == ([], 1)
        turn(desk.ming, late["href"], "changes", moved)
    with clock.travel(day + timedelta(hours=11)):
        assert desk.texts(phone, CHANGED) == []
        shown = read(product.officer("officer-ming"), late["href"])
        assert (shown["text_state"], shown["text_reason"]) == ("refused", "too-late")

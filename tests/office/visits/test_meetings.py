"""What becomes of visits with their meeting, and what their hosts hear of it where somebody else organises it."""

from datetime import timedelta

from kit import clock
from tests.office.bookings.desk import DAY, Front, at
from tests.office.bookings.desk import turn as turn_booking
from tests.office.speaking import read, sent
from tests.office.visits.reception import VISITS, Reception
from tests.product import Product

BIG_DATA = "11330900MB15A0263B"
GUEST = {"name": "午", "phone": "13957209090"}


def test_visits_follow_a_meeting_that_somebody_else_organises(product: Product) -> None:
    with clock.travel(DAY + timedelta(hours=7)):
        desk, front = Reception(product), Front(product)
        front.added(1, building="行政中心1号楼")
        front.added(2, building="行政中心2号楼")
        front.added(3, kind="equipment", capacity=None)
        asked = {"attendees": [{"department": BIG_DATA}]}
        meeting = front.booked(desk.ming, 1, at(10), at(11), **asked)[0]["id"]
        own, theirs = (desk.invite(who, DAY, GUEST, booking_id=meeting)[0] for who in (desk.ming, desk.rui))

        def change(*places: int, begin: float = 14) -> None:
            wanted = {"starts_at": at(begin), "ends_at": at(begin + 1)}
            given = {**wanted, "resources": [f"{front.word}-{place}" for place in places]}
            turn_booking(desk.ming, meeting, "changes", given)
            product.work()

        change(1)
        assert "来访已随会议变更（03月01日14:00，1号会议室）" in desk.news(desk.rui, theirs)[-1]
        assert desk.news(desk.ming, own) == []
        change(1, 3)
        turns = [event["turn"] for event in read(desk.rui, theirs["href"])["timeline"]]
        assert turns == ["invite", "move"], "no text for what is the same"
        change(2)
        for who, visit in ((desk.ming, own), (desk.rui, theirs)):
            assert "已改到另一办公楼" in desk.news(who, visit)[-1]
            assert read(who, visit["href"])["place"] == "1号会议室"
        turn_booking(desk.ming, meeting, "cancellation", {})
        product.work()
        assert "会议不再举行" in desk.news(desk.rui, theirs)[-1]
        assert desk.news(desk.ming, own) == []
        assert read(desk.rui, theirs["href"])["state"] == "cancelled"
        late = {"building": "B1", "place": "1室", "purpose": "tour", "visitors": [GUEST], "booking_id": meeting}
        refused = sent(desk.rui, VISITS, {**late, "starts_at": at(14), "ends_at": at(15)}, 422)
        assert refused["errors"][0]["pointer"] == "/booking_id"

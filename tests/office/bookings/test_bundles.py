"""Bundles over HTTP: everything that a meeting takes or the reasons why not, and what falls with the meeting."""

from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from tests.office.bookings.desk import BOOKINGS, DAY, Front, at, read, turn
from tests.product import Caller, Product

EARLY = DAY + timedelta(hours=7)
MEALS = "/office/v1/meal_bookings"


def canteens(caller: Caller) -> dict[str, str]:
    """Return the canteens' ids by code: ST1 cooks lunch for everybody, ST2 for forty who book it the day before."""
    return {row["code"]: row["id"] for row in caller.every("/office/v1/canteens")}


def meeting(front: Front, canteen: str, guests: int, days: int = 0) -> dict[str, Any]:
    """Return a request for a room for ten, and lunch."""
    room = {"kind": "room", "capacity": 10, "building": front.word}
    said = {"title": "调度会", "starts_at": at(10, days), "ends_at": at(11, days), "wants": [room]}
    return {**said, "meal": {"canteen_id": canteen, "guests": guests}}


def bundled(caller: Caller, said: dict[str, Any]) -> dict[str, Any]:
    answer = caller.post(f"{BOOKINGS}/bundles", said)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def test_a_bundle_books_everything_or_says_what_is_missing_and_when_it_would_do(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        front.added(2, capacity=60)
        front.added(3, kind="equipment", capacity=None, features=["投影仪"])
        room = {"kind": "room", "capacity": 10, "building": front.word}
        projector = {"kind": "equipment", "features": ["投影仪"], "building": front.word}
        said = {"title": "调度会", "starts_at": at(9), "ends_at": at(10), "wants": [room, projector]}
        answer = front.ming.post(f"{BOOKINGS}/bundles", said)
        assert answer.status_code == 201, answer.text
        (booking,) = answer.get_json()["items"]
        assert [item["code"][-2:] for item in read(front.ming, booking["id"])["resources"]] == ["-1", "-3"]
        refused = front.rui.post(f"{BOOKINGS}/bundles", said)
        problem = refused.get_json()
        assert (refused.status_code, problem["code"]) == (409, "bundle-impossible")
        assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/wants/1", "none-free")]
        assert problem["alternatives"][0]["starts_at"] == at(10)
        taken = front.ming.every(BOOKINGS, bundle_id=answer.get_json()["bundle_id"])
        assert len(taken) == 1


def test_lunch_is_booked_with_the_meeting_and_falls_with_it(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        made = bundled(front.ming, meeting(front, canteens(front.ming)["ST1"], 2))
        (lunch,), (booking,) = made["companions"], made["items"]
        assert (lunch["record_kind"], booking["title"]) == ("meal_booking", "调度会")
        eaten = front.ming.get(lunch["href"]).get_json()
        said = [eaten[name] for name in ("day", "meal", "portions", "reason", "state", "meeting_id")]
        assert said == ["2027-03-01", "lunch", 3, "调度会", "booked", booking["id"]]
        turn(front.ming, booking["id"], "cancellation", {"reason": "会议延期"})
        product.work()
        fallen = front.ming.get(lunch["href"]).get_json()
        assert (fallen["state"], fallen["timeline"][-1]["turn"]) == ("cancelled", "fall")


def test_lunch_after_its_cut_off_stays_and_its_diner_is_told(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        made = bundled(front.rui, meeting(front, canteens(front.rui)["ST1"], 0))
    with clock.travel(DAY + timedelta(hours=9, minutes=30)):
        front = Front(product)
        turn(front.rui, made["items"][0]["id"], "cancellation", {})
        product.work()
        (lunch,) = made["companions"]
        assert front.rui.get(lunch["href"]).get_json()["state"] == "booked"
        told = [task["title"] for task in front.rui.every("/office/v1/inbox") if task["record_id"] == lunch["id"]]
        assert told == ["03月01日午餐：会议不再举行，但订餐已过截止时间，仍按已订供餐"]


def test_a_meal_that_cannot_be_booked_hinders_the_bundle_and_its_alternatives(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        small = canteens(front.ming)["ST2"]
        refused = front.ming.post(f"{BOOKINGS}/bundles", meeting(front, small, 2))
        problem = refused.get_json()
        assert (refused.status_code, problem["code"]) == (409, "bundle-impossible")
        assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/meal", "meal-closed")]
        # Lunch there is booked the day before: every time of this day is hindered.
        assert problem["alternatives"][0]["starts_at"][:10] == "2027-03-02"
        assert not [row for row in front.ming.every(MEALS) if row["reason"] == front.word]
        assert not front.ming.every(BOOKINGS, resource=f"{front.word}-1")
        bundled(front.ming, meeting(front, small, 20, days=1))
        afternoon = {"starts_at": at(13, 1), "ends_at": at(14, 1)}
        again = front.rui.post(f"{BOOKINGS}/bundles", {**meeting(front, small, 20, days=1), **afternoon})
        (short,) = again.get_json()["errors"]
        assert (short["code"], short["detail"]) == ("portions-short", "只剩19份，不能预订21份。")


GUESTS = [{"name": "欧阳海", "phone": "13957208101"}, {"name": "司徒岸", "phone": "13957208102"}]


def with_guests(front: Front, begin: float = 10, end: float = 11, **more: Any) -> dict[str, Any]:
    """Return a request for a room for ten, and passes for two guests."""
    room = {"kind": "room", "capacity": 10, "building": front.word}
    times = {"starts_at": at(begin), "ends_at": at(end)}
    return {"title": "调度会", "wants": [room], "visitors": GUESTS, "visitor_building": "B1", **times, **more}


def visits_of(caller: Caller, made: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return state, beginning and place of the visits that came with a bundle."""
    visits = [caller.get(item["href"]).get_json() for item in made["companions"]]
    return [(visit["state"], visit["starts_at"], visit["place"]) for visit in visits]


def test_visitors_are_invited_with_the_meeting_and_move_and_fall_with_it(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        front.added(2)
        made = bundled(front.ming, with_guests(front))
        assert visits_of(front.ming, made) == [("invited", at(10), "1号会议室")] * 2
        booking = made["items"][0]["id"]
        elsewhere = {"starts_at": at(14), "ends_at": at(15), "resources": [f"{front.word}-2"]}
        turn(front.ming, booking, "changes", elsewhere)
        product.work()
        assert visits_of(front.ming, made) == [("invited", at(14), "2号会议室")] * 2
        # The reception closes at six: the host decides what becomes of the visits.
        turn(front.ming, booking, "changes", {"starts_at": at(17), "ends_at": at(18.5)})
        product.work()
        assert visits_of(front.ming, made) == [("invited", at(14), "2号会议室")] * 2
        told = [task["title"] for item in made["companions"] for task in front.ming.tasks(item["id"])]
        assert ["新时间不能来访" in title for title in told] == [True, True]
        turn(front.ming, booking, "cancellation", {})
        product.work()
        assert {state for state, _, _ in visits_of(front.ming, made)} == {"cancelled"}


def test_what_hinders_visitors_hinders_the_bundle(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        missing = with_guests(front, visitor_building=None)
        assert front.ming.post(f"{BOOKINGS}/bundles", missing).get_json()["errors"][0]["pointer"] == "/visitor_building"
        # The reception is open until six, and the next time that ends before is on the next day.
        refused = front.ming.post(f"{BOOKINGS}/bundles", with_guests(front, 17.5, 18.5))
        problem = refused.get_json()
        assert (problem["code"], [item["pointer"] for item in problem["errors"]]) == ("bundle-impossible", ["/ends_at"])
        assert problem["alternatives"][0]["starts_at"] == at(8, 1)
        bar = {**GUESTS[1], "reason": "扰乱办公秩序", "until": "2027-03-05"}
        barred = product.officer("officer-wu").post("/office/v1/barred_visitors", bar)
        assert barred.status_code == 201
        problem = front.ming.post(f"{BOOKINGS}/bundles", with_guests(front)).get_json()
        assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/visitors", "visitor-barred")]
        assert problem["alternatives"] == []
        lifting = {"reason": "经复核，解除限制"}
        turn_bar = f"/office/v1/barred_visitors/{barred.get_json()['id']}"
        etag = product.officer("officer-wu").get(turn_bar).headers["ETag"]
        lifted = product.officer("officer-wu").post(f"{turn_bar}/lifting", lifting, If_Match=etag)
        assert lifted.status_code == 200


@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        ("9999-12-31T23:30:00+00:00", "9999-12-31T23:45:00+00:00", "ahead"),
        ("0001-01-01T00:00:00+14:00", "2027-03-01T10:00:00+08:00", "past"),
        (at(10), "0001-01-01T00:00:00+08:00", "order"),
        (at(10), "9999-12-31T23:45:00+00:00", "long"),
    ],
)
def test_times_at_the_edge_are_refused_before_anything_is_searched(
    product: Product, begin: str, end: str, code: str
) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        for path in (f"{BOOKINGS}/bundles", BOOKINGS):
            wants = {"resources": [f"{front.word}-1"]} if path == BOOKINGS else {"wants": [{"kind": "room"}]}
            refused = front.ming.post(path, {"title": "调度会", "starts_at": begin, "ends_at": end, **wants})
            assert refused.status_code == 422, refused.text
            assert code in [item["code"] for item in refused.get_json()["errors"]]
        (booked,) = front.booked(front.ming, 1, at(9), at(10))
        moved = {"starts_at": begin, "ends_at": end}
        assert turn(front.ming, booked["id"], "changes", moved, 422)["code"] == "booking-unfit"


def test_who_is_asked_to_a_bundle_of_two_keepers_is_asked_to_its_room_alone(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        wants = [{"kind": "equipment", "features": ["投影仪"]}, {"kind": "room", "building": "行政中心2号楼"}]
        people = [{"officer_id": front.ming.session["subject"]["id"]}]
        said = {"title": "协调会", "starts_at": at(16, 25), "ends_at": at(17, 25), "wants": wants, "attendees": people}
        room, projector = (read(front.rui, item["id"]) for item in bundled(front.rui, said)["items"])
        assert [item["kind"] for item in (*room["resources"], *projector["resources"])] == ["room", "equipment"]
        assert [len(booking["attendees"]) for booking in (room, projector)] == [1, 0]

"""Booking rooms over HTTP: found, taken, waited for, approved, repeated, bundled, used and released."""

from datetime import timedelta
from typing import Any

import pytest

from engines.bookings import run_booking_timers
from kit import clock
from tests.office.bookings.desk import BOOKINGS, DAY, OFFICE, RESOURCES, Front, at, read, turn
from tests.product import Product

EARLY = DAY + timedelta(hours=7)


def free(front: Front, **more: Any) -> list[list[tuple[str, str]]]:
    """Search the rooms of this test for an hour on the Monday."""
    asked = {"first_day": "2027-03-01", "last_day": "2027-03-01", "minutes": 60, "building": front.word, **more}
    answer = front.ming.get(f"{RESOURCES}/free", query_string=asked)
    assert answer.status_code == 200, answer.text
    return [
        [(span["starts_at"][11:16], span["ends_at"][11:16]) for span in item["free"]]
        for item in answer.get_json()["items"]
    ]


def test_free_time_is_what_is_open_without_what_is_taken(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        front.added(2, features=["投影"], opens="09:00", closes="12:00")
        front.booked(front.ming, 1, at(9), at(10.5))
        front.booked(front.rui, 1, at(11), at(12))
        assert free(front) == [[("08:00", "09:00"), ("12:00", "20:00")], [("09:00", "12:00")]]
        assert free(front, capacity=20) == [[("09:00", "12:00")]] == free(front, features="投影")
        assert free(front, not_before="10:00", not_after="13:00") == [[("12:00", "13:00")], [("10:00", "12:00")]]
        assert free(front, first_day="2027-03-07", last_day="2027-03-07") == [[], []]  # a Sunday
        wrong = front.ming.get(f"{RESOURCES}/free?first_day=2027-03-01&last_day=2027-04-01")
        assert (wrong.status_code, wrong.get_json()["code"]) == (422, "search-unfit")


def test_what_is_taken_is_refused_with_what_would_do_and_waiting_gets_it(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        front.added(2)
        (first,) = front.booked(front.ming, 1, at(9), at(10))
        refused = front.try_booking(front.rui, 1, at(9.5), at(10.5))
        problem = refused.get_json()
        assert (refused.status_code, problem["code"]) == (409, "slot-taken")
        assert [item["starts_at"] for item in problem["conflicts"]] == [at(9)]
        others = [(item["resources"], item["starts_at"]) for item in problem["alternatives"]]
        assert others[0] == ([f"{front.word}-2"], at(9.5))
        assert ([f"{front.word}-1"], at(10)) in others
        (waiting,) = front.booked(front.rui, 1, at(9.5), at(10.5), wait=True)
        assert waiting["state"] == "waiting"
        turn(front.ming, first["id"], "cancellation", {"reason": "改期"})
        product.work()
        promoted = read(front.rui, waiting["id"])
        assert (promoted["state"], [event["turn"] for event in promoted["timeline"]]) == (
            "confirmed",
            ["queue", "promote"],
        )


def test_what_a_keeper_approves_is_taken_meanwhile(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1, needs_approval=True)
        (asked,) = front.booked(front.ming, 1, at(14), at(15))
        assert asked["state"] == "requested"
        assert front.try_booking(front.rui, 1, at(14), at(15)).status_code == 409
        assert turn(front.ming, asked["id"], "approval", {"approved": True}, 403)["code"] == "not-your-turn"
        assert turn(front.keeper, asked["id"], "approval", {"approved": True})["state"] == "confirmed"
        moved = turn(front.ming, asked["id"], "changes", {"starts_at": at(15), "ends_at": at(16)})
        assert moved["state"] == "requested"  # what was approved was another time
        refused = turn(front.keeper, asked["id"], "approval", {"approved": False, "opinion": "保障上级会议。"})
        assert refused["state"] == "refused"
        assert front.booked(front.keeper, 1, at(15), at(16))[0]["state"] == "confirmed"
        tasks = [item["title"] for item in front.ming.every("/office/v1/inbox") if item["record_id"] == asked["id"]]
        assert any("未批准：保障上级会议。" in title for title in tasks)


def test_a_series_is_approved_at_once(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1, needs_approval=True)
        made = front.booked(front.ming, 1, at(9), at(10), repeat={"rule": "FREQ=WEEKLY;COUNT=3"})
        assert {item["state"] for item in made} == {"requested"}
        turn(front.keeper, made[0]["id"], "approval", {"approved": True, "scope": "following"})
        series = front.keeper.every(BOOKINGS, series_id=made[0]["series_id"])
        assert [item["state"] for item in series] == ["confirmed"] * 3


def test_a_hold_runs_out_and_a_room_where_nobody_comes_is_released(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1, check_in_minutes=15)
        (held,) = front.booked(front.ming, 1, at(9), at(10), hold=True)
        assert turn(front.ming, held["id"], "confirmation", {})["state"] == "confirmed"
        (lapsing,) = front.booked(front.ming, 1, at(10), at(11), hold=True)
        (used,) = front.booked(front.rui, 1, at(11), at(12))
        assert turn(front.rui, used["id"], "check_in", {}, 409)["code"] == "too-early-to-check-in"
    with clock.travel(DAY + timedelta(hours=9, minutes=15)):
        run_booking_timers(product.context)
        front = Front(product)
        assert [read(front.ming, item["id"])["state"] for item in (held, lapsing)] == ["released", "released"]
    with clock.travel(DAY + timedelta(hours=10, minutes=50)):
        front = Front(product)
        assert turn(front.rui, used["id"], "check_in", {})["state"] == "in_use"
        assert turn(front.rui, used["id"], "extensions", {"ends_at": at(12.5)})["ends_at"] == at(12.5)
    with clock.travel(DAY + timedelta(hours=11, minutes=30)):
        front = Front(product)
        ended = turn(front.rui, used["id"], "ending", {})
        assert (ended["state"], ended["ends_at"]) == ("ended", at(11 + 31 / 60))
        agreed = "会议议定：由市大数据局牵头，3月20日前完成数据共享接口改造。"
        minutes = turn(front.rui, used["id"], "minutes", {"minutes": agreed})["minutes"]
        proposed = front.ming.post("/office/v1/supervision_matters/proposals", {"text": minutes}).get_json()
        assert [item["matter"]["due_on"] for item in proposed["proposals"]] == ["2027-03-20"]


def test_a_series_is_moved_and_cancelled_from_one_occurrence_on(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        front.booked(front.rui, 1, at(9, 14), at(10, 14))
        repeat = {"rule": "FREQ=WEEKLY;COUNT=4"}
        refused = front.try_booking(front.ming, 1, at(9), at(10), repeat=repeat)
        assert [item["starts_at"] for item in refused.get_json()["conflicts"]] == [at(9, 14)]
        made = front.booked(front.ming, 1, at(9), at(10), repeat={**repeat, "on_conflict": "skip"})
        assert [item["starts_at"] for item in made] == [at(9), at(9, 7), at(9, 21)]
        later = {"starts_at": at(14, 8), "ends_at": at(15, 8), "attendees": [{"name": "王工"}], "scope": "following"}
        turn(front.ming, made[1]["id"], "changes", later)
        series = front.ming.every(BOOKINGS, series_id=made[0]["series_id"])
        assert sorted(item["starts_at"] for item in series) == [at(9), at(14, 8), at(14, 22)]
        people = [[person["name"] for person in read(front.ming, item["id"])["attendees"]] for item in made]
        assert people == [[], ["王工"], ["王工"]]
        turn(front.ming, made[1]["id"], "cancellation", {"scope": "following"})
        states = [item["state"] for item in front.ming.every(BOOKINGS, series_id=made[0]["series_id"])]
        assert sorted(states) == ["cancelled", "cancelled", "confirmed"]


def test_counts_stand_beside_the_list(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        made = front.booked(front.ming, 1, at(9), at(10), repeat={"rule": "FREQ=WEEKLY;COUNT=3"})
        turn(front.ming, made[0]["id"], "cancellation", {})
        asked = {"series_id": made[0]["series_id"]}
        for caller in (front.ming, front.keeper):
            counts = caller.get(f"{BOOKINGS}/counts", query_string=asked).get_json()
            assert counts == {"states": {"cancelled": 1, "confirmed": 2}, "total": 3, "complete": True}
        within = {**asked, "starts_before": at(12, 7), "state": "confirmed"}
        assert front.ming.get(f"{BOOKINGS}/counts", query_string=within).get_json()["total"] == 1
        assert front.rui.get(f"{BOOKINGS}/counts", query_string=asked).get_json()["total"] == 0


def test_who_may_see_a_booking(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        lu = product.officer("officer-lu")
        attendees = [{"officer_id": front.rui.session["subject"]["id"]}, {"department": OFFICE}, {"name": "王工"}]
        (item,) = front.booked(front.ming, 1, at(9), at(10), attendees=attendees)
        booking = read(front.rui, item["id"])
        assert [person["name"] for person in booking["attendees"]] == ["芮宁", "舟山市人民政府办公室", "王工"]
        assert lu.get(f"{BOOKINGS}/{item['id']}").status_code == 404
        assert item["id"] not in {found["id"] for found in lu.every(BOOKINGS)}
        assert item["id"] in {found["id"] for found in front.rui.every(BOOKINGS, mine=True)}
        assert read(front.keeper, item["id"])["state"] == "confirmed"
        assert turn(front.rui, item["id"], "cancellation", {}, 403)["code"] == "not-your-turn"
        revoked = turn(front.keeper, item["id"], "revocation", {"reason": "应急会商使用。"})
        assert revoked["state"] == "cancelled"


@pytest.mark.parametrize(
    ("begin", "end", "more", "code"),
    [
        (at(10), at(9), {}, "booking-unfit"),
        (at(6), at(7), {}, "booking-unfit"),
        (at(9, -1), at(10, -1), {}, "booking-unfit"),
        (at(9, 6), at(10, 6), {}, "booking-unfit"),
        (at(8), at(19), {}, "booking-unfit"),
        (at(9, 200), at(10, 200), {}, "booking-unfit"),
        (at(9), at(10), {"repeat": {"rule": "FREQ=HOURLY"}}, "rule-unfit"),
        (at(9), at(10), {"time_zone": "Mars/Phobos"}, "invalid-arguments"),
        (at(9), at(10), {"attendees": [{}]}, "booking-unfit"),
        ("2027-03-01T09:00:00", at(10), {}, "invalid-arguments"),
    ],
)
def test_what_cannot_be_booked_is_refused(
    product: Product, begin: str, end: str, more: dict[str, Any], code: str
) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        refused = front.try_booking(front.ming, 1, begin, end, **more)
        assert (refused.status_code, refused.get_json()["code"]) == (422, code)
        assert front.ming.every(BOOKINGS, resource=f"{front.word}-1") == []


def test_resources_are_kept_by_their_department(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        room = front.added(1)
        again = {"code": room["code"], "kind": "room", "name": "重复", "department": OFFICE}
        assert front.keeper.post(RESOURCES, again).get_json()["code"] == "resource-exists"
        assert front.ming.post(RESOURCES, {**again, "code": f"{front.word}-9"}).status_code == 403
        own = front.added(2, shared=False)
        assert front.rui.get(f"{RESOURCES}/{own['id']}").status_code == 404
        assert front.try_booking(front.rui, 2, at(9), at(10)).status_code == 404
        etag = front.keeper.get(f"{RESOURCES}/{room['id']}").headers["ETag"]
        closed = front.keeper.post(f"{RESOURCES}/{room['id']}/closing", {"reason": "空调检修"}, If_Match=etag)
        assert closed.get_json()["state"] == "closed"
        assert front.try_booking(front.ming, 1, at(9), at(10)).status_code == 404

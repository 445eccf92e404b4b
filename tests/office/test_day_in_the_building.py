"""A day in the building over HTTP: a meeting with all it takes, a trip, a leak, paper, lunch, and what they cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from engines.canteen import run_canteen_timers
from kit import clock
from tests.office.speaking import read, sent, turn
from tests.office.visits.reception import Reception
from tests.product import Caller, Product

#: A Tuesday. The city office has the house, the data bureau is its guest there.
DAY = datetime(2027, 5, 11, tzinfo=clock.BEIJING)
OFFICE, DATA = "11330900002600114R", "11330900MB15A0263B"
V1 = "/office/v1"
ROOM = {"kind": "room", "capacity": 12, "features": ["投影"], "building": "行政中心1号楼"}
PROJECTOR = {"kind": "equipment", "features": ["投影仪"]}
TRIP = {
    "purpose": "research",
    "reason": "赴定海调研政务服务网点",
    "passengers": 2,
    "origin": "行政中心1号楼",
    "destination": "定海区政务服务中心",
}
GUESTS = [{"name": "欧阳海", "phone": "13957208201"}, {"name": "司徒岸", "phone": "13957208202"}]
LEAK = {
    "title": "201会议室空调漏水",
    "description": "出风口滴水，地面湿滑。",
    "category": "plumbing_electrical",
    "place": "行政中心1号楼201会议室",
    "resource_code": "R1-201",
}


def at(hour: float) -> str:
    """Return a time of the day."""
    return (DAY + timedelta(hours=hour)).isoformat()


class Day:
    """The house, and who is in it at a time of the day."""

    def __init__(self, house: Product) -> None:
        self.house = house
        self.people: dict[str, Caller] = {}

    @contextmanager
    def when(self, hour: float) -> Iterator[None]:
        """Let it be a time of the day, with everybody signed in anew."""
        self.people.clear()
        with clock.travel(DAY + timedelta(hours=hour)):
            yield

    def who(self, name: str) -> Caller:
        """Return an officer, signed in."""
        if name not in self.people:
            self.people[name] = self.house.officer(f"officer-{name}")
        return self.people[name]

    def made(self, name: str, path: str, body: object, expect: int = 201) -> dict[str, Any]:
        """Let somebody create something."""
        return sent(self.who(name), f"{V1}/{path}", body, expect)

    def turn(self, name: str, path: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
        """Let somebody read a record and make a turn from what was read."""
        return turn(self.who(name), f"{V1}/{path}", what, body, expect)

    def read(self, name: str, path: str) -> dict[str, Any]:
        """Let somebody read something."""
        return read(self.who(name), f"{V1}/{path}")

    def costs(self) -> dict[tuple[str, str], int]:
        """Return what the month has cost by now, by department and kind, in fen."""
        rows = self.read("mou", f"logistics_costs?first_month={DAY:%Y-%m}&last_month={DAY:%Y-%m}")["items"]
        return {(row["department_code"], row["kind"]): row["amount_fen"] for row in rows}


def test_a_day_in_the_building(house: Product) -> None:
    day = Day(house)
    with day.when(8):
        desk = Reception(house)
        meeting = the_meeting_is_booked(day)
        code = a_guest_consents(desk)
        trip = the_car_is_dispatched(day)
        repair = the_leak_is_reported(day)
    with day.when(8.5):
        paper_is_issued(day)
    with day.when(8.9):
        day.turn("guan", f"vehicle_trips/{trip}", "hand_out", {"odometer_km": 48_210, "fuel_percent": 80})
    with day.when(9.75):
        a_guest_is_admitted(day, code, meeting)
    with day.when(9.9):
        assert day.turn("ming", f"bookings/{meeting['booking']}", "check_in", {})["state"] == "in_use"
    with day.when(11):
        the_meeting_ends(day, meeting["booking"])
        the_car_comes_back(day, trip)
        the_leak_is_mended_badly(day, repair)
    with day.when(12):
        lunch_is_picked_up(day, meeting["lunch"])
    with day.when(13):
        desk = Reception(house)
        assert desk.guard.post(f"{V1}/visits/departures", {"code": code, "building": "B1"}).status_code == 200
        assert desk.guard.every(f"{V1}/visits/inside", building="B1") == []
    with day.when(15):
        run_canteen_timers(house.context)
        house.work()
        assert day.costs() == {
            (OFFICE, "meals"): 6_000,
            (OFFICE, "supplies"): 10_000,
            (DATA, "vehicles"): 24_500,
            (DATA, "repairs"): 11_600,
        }


def the_meeting_is_booked(day: Day) -> dict[str, str]:
    """Ask for everything in one request, at a time at which not all of it is free, then at one that was offered."""
    canteen = next(row["id"] for row in day.who("ming").every(f"{V1}/canteens") if row["code"] == "ST1")
    said = {"title": "数据共享推进会", "wants": [ROOM, PROJECTOR], "meal": {"canteen_id": canteen, "guests": 2}}
    said |= {"visitors": GUESTS, "visitor_building": "B1"}
    for projector in ("E1-P1", "E1-P2", "E1-P3"):
        taken = {"resources": [projector], "title": "培训", "starts_at": at(9), "ends_at": at(10)}
        day.made("rui", "bookings", taken)
    wrong = {**said, "starts_at": at(9), "ends_at": at(10.5)}
    problem = day.made("ming", "bookings/bundles", wrong, 409)
    assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/wants/1", "none-free")]
    (first, *_) = problem["alternatives"]
    assert (first["resources"], first["starts_at"], first["ends_at"]) == (["R1-201", "E1-P1"], at(10), at(11.5))
    right = {**said, "starts_at": first["starts_at"], "ends_at": first["ends_at"]}
    made = day.made("ming", "bookings/bundles", right)
    booking = day.read("ming", f"bookings/{made['items'][0]['id']}")
    assert [item["code"] for item in booking["resources"]] == first["resources"]
    assert [item["record_kind"] for item in made["companions"]] == ["meal_booking", "visit", "visit"]
    lunch, *visits = (item["id"] for item in made["companions"])
    return {"booking": booking["id"], "lunch": lunch, "guest": visits[0], "silent": visits[1]}


def a_guest_consents(desk: Reception) -> str:
    """Let one guest consent under the link of the text message, and return the pass; the other is silent."""
    first, second = (guest["phone"] for guest in GUESTS)
    assert desk.page(desk.token(second))["visitor_pass"] is None
    return str(desk.consent(desk.token(first))["visitor_pass"]["code"])


def a_guest_is_admitted(day: Day, code: str, meeting: dict[str, str]) -> None:
    """Admit by the pass, once and at its building, and nobody who did not consent; the host knows who came."""
    desk = Reception(day.house)
    assert desk.admit(code, 409, building="B2")["code"] == "pass-elsewhere"
    assert desk.admit(code)["state"] == "arrived"
    assert desk.admit(code, 409)["code"] == "pass-used"
    asked = {"building": "B1", "last_four": "1233"}
    path = f"{V1}/visits/{meeting['silent']}"
    assert turn(desk.guard, path, "admission", asked, 409)["code"] == "consent-missing"
    told = [task["title"] for task in day.who("ming").tasks(meeting["guest"])]
    assert told == ["您的访客已到达行政中心1号楼东门接待厅（05月11日10:00，201会议室）"]
    inside = desk.guard.every(f"{V1}/visits/inside", building="B1")
    assert [visit["visit_id"] for visit in inside] == [meeting["guest"]]


def the_car_is_dispatched(day: Day) -> str:
    """Ask for a car, have it approved, and give it car and driver, which nobody else gets then."""
    trips = [
        day.made("rui", "vehicle_trips", {**TRIP, "starts_at": at(9), "ends_at": at(11.5)})["id"] for _ in range(2)
    ]
    for trip in trips:
        day.turn("zhuo", f"vehicle_trips/{trip}", "approval", {"approved": True})
    given = {"vehicle": "V1-01", "driver": "D1-01"}
    assert day.turn("guan", f"vehicle_trips/{trips[0]}", "dispatches", given)["state"] == "dispatched"
    refused = day.turn("guan", f"vehicle_trips/{trips[1]}", "dispatches", given, 409)
    assert "V1-01" not in {car["code"] for car in refused["vehicles"]}
    return str(trips[0])


def the_leak_is_reported(day: Day) -> str:
    """Report a leak; it goes to who mends it."""
    repair = day.made("rui", "repairs", LEAK)["id"]
    plumber = day.who("pan").session["subject"]["id"]
    assert plumber in {item["id"] for item in day.read("kang", f"repairs/{repair}/technicians")["items"]}
    day.turn("kang", f"repairs/{repair}", "dispatches", {"technician_id": plumber})
    return str(repair)


def paper_is_issued(day: Day) -> None:
    """Ask for more paper than there is, get what there is, and confirm it."""
    item = {"code": "A4-70", "name": "复印纸", "unit": "包", "category": "纸张", "price_fen": 25_00}
    paper = day.made("bi", "supplies/items", item)["id"]
    house = day.made("bi", "supplies/warehouses", {"name": "一号仓库", "place": "行政中心B102"})["id"]
    lines = [{"item_id": paper, "quantity": 4}]
    day.made("bi", "stock_levels/receipts", {"warehouse_id": house, "lines": lines, "reason": "集中采购"})
    wanted = [{"item_id": paper, "quantity": 6}]
    asked = day.made("miao", "supply_requests", {"warehouse_id": house, "purpose": "会议材料", "lines": wanted})
    path = f"supply_requests/{asked['id']}"
    day.turn("ji", path, "approval", {})
    short = day.turn("bi", path, "issues", {}, 409)
    assert (short["code"], short["available"], short["wanted"]) == ("stock-short", 4, 6)
    day.turn("bi", path, "issues", {"lines": lines})
    assert [row["quantity"] for row in day.who("bi").every(f"{V1}/stock_levels", warehouse_id=house)] == [0]


def the_meeting_ends(day: Day, booking: str) -> None:
    """End the meeting early, and write down what was agreed, from which a matter is proposed."""
    assert day.turn("ming", f"bookings/{booking}", "ending", {})["state"] == "ended"
    agreed = {"minutes": "会议议定：由市大数据局牵头，6月20日前完成数据共享接口改造。"}
    minutes = day.turn("ming", f"bookings/{booking}", "minutes", agreed)["minutes"]
    proposed = sent(day.who("ming"), f"{V1}/supervision_matters/proposals", {"text": minutes}, 200)
    assert [item["matter"]["due_on"] for item in proposed["proposals"]] == ["2027-06-20"]


def the_car_comes_back(day: Day, trip: str) -> None:
    """Take the car back: it is free again, and what it cost is the requester's department's."""
    costs = {"fuel_fen": 20_000, "toll_fen": 3_500, "parking_fen": 1_000}
    back = {"odometer_km": 48_274, "fuel_percent": 60, **costs}
    done = day.turn("guan", f"vehicle_trips/{trip}", "return", back)
    assert (done["state"], done["distance_km"], done["cost_fen"]) == ("returned", 64, 24_500)


def the_leak_is_mended_badly(day: Day, repair: str) -> None:
    """Mend it, be rated badly, and have another one call back and close it."""
    path = f"repairs/{repair}"
    day.turn("pan", path, "arrival", {})
    parts = [{"name": "冷凝水管", "quantity": 2, "price_fen": 1_800}]
    day.turn("pan", path, "completion", {"work": "疏通冷凝水管。", "parts": parts, "labour_fen": 8_000})
    bad = day.turn("rui", path, "acceptance", {"rating": 1, "comment": "还在滴水。"})
    assert bad["state"] == "following_up"
    assert [task["kind"] for task in day.who("zhan").tasks(repair)] == ["follow_up_ticket"]
    day.turn("zhan", path, "call_backs", {"reached": True, "result": "报修人反映仍有滴水。"})
    closed = day.turn("zhan", path, "follow_up", {"result": "已到场复查，重新调整坡度，报修人认可。"})
    assert (closed["state"], closed["rating"]) == ("closed", 1)


def lunch_is_picked_up(day: Day, lunch: str) -> None:
    """Hand out the portions of the meeting by the code of who booked them, once."""
    booked = day.read("ming", f"meal_bookings/{lunch}")
    counter = f"canteens/{booked['canteen_id']}/pick_ups"
    assert day.made("yong", counter, {"code": booked["code"]}, 200)["picked_up"] == 3
    assert day.made("yong", counter, {"code": booked["code"]}, 409)["code"] == "meal-picked-up"

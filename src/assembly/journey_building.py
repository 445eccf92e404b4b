"""Sixth act of the journey: a day in the building, from a meeting with all that it takes to what the day cost."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from assembly.journey_cast import Cast
from assembly.journey_client import Client, StepFailed, act, fact, require
from assembly.journey_steps import until
from kit import clock
from kit.masking import mask_phone

V1 = "/office/v1"
BOOKINGS, RESOURCES, MEALS, TRIPS = f"{V1}/bookings", f"{V1}/resources", f"{V1}/meal_bookings", f"{V1}/vehicle_trips"
NOTICES = f"{V1}/notices"
REPAIRS, REQUESTS, STOCK = f"{V1}/repairs", f"{V1}/supply_requests", f"{V1}/stock_levels"
ORGANISER, GUEST_OFFICER, CAR_APPROVER, KEEPER = "officer-ming", "officer-rui", "officer-zhuo", "officer-guan"
DISPATCHER, PLUMBER, CALLER = "officer-kang", "officer-pan", "officer-zhan"
REQUESTER, APPROVER, WAREHOUSE_KEEPER, READER = "officer-miao", "officer-ji", "officer-bi", "officer-mou"
DAYS_AHEAD, HOURS = 14, 2
MEETING = {
    "title": "数据共享推进会",
    "wants": [
        {"kind": "room", "capacity": 12, "building": "行政中心1号楼"},
        {"kind": "equipment", "features": ["投影仪"]},
    ],
}
TRIP = {
    "purpose": "research",
    "reason": "赴定海调研政务服务网点",
    "passengers": 2,
    "origin": "行政中心1号楼",
    "destination": "定海区政务服务中心",
    "note": "现场办公，时间由对方确定。",
}
LEAK = {
    "title": "会议室空调漏水",
    "description": "出风口滴水，地面湿滑。",
    "category": "plumbing_electrical",
    "place": "行政中心1号楼201会议室",
    "resource_code": "R1-201",
}
PAPER = {"code": "A4-70", "name": "A4复印纸", "unit": "包", "category": "纸张", "price_fen": 2_500}
WAREHOUSE = {"name": "行政中心一号仓库", "place": "行政中心1号楼地下一层"}
NOTICE = {
    "title": "关于做好办公区节约用电的通知",
    "body": "请各科室下班前关闭空调、照明和电脑电源。",
    "category": "logistics",
    "audience": {"departments": [{"code": "11330900002600114R"}]},
    "must_confirm": True,
}
Found = dict[str, Any]


def a_day_in_the_building(client: Client) -> None:
    """Publish a notice, book a meeting, make a trip, follow up a repair, issue paper, and read what they cost."""
    act("The building: a notice, a meeting with all that it takes, a trip, a leak, paper, and what they cost")
    cast = Cast(client)
    a_notice_is_confirmed(cast)
    a_meeting_in_one_request(cast)
    a_trip_and_back(cast)
    a_leak_is_followed_up(cast)
    paper_is_issued(cast)
    what_it_costs(cast)


def a_notice_is_confirmed(cast: Cast) -> None:
    """Publish a notice to an office; an officer reads and confirms it, which its publishers see."""
    draft = cast.enter(KEEPER).step("Draft a notice", f"POST {NOTICES}", body=NOTICE, expect=201).body
    published = cast.turn(KEEPER, NOTICES, draft["id"], "publication", {}, "Publish it")
    fact(f"{published['number']} {published['state_name']}")
    address = f"GET {NOTICES}/{draft['id']}"
    until(cast.enter(ORGANISER), "It reaches an officer", address, lambda found: found["reading"]["asked"])
    confirmed = f"POST {NOTICES}/{draft['id']}/confirmation"
    cast.client.step("Confirm that it was read", confirmed, body={})
    counts = cast.enter(KEEPER).step("Who has confirmed", f"{address}/confirmations").body
    fact(f"{counts['confirmed']} of {counts['addressed']}")


def a_meeting_in_one_request(cast: Cast) -> None:
    """Book a room, a projector, lunch and two visitors in one request; cancelled, all of it falls with the meeting."""
    client = cast.enter(ORGANISER)
    starts_at, ends_at = free_hour(client)
    canteen = client.step("Canteens", f"GET {V1}/canteens").body["items"][0]
    phones = [f"1395720{secrets.randbelow(10**4):04}" for _ in range(2)]
    guests = [{"name": name, "phone": phone} for name, phone in zip(("欧阳海", "司徒岸"), phones, strict=True)]
    asked = {**MEETING, "starts_at": starts_at, "ends_at": ends_at, "meal": {"canteen_id": canteen["id"], "guests": 2}}
    asked |= {"visitors": guests, "visitor_building": "B1"}
    made = client.step("All that it takes in one request", f"POST {BOOKINGS}/bundles", body=asked, expect=201).body
    booking = client.step("The meeting", f"GET {BOOKINGS}/{made['items'][0]['id']}").body
    fact(f"{booking['starts_at'][:16]}, {'、'.join(item['name'] for item in booking['resources'])}")
    lunch, visit, _ = (item["href"] for item in made["companions"])
    code = client.step("Lunch, and the code to pick it up", f"GET {lunch}").body["code"]
    fact(f"{code}, 3 portions at {canteen['name']}")
    a_visitor_consents(client, phones[0])
    found = cast.enter(ORGANISER).step("The host sees it", f"GET {visit}").body
    fact(f"{found['visitor']['name']}: {found['state_name']}, {found['place']}")
    cancelled = cast.turn(ORGANISER, BOOKINGS, booking["id"], "cancellation", {"reason": "会议延期"}, "Cancel it")
    fact(cancelled["state_name"])
    for title, href in (("Lunch falls with it", lunch), ("So do the visits", visit)):
        fallen = until(client, title, f"GET {href}", lambda found: found["state"] == "cancelled")
        fact(fallen["timeline"][-1]["title"])


def a_visitor_consents(client: Client, phone: str) -> None:
    """Open the link that came to a visitor's phone, read what it is about, consent, and see the pass."""
    client.token, masked = None, mask_phone(phone)

    def newest(page: Found) -> Found | None:
        return next((item for item in reversed(page["items"]) if masked in item["phones"]), None)

    def arrived(page: Found) -> bool:
        return newest(page) is not None

    text = newest(until(client, "The visitor's phone", "GET /sandbox/sms", arrived)) or {}
    page = f"/services/v1/visitor_passes/{text['parameters']['token']}"
    notice = client.step("What of me is handled, and why", f"GET {page}").body["notice"]
    fact(f"{'、'.join(item['name'] for item in notice['data'])}; {notice['kept']}")
    given = client.step("Consent", f"POST {page}/consent", body={"agreed": True}).body["visitor_pass"]
    fact(f"{given['place']}, from {given['valid_from'][:16]} until {given['valid_until'][:16]}")
    drawn = client.step("The pass", f"GET {given['svg']}").body
    require(holds=b"<svg" in drawn, message="the pass is no picture")
    fact(f"QR code, {len(drawn):,} bytes")


def free_hour(client: Client) -> tuple[str, str]:
    """Return an hour of a later working day at which a room is free."""
    first = clock.today() + timedelta(days=1)
    asked = {"kind": "room", "capacity": "12", "minutes": "60", "first_day": first.isoformat()}
    asked["last_day"] = (first + timedelta(days=DAYS_AHEAD - 1)).isoformat()
    found = client.step("Free hours of every room for twelve", f"GET {RESOURCES}/free", query=asked).body["items"]
    spans = sorted((span["starts_at"], item["resource"]["name"]) for item in found for span in item["free"])
    require(holds=bool(spans), message="no room for twelve is free for a fortnight")
    fact(f"{len(found)} rooms, {len(spans)} free times, the first {spans[0][0][:16]} in {spans[0][1]}")
    begin = datetime.fromisoformat(spans[0][0])
    return begin.isoformat(), (begin + timedelta(hours=1)).isoformat()


def a_trip_and_back(cast: Cast) -> None:
    """Ask for a car, have it approved and dispatched, leave, and bring it back."""
    client, now = cast.enter(GUEST_OFFICER), clock.now().replace(second=0, microsecond=0)
    times = {"starts_at": now + timedelta(minutes=5), "ends_at": now + timedelta(hours=HOURS)}
    asked = {**TRIP, **{name: clock.local(moment).isoformat() for name, moment in times.items()}}
    trip = client.step("Ask for a car", f"POST {TRIPS}", body=asked, expect=201).body
    fact(f"{trip['number']} {'、'.join(item['text'] for item in trip['remarks']) or 'within office hours'}")
    cast.turn(CAR_APPROVER, TRIPS, trip["id"], "approval", {"approved": True}, "Approve")
    free = cast.enter(KEEPER).step("Cars and drivers that are free", f"GET {TRIPS}/{trip['id']}/candidates").body
    require(holds=bool(free["vehicles"] and free["drivers"]), message="no car or no driver is free")
    car, driver = free["vehicles"][0], free["drivers"][0]
    given = {"vehicle": car["code"], "driver": driver["code"]}
    dispatched = cast.turn(KEEPER, TRIPS, trip["id"], "dispatches", given, "Dispatch")
    fact(f"{dispatched['plate']}, {dispatched['driver_name']}")
    card = client.step("The car's card", f"GET {V1}/vehicles", query={"limit": "100"}).body["items"]
    odometer = next(item["odometer_km"] for item in card if item["code"] == car["code"])
    cast.turn(KEEPER, TRIPS, trip["id"], "hand_out", {"odometer_km": odometer, "fuel_percent": 80}, "Hand out")
    back = {"odometer_km": odometer + 64, "fuel_percent": 60, "fuel_fen": 20_000, "toll_fen": 3_500}
    done = cast.turn(KEEPER, TRIPS, trip["id"], "return", back, "Take back")
    fact(f"{done['distance_km']} km, {done['cost_fen'] / 100:.2f} yuan, {done['department_name']}")


def a_leak_is_followed_up(cast: Cast) -> None:
    """Report a leak; it is mended, rated badly, called back about and closed."""
    repair = cast.enter(GUEST_OFFICER).step("Report a leak", f"POST {REPAIRS}", body=LEAK, expect=201).body
    fact(f"{repair['number']}, to be dispatched by {repair['due_at'][:16]}")
    client = cast.enter(DISPATCHER)
    found = client.step("Technicians", f"GET {REPAIRS}/{repair['id']}/technicians").body["items"]
    plumber = next((item for item in found if item["name"] == "潘水根"), None)
    if plumber is None:
        message = "the plumber is not among the technicians"
        raise StepFailed(message)
    cast.turn(DISPATCHER, REPAIRS, repair["id"], "dispatches", {"technician_id": plumber["id"]}, "Dispatch the plumber")
    cast.turn(PLUMBER, REPAIRS, repair["id"], "arrival", {}, "Arrive")
    parts = [{"name": "冷凝水管", "quantity": 2, "price_fen": 1_800}]
    work = {"work": "疏通冷凝水管。", "parts": parts, "labour_fen": 8_000}
    done = cast.turn(PLUMBER, REPAIRS, repair["id"], "completion", work, "Mend it")
    fact(f"{done['cost_fen'] / 100:.2f} yuan")
    bad = {"rating": 1, "comment": "还在滴水。"}
    fact(cast.turn(GUEST_OFFICER, REPAIRS, repair["id"], "acceptance", bad, "Rate it badly")["state_name"])
    cast.turn(
        CALLER, REPAIRS, repair["id"], "call_backs", {"reached": True, "result": "仍有滴水。"}, "Call the reporter back"
    )
    said = {"result": "已复查并调整坡度，报修人认可。"}
    fact(cast.turn(CALLER, REPAIRS, repair["id"], "follow_up", said, "Close the follow-up")["state_name"])


def paper_is_issued(cast: Cast) -> None:
    """Bring paper into the warehouse; an officer asks for some, which is approved, issued and confirmed."""
    client = cast.enter(WAREHOUSE_KEEPER)
    paper = found_or_made(client, "Paper in the catalogue", f"{V1}/supplies/items", "name", PAPER)
    house = found_or_made(client, "The warehouse", f"{V1}/supplies/warehouses", "name", WAREHOUSE)
    came = {"warehouse_id": house, "lines": [{"item_id": paper, "quantity": 10}], "reason": "集中采购"}
    client.step("Ten packs come in", f"POST {STOCK}/receipts", body=came, expect=201)
    asked = {"warehouse_id": house, "purpose": "会议材料", "lines": [{"item_id": paper, "quantity": 4}]}
    request = cast.enter(REQUESTER).step("Ask for four", f"POST {REQUESTS}", body=asked, expect=201).body
    fact(request["number"])
    cast.turn(APPROVER, REQUESTS, request["id"], "approval", {}, "Approve")
    cast.turn(WAREHOUSE_KEEPER, REQUESTS, request["id"], "issues", {}, "Issue")
    confirmed = cast.turn(REQUESTER, REQUESTS, request["id"], "receipt", {}, "Confirm the receipt")
    fact(confirmed["state_name"])


def found_or_made(client: Client, title: str, address: str, by: str, said: Found) -> str:
    """Return the id of what a list has under a name, made if it is not there."""
    items = client.step(title, f"GET {address}", query={"limit": "100"}).body["items"]
    found = next((item for item in items if item[by] == said[by]), None)
    if found is None:
        found = client.step(f"{title}: make it", f"POST {address}", body=said, expect=201).body
    fact(said[by])
    return str(found["id"])


def what_it_costs(cast: Cast) -> None:
    """Read what this month has cost the departments by now."""
    month = f"{clock.today():%Y-%m}"
    query = {"first_month": month, "last_month": month}
    costs = cast.enter(READER).step("What the month has cost", f"GET {V1}/logistics_costs", query=query).body
    for item in costs["items"]:
        fact(f"\n{'':22}{item['department_name']} {item['kind_name']} {item['amount_fen'] / 100:.2f} yuan")

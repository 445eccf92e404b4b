"""Trips over HTTP: one from the request to its costs, cars that two want, what frees them, and what is refused."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from auth import DataScope
from engines.bookings import run_booking_timers
from engines.costs import entries_of_costs
from engines.vehicles import run_vehicle_timers
from tests.office.vehicles.garage import BACK, CARS, DATA, LEAVING, OFFICE, TRIPS, Garage, read, turn, waiting
from tests.product import Product


def booked(garage: Garage, car: str) -> list[tuple[str, str]]:
    """Return the states and ends of a car's bookings, by their beginning."""
    items = sorted(garage.rui.every("/office/v1/bookings", resource=car), key=lambda item: item["starts_at"])
    return [(item["state"], item["ends_at"][11:16]) for item in items]


def test_a_trip_from_the_request_to_its_costs(product: Product) -> None:
    garage = Garage(product, 6)
    with garage.when(8):
        car, driver = garage.car(), garage.driver()
        trip_id = garage.requested()
        assert waiting(garage.zhuo, trip_id) == ["approve_vehicle_trip"]
        assert garage.ming.get(f"{TRIPS}/{trip_id}").status_code == 404
        assert turn(garage.zhuo, trip_id, "approval", {"approved": True})["approver_name"] == "卓思明"
        assert waiting(garage.guan, trip_id) == ["dispatch_vehicle"]
        assert garage.free(trip_id) == {car, driver}
        found = turn(garage.guan, trip_id, "dispatches", {"vehicle": car, "driver": driver})
        assert (found["state"], found["vehicle_code"], found["driver_code"]) == ("dispatched", car, driver)
        assert garage.free(trip_id) == set()
        assert waiting(garage.rui, trip_id) == ["vehicle_trip_news"]
        (booking,) = garage.rui.every("/office/v1/bookings", resource=car)
        assert (booking["state"], booking["next_turn_at"], booking["organiser_name"]) == ("assigned", None, "芮宁")
        following = garage.dispatched(car, driver, begin=12, end=13)
        # Nobody ends the booking but the trip.
        reason = {"reason": "不用了", "scope": "this"}
        path = f"/office/v1/bookings/{booking['id']}"
        assert garage.rui.post(f"{path}/cancellation", reason, If_Match='"1"').status_code == 409
        assert garage.guan.post(f"{path}/revocation", {"reason": "收回"}, If_Match='"1"').status_code == 409
        assert turn(garage.guan, trip_id, "hand_out", LEAVING, 409)["code"] == "too-early-to-leave"
    with garage.when(8.75):
        assert turn(garage.guan, trip_id, "hand_out", {**LEAVING, "odometer_km": 49_999}, 422)["errors"]
        assert turn(garage.guan, trip_id, "hand_out", LEAVING)["state"] == "under_way"
        assert turn(garage.rui, trip_id, "cancellation", {}, 409)["code"] == "transition-forbidden"
    with garage.when(11.25):
        # One who is late keeps what they have, which no clock of the bookings ends.
        run_booking_timers(product.context)
        run_vehicle_timers(product.context)
        run_vehicle_timers(product.context)
        assert waiting(garage.guan, trip_id) == ["return_vehicle", "vehicle_late"]
        # It is kept until the next trip has the car, which is not handed out twice.
        assert booked(garage, car)[0] == ("assigned", "12:00")
    with garage.when(11.75):
        assert turn(garage.guan, following, "hand_out", LEAVING, 409)["code"] == "vehicle-still-out"
        assert turn(garage.guan, trip_id, "return", {**BACK, "odometer_km": 49_999}, 422)["errors"]
        assert turn(garage.guan, trip_id, "return", {**BACK, "fuel_fen": -1}, 422)["errors"]
        done = turn(garage.guan, trip_id, "return", {**BACK, "damage": "右后轮胎扎钉"})
        assert (done["state"], done["distance_km"], done["minutes"], done["cost_fen"]) == ("returned", 64, 180, 24_500)
        assert turn(garage.guan, trip_id, "return", BACK, 409)["code"] == "transition-forbidden"
        assert waiting(garage.guan, trip_id) == []
        assert booked(garage, car)[0] == ("ended", "11:46")
        turn(garage.guan, following, "hand_out", {"odometer_km": 50_064, "fuel_percent": 60})
        with product.context.database.unit() as unit:
            scope, month = DataScope(departments=frozenset({DATA})), garage.day.date().replace(day=1)
            costs = entries_of_costs(unit, scope, month, department=DATA, kind="vehicles", after=None, rows=9)
            told = {row.key.partition(":")[2]: row.amount_fen for row in costs if row.record_id == uuid.UUID(trip_id)}
        assert told == {"fuel": 20_000, "toll": 3_500, "parking": 1_000}
        assert {item["id"] for item in garage.mou.every(TRIPS, vehicle_code=car)} == {trip_id, following}
        assert garage.rui.get(f"{TRIPS}/counts?vehicle_code={car}").get_json()["states"] == {
            "returned": 1,
            "under_way": 1,
        }
        assert garage.ming.get(f"{TRIPS}/counts?vehicle_code={car}").get_json()["total"] == 0


def test_what_left_and_came_back_before_the_fleet_was_there_is_entered_afterwards(product: Product) -> None:
    garage = Garage(product, 9)
    with garage.when(7):
        trip_id = garage.dispatched(garage.car(), garage.driver())
    early, later = garage.at(8.5).isoformat(), garage.at(10.5).isoformat()
    with garage.when(10):
        assert turn(garage.guan, trip_id, "hand_out", {**LEAVING, "at": early}, 409)["code"] == "too-early-to-leave"
        wrong = turn(garage.guan, trip_id, "hand_out", {**LEAVING, "at": later}, 422)
        assert [item["pointer"] for item in wrong["errors"]] == ["/at"]
        left = turn(garage.guan, trip_id, "hand_out", {**LEAVING, "at": garage.at(9).isoformat()})
        assert left["left_at"] == garage.at(9).isoformat()
    with garage.when(13):
        assert turn(garage.guan, trip_id, "return", {**BACK, "at": early}, 422)["errors"]
        done = turn(garage.guan, trip_id, "return", {**BACK, "at": later})
        assert (done["returned_at"], done["minutes"]) == (later, 90)


def test_two_who_want_the_last_car_do_not_both_get_it_and_a_cancelled_trip_frees_it(product: Product) -> None:
    garage = Garage(product, 4)
    with garage.when(8):
        car, driver, other = garage.car(), garage.driver(1), garage.driver(2)
        trips = [garage.approved(), garage.approved()]
        asked = [(trips[0], {"vehicle": car, "driver": driver}), (trips[1], {"vehicle": car, "driver": other})]
        with ThreadPoolExecutor(2) as both:
            path = f"{TRIPS}/{{}}/dispatches"
            callers = [product.officer("officer-guan") for _ in asked]
            tried = [
                both.submit(caller.post, path.format(trip_id), body, If_Match='"2"')
                for caller, (trip_id, body) in zip(callers, asked, strict=True)
            ]
            answers = [item.result() for item in tried]
        assert sorted(item.status_code for item in answers) == [200, 409], [item.text for item in answers]
        lost = next(place for place, item in enumerate(answers) if item.status_code == 409)
        problem = answers[lost].get_json()
        assert problem["code"] == "vehicle-taken"
        assert [item["resource"] for item in problem["conflicts"]] == [car]
        assert garage.own(problem) == {asked[lost][1]["driver"]}
        has = trips[1 - lost]
        assert read(garage.guan, trips[lost])["state"] == "approved"
        # Another driver for who has it, which frees the first; then the trip is called off.
        turn(garage.guan, has, "dispatches", asked[lost][1] | {"note": "换驾驶员"})
        assert garage.free(trips[lost]) == {asked[1 - lost][1]["driver"]}
        turn(garage.rui, has, "cancellation", {"reason": "会议改为视频"})
        assert garage.free(trips[lost]) == {car, driver, other}
        turn(garage.guan, trips[lost], "dispatches", {"vehicle": car, "driver": driver})
    with garage.when(11):
        run_vehicle_timers(product.context)
        assert read(garage.rui, trips[lost])["state"] == "lapsed"
        assert waiting(garage.guan, trips[lost]) == []


def test_a_car_whose_inspection_passed_is_told_of_once_and_not_dispatched(product: Product) -> None:
    garage = Garage(product, 3)
    with garage.when(8):
        code, driver = garage.car(inspection_due_on="2027-03-01", maintained_at_km=40_400), garage.driver()
        (card,) = [item for item in garage.guan.every(CARS) if item["code"] == code]
        assert [due["state"] for due in card["dues"]] == ["passed", "fine", "soon"]
        run_vehicle_timers(product.context)
        run_vehicle_timers(product.context)
        assert waiting(garage.guan, card["id"]) == ["vehicle_inspection", "vehicle_maintenance"]
        trip_id = garage.approved()
        problem = turn(garage.guan, trip_id, "dispatches", {"vehicle": code, "driver": driver}, 409)
        assert (problem["code"], garage.own(problem)) == ("vehicle-overdue", {driver})
        renewed = {name: card[name] for name in card if name.endswith(("_km", "_on")) and name != "maintenance_due_km"}
        renewed |= {"plate": card["plate"], "inspection_due_on": "2028-03-01"}
        assert garage.rui.post(f"{CARS}/{card['id']}/amendments", renewed, If_Match='"1"').status_code == 404
        assert garage.mou.post(f"{CARS}/{card['id']}/amendments", renewed, If_Match='"1"').status_code == 403
        answer = garage.guan.post(f"{CARS}/{card['id']}/amendments", renewed, If_Match='"1"')
        assert answer.status_code == 200, answer.text
        assert waiting(garage.guan, card["id"]) == ["vehicle_maintenance"]
        turn(garage.guan, trip_id, "dispatches", {"vehicle": code, "driver": driver})


def test_what_cannot_be_is_refused_and_changes_nothing(product: Product) -> None:
    garage = Garage(product, 8)
    with garage.when(8):
        early = garage.at(7)
        for changes, pointer in (
            ({"purpose": "shopping"}, "/purpose"),
            ({"passengers": 0}, "/passengers"),
            ({"passengers": 1, "passenger_names": ["甲", "乙"]}, "/passenger_names"),
            ({"starts_at": early.isoformat()}, "/starts_at"),
            ({"ends_at": garage.at(9).isoformat()}, "/ends_at"),
            ({"ends_at": (early + timedelta(days=30)).isoformat()}, "/ends_at"),
            ({"ends_at": garage.at(20).isoformat()}, "/note"),
            ({"fleet": DATA}, "/fleet"),
        ):
            answer = garage.rui.post(TRIPS, garage.asked() | changes)
            assert answer.status_code == 422, answer.text
            assert pointer in [item["pointer"] for item in answer.get_json()["errors"]]
        assert garage.mou.post(TRIPS, garage.asked()).status_code == 403
        late = garage.requested(end=20, note="夜间巡查")
        assert [item["code"] for item in read(garage.zhuo, late)["remarks"]] == ["outside_hours"]
        urgent = garage.requested(end=20, purpose="emergency")
        assert turn(garage.zhuo, urgent, "approval", {"approved": False}, 422)["errors"][0]["pointer"] == "/opinion"
        refused = turn(garage.zhuo, urgent, "approval", {"approved": False, "opinion": "已有安排"})
        assert refused["state"] == "refused"
        assert waiting(garage.rui, urgent) == ["vehicle_trip_news"]
        assert turn(garage.wen, late, "approval", {"approved": True}, 404)["code"] == "vehicle-trip-not-found"
        own = garage.requested(garage.zhuo)
        assert turn(garage.zhuo, own, "approval", {"approved": True}, 403)["code"] == "approved-by-another"
        small, driver = garage.car(seats=3), garage.driver()
        mine = garage.car(2, self_drive=True)
        trip_id = garage.approved()
        for vehicle, who, status, code in (
            ("V-NONE", driver, 422, "vehicle-trip-unfit"),
            (mine, "D-NONE", 422, "vehicle-trip-unfit"),
            (mine, small, 422, "vehicle-trip-unfit"),
            (mine, None, 422, "vehicle-trip-unfit"),
            (small, driver, 409, "too-few-seats"),
        ):
            problem = turn(garage.guan, trip_id, "dispatches", {"vehicle": vehicle, "driver": who}, status)
            assert problem["code"] == code
        assert turn(garage.rui, trip_id, "dispatches", {"vehicle": mine}, 403)["code"] == "not-your-turn"
        assert read(garage.rui, trip_id)["version"] == 2
        assert garage.free(trip_id) == {mine, driver}
        # Three drive themselves in a car of three seats, where the car allows it.
        alone = garage.dispatched(mine, None, self_drive=True)
        assert read(garage.rui, alone)["driver_name"] is None
        assert turn(garage.guan, alone, "declining", {"reason": "车辆临时抢险"})["state"] == "declined"
        assert mine in garage.free(trip_id)


def test_the_summary_counts_what_came_back_by_department_and_purpose(product: Product) -> None:
    garage = Garage(product, 7)
    with garage.when(8):
        car, driver = garage.car(), garage.driver()
        own = garage.requested(garage.ming, begin=14, end=16, purpose="reception")
        turn(garage.wen, own, "approval", {"approved": True})
        trips = [garage.dispatched(car, driver), own]
        turn(garage.guan, own, "dispatches", {"vehicle": car, "driver": driver})
    for trip_id, hour, start in ((trips[0], 9, 50_000), (trips[1], 14, 50_100)):
        with garage.when(hour):
            turn(garage.guan, trip_id, "hand_out", {"odometer_km": start, "fuel_percent": 50})
        with garage.when(hour + 1):
            turn(garage.guan, trip_id, "return", {**BACK, "odometer_km": start + 30})
    with garage.when(17):
        answer = garage.mou.get(f"{CARS}/summary?month=2027-07")
        found = answer.get_json()
        half = {
            "trips": 1,
            "distance_km": 30,
            "fuel_fen": 20_000,
            "toll_fen": 3_500,
            "parking_fen": 1_000,
            "other_fen": 0,
        }
        half |= {"cost_fen": 24_500}
        assert found["total"] == {name: 2 * value for name, value in half.items()}
        figures = [{name: line[name] for name in half} for line in [*found["departments"], *found["purposes"]]]
        assert figures == [half] * 4
        assert [line["department_code"] for line in found["departments"]] == sorted([OFFICE, DATA])
        assert [line["purpose"] for line in found["purposes"]] == ["reception", "research"]
        assert "芮宁" not in answer.text
        assert garage.rui.get(f"{CARS}/summary").status_code == 403

"""A typhoon closes the offices: what was booked of meals for that day falls, and its diners know."""

from datetime import timedelta

from kit import clock
from tests.office.canteen.test_canteen import BOOKINGS, DAY, MEALS, Hall
from tests.office.speaking import read
from tests.product import Product


def test_meals_of_a_day_that_becomes_a_day_of_rest_fall(house: Product) -> None:
    closed, after = "2027-04-08", "2027-04-09"
    with clock.travel(DAY + timedelta(hours=8)):
        hall = Hall(house)
        booked, other = hall.book(hall.ming, closed, guests=2, reason="接待调研组"), hall.book(hall.ming, after)
        closure = {"first": closed, "last": closed, "name": "防台风", "basis": "舟政办明电〔2027〕2号"}
        answer = house.officer("officer-shen").post("/office/v1/calendar/closures", closure)
        assert answer.status_code == 200, answer.text
        house.work()
        fallen, stays = (read(hall.ming, item["href"]) for item in (booked, other))
        assert (fallen["state"], stays["state"]) == ("cancelled", "booked")
        assert fallen["timeline"][-1]["opinion"] == "当日改为休息日，食堂不供餐"
        assert [task["title"] for task in hall.ming.tasks(booked["id"])] == [
            "04月08日午餐：当日改为休息日，食堂不供餐，订餐已取消"
        ]
        shown = read(hall.ming, MEALS, canteen_id=hall.canteen, first_day=closed, last_day=after)["items"]
        assert {item["day"] for item in shown} == {after}
        again = hall.ming.post(BOOKINGS, {"canteen_id": hall.canteen, "day": closed, "meal": "lunch"})
        assert (again.status_code, again.get_json()["errors"][0]["code"]) == (422, "closed")

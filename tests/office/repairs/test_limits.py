"""What happens to repairs by itself: limits over a weekend, told once; silence that accepts."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from engines.costs import CostEntry
from engines.tickets import run_ticket_timers
from kit import clock
from tests.office.repairs.workshop import BASE, COST_FEN, Workshop, read, turn, waiting
from tests.product import Product

FRIDAY, MONDAY = date(2026, 12, 4), date(2026, 12, 7)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.BEIJING)


def shown(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def rounds(product: Product, moment: datetime) -> None:
    """Make two rounds at a moment."""
    with clock.travel(moment):
        run_ticket_timers(product.context)
        run_ticket_timers(product.context)


def test_a_limit_stands_still_over_a_weekend_and_an_emergency_does_not(product: Product) -> None:
    with clock.travel(at(FRIDAY, 17)):
        workshop = Workshop(product)
        normal = read(workshop.reporter, workshop.reported())
        emergency = read(workshop.reporter, workshop.reported(priority="emergency"))
    assert normal["due_at"] == shown(at(MONDAY, 10))
    # Two, seven and fourteen hours of the offices: half an hour on Friday, three days of seven and an hour and a half.
    assert normal["promised_at"] == shown(at(date(2026, 12, 10), 10))
    assert emergency["due_at"] == shown(at(FRIDAY, 17, 30))
    assert emergency["promised_at"] == shown(at(FRIDAY, 22, 30))
    with clock.travel(at(date(2026, 12, 5), 12)):
        dispatcher = Workshop(product).dispatcher
        assert [read(dispatcher, item["id"])["light"] for item in (normal, emergency)] == ["green", "red"]
    with clock.travel(at(MONDAY, 9, 45)):
        assert read(Workshop(product).dispatcher, normal["id"])["light"] == "yellow"


def told(product: Product, moment: datetime, repair_id: str) -> tuple[list[str], list[str]]:
    """Make two rounds at a moment, and return what waits then for the dispatcher and for the plumber."""
    rounds(product, moment)
    with clock.travel(moment):
        workshop = Workshop(product)
        return waiting(workshop.dispatcher, repair_id), waiting(workshop.plumber, repair_id)


def test_what_comes_near_and_what_passed_is_told_once(product: Product) -> None:
    with clock.travel(at(FRIDAY, 9)):
        repair_id = Workshop(product).dispatched()
    # Seven hours, of which a fifth is left from 16:36 on.
    assert told(product, at(FRIDAY, 15), repair_id) == ([], ["arrive_ticket"])
    soon = (["ticket_due_soon"], ["arrive_ticket", "ticket_due_soon"])
    assert told(product, at(FRIDAY, 17), repair_id) == soon
    assert told(product, at(date(2026, 12, 5), 12), repair_id) == soon
    for day in (7, 8):
        overdue = (["ticket_overdue"], ["arrive_ticket", "ticket_overdue"])
        assert told(product, at(date(2026, 12, day), 12), repair_id) == overdue
    # Another limit begins, of which nothing was told yet.
    with clock.travel(at(date(2026, 12, 8), 14)):
        turn(Workshop(product).plumber, repair_id, "arrival", {})
    assert told(product, at(date(2026, 12, 8), 14, 1), repair_id) == ([], ["complete_ticket"])


def test_nobody_answers_and_the_work_is_accepted_without_a_rating(product: Product) -> None:
    with clock.travel(at(FRIDAY, 9)):
        repair_id = Workshop(product).completed(category="doors_furniture")
        assert read(Workshop(product).reporter, repair_id)["accept_by"] == "2026-12-09"
    rounds(product, at(date(2026, 12, 9), 23))
    with clock.travel(at(date(2026, 12, 9), 23)):
        assert read(Workshop(product).reporter, repair_id)["state"] == "completed"
    rounds(product, at(date(2026, 12, 10), 0, 1))
    with clock.travel(at(date(2026, 12, 10), 9)):
        workshop = Workshop(product)
        accepted = read(workshop.reporter, repair_id)
        assert (accepted["state"], accepted["by_default"], accepted["rating"]) == ("closed", True, None)
        assert waiting(workshop.reporter, repair_id) == []
        late = turn(workshop.reporter, repair_id, "acceptance", {"rating": 5}, 409)
        assert late["code"] == "transition-forbidden"
        product.work()
    with product.context.database.unit() as unit:
        rows = unit.rows(select(CostEntry.record_id, CostEntry.amount_fen, CostEntry.day))
    told = [(row.amount_fen, row.day) for row in rows if str(row.record_id) == repair_id]
    assert told == [(COST_FEN, date(2026, 12, 10))]


def test_statistics_keep_silence_apart_from_ratings(house: Product) -> None:
    """In a house of its own: other tests' repairs would be counted too."""
    begun = at(date(2026, 3, 2), 9)
    with clock.travel(begun):
        workshop = Workshop(house)
        repairs = [workshop.dispatched(category="lift") for _ in range(4)]
        workshop.reported(category="other")
    for hours, repair_id in zip((1, 2, 3, 24 * 20), repairs, strict=True):
        with clock.travel(begun + timedelta(hours=hours)):
            workshop = Workshop(house)
            turn(workshop.plumber, repair_id, "arrival", {})
            turn(workshop.plumber, repair_id, "completion", {"work": "更换门机皮带。"})
    with clock.travel(begun + timedelta(hours=24 * 20 + 1)):
        workshop = Workshop(house)
        for rating, repair_id in ((5, repairs[1]), (2, repairs[2]), (4, repairs[3])):
            turn(workshop.reporter, repair_id, "acceptance", {"rating": rating})
        run_ticket_timers(house.context)
        months = {"first_month": "2026-03", "last_month": "2026-04", "by": "category"}
        answer = workshop.leader.get(f"{BASE}/statistics", query_string=months)
        assert answer.status_code == 200, answer.text
        lift, other = answer.get_json()["groups"]
        whole = answer.get_json()["total"]
        refused = workshop.reporter.get(f"{BASE}/statistics")
        assert (refused.status_code, refused.get_json()["code"]) == (403, "permission-missing")
        wrong = workshop.leader.get(f"{BASE}/statistics", query_string={"first_month": "2020-01"})
        assert (wrong.status_code, wrong.get_json()["code"]) == (422, "months-unfit")
        by_month = workshop.leader.get(f"{BASE}/statistics", query_string={**months, "by": "month"}).get_json()
    assert lift == {
        "category": "lift",
        "category_name": "电梯",
        "number": 4,
        "completed": 4,
        "on_time": 3,
        "rated": 3,
        "bad": 1,
        "by_default": 1,
        "declined": 0,
        "cancelled": 0,
        "median_hours": 2.0,
        "p90_hours": 480.0,
        "on_time_share": 0.75,
        "mean_rating": 3.67,
        "bad_share": 0.3333,
    }
    assert (other["number"], other["completed"], other["median_hours"], other["mean_rating"]) == (1, 0, None, None)
    assert (whole["number"], [group["month"] for group in by_month["groups"]]) == (5, ["2026-03"])

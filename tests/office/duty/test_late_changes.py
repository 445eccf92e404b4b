"""Duty that is published or changed when some of it has begun: what is over, what runs, and what was handed over."""

from typing import Any

from engines.duty import run_duty_timers
from tests.office.duty.watch import OFFICE, OFFICERS, ROSTERS, SWAPS, Watch, persons, shift_on, waiting
from tests.office.speaking import read, sent, turn
from tests.product import Product


def test_what_is_over_is_not_published_and_what_runs_is_looked_at(house: Product) -> None:
    watch = Watch(house, "2028-05")
    with watch.when("2028-04-25T09:00+08:00"):
        draft = watch.composed()
    over, running = (shift_on(draft, f"2028-05-{day}", "夜班") for day in ("09", "10"))
    with watch.when("2028-06-02T09:00+08:00"):
        assert turn(watch.who("guan"), draft["href"], "publication", {}, 409)["code"] == "duty-roster-over"
    with watch.when("2028-05-10T18:10+08:00"):
        # Who was on it is not written anew once it is over.
        change = {"officer_ids": [watch.ids[name] for name in OFFICERS if name not in persons(over)][:1]}
        assert turn(watch.who("guan"), over["href"], "changes", change, 409)["code"] == "duty-over"
        roster = turn(watch.who("guan"), draft["href"], "publication", {})
        assert roster["shifts"][0]["id"] == running["id"]
        gone = [item for item in draft["shifts"] if item["ends_at"] < "2028-05-10T18"]
        assert len(roster["shifts"]) == len(draft["shifts"]) - len(gone)
        left_out = roster["timeline"][-1]["detail"]["left_out"]
        assert (len(left_out), left_out[-1]) == (len(gone), "05月09日夜班（17:30—08:30）")
        assert read(watch.who("guan"), over["href"], 404)["code"] == "duty-shift-not-found"
        run_duty_timers(house.context)
        assert waiting(watch.who("guan"), running) == ["duty_not_taken_over"]
    with watch.when("2028-05-11T09:00+08:00"):
        run_duty_timers(house.context)
        assert read(watch.who("guan"), running["href"])["state"] == "missed"
        months = {"first_month": "2028-05", "last_month": "2028-05", "department": OFFICE}
        counted = watch.who("mou").every(f"{ROSTERS}/statistics", **months)
        assert [(item["shifts"], item["missed"]) for item in counted] == [(0, 1)] * 2


def test_tasks_pass_to_those_who_are_put_on_a_shift(house: Product) -> None:
    watch = Watch(house, "2028-05")
    roster = watch.published()
    # On Monday none is on duty by day, so that nothing touches the night of Sunday but its own day.
    day, night = (shift_on(roster, "2028-05-14", name) for name in ("白班", "夜班"))
    giver, former = persons(day)[1], persons(night)[1]
    (third,) = {*OFFICERS} - {giver, former}

    def told() -> list[list[str]]:
        return [waiting(watch.who(name), shift) for name in (former, third) for shift in (day, night)]

    with watch.when("2028-05-13T09:00+08:00"):
        run_duty_timers(house.context)
        assert told() == [[], ["duty_reminder"], [], []]
    with watch.when("2028-05-14T08:20+08:00"):
        turn(watch.who(giver), day["href"], "take_over", {})
    with watch.when("2028-05-14T17:20+08:00"):
        turn(watch.who(giver), day["href"], "handover", {"note": "请继续关注潮位。"})
        assert told()[:2] == [["confirm_duty_handover"], ["duty_reminder"]]
        swap = sent(watch.who(former), SWAPS, {"shift_id": night["id"], "colleague_id": watch.ids[third]})
        turn(watch.who(third), swap["href"], "answer", {"accepted": True})
        turn(watch.who("guan"), swap["href"], "approval", {"approved": True})
        assert told() == [[], [], ["confirm_duty_handover"], []]
    with watch.when("2028-05-14T18:05+08:00"):
        back = {"officer_ids": [watch.ids[former]], "reason": "无人到岗"}
        turn(watch.who("guan"), night["href"], "changes", back)
        assert told() == [["confirm_duty_handover"], ["duty_shift_news"], [], ["duty_shift_news"]]
        assert turn(watch.who(former), day["href"], "confirmation", {})["state"] == "received"
        assert told()[0] == []


def test_of_two_that_run_side_by_side_both_hand_over(product: Product) -> None:
    watch = Watch(product, "2028-07")
    morning: dict[str, Any] = {"days": "rest", "begins": "08:00", "ends": "12:00"}
    afternoon = {"name": "下午班", "days": "rest", "begins": "12:30", "ends": "20:00"}
    roster = watch.published(shifts=[{"name": "一线", **morning}, {"name": "二线", **morning}, afternoon])
    first, second, later = (shift_on(roster, "2028-07-08", name) for name in ("一线", "二线", "下午班"))
    for shift in (first, second):
        officer = persons(shift)[1]
        with watch.when("2028-07-08T07:50+08:00"):
            turn(watch.who(officer), shift["href"], "take_over", {})
        with watch.when("2028-07-08T12:00+08:00"):
            turn(watch.who(officer), shift["href"], "handover", {"note": f"{shift['name']}无事。"})
    with watch.when("2028-07-08T12:10+08:00"):
        taker = watch.who(persons(later)[1])
        received = read(taker, later["href"])["received"]
        assert [item["note"] for item in received] == ["一线无事。", "二线无事。"]
        for item in received:
            turn(taker, item["href"], "confirmation", {})

"""Duty over HTTP: a month composed, edited and published; a shift served; one that nobody takes over; swaps."""

import uuid
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from engines.duty import run_duty_timers
from engines.duty.models import DutyPost, DutyShift
from kit.ids import new_id
from tests.assembly.test_budgets import keeps_to
from tests.office.duty.watch import (
    LEADERS,
    OFFICE,
    OFFICERS,
    PHONE,
    ROSTERS,
    SHIFTS,
    SWAPS,
    Watch,
    on_shifts,
    persons,
    shift_on,
    waiting,
)
from tests.office.speaking import read, sent, turn
from tests.product import Product

#: In no year that the other clock knows.
ENDS_OF_TIME = ("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00")


def test_a_month_is_composed_edited_published_and_says_what_a_notice_moved(product: Product) -> None:
    watch = Watch(product, "2027-09")
    with watch.when("2027-08-20T09:00+08:00"):
        away = {"officer_id": watch.ids["ming"], "first_day": "2027-09-06", "last_day": "2027-09-10"}
        for wrong, pointer in (
            ({"month": "2027-07"}, "/month"),
            ({"month": "2028-09"}, "/month"),
            ({"department": "9X"}, None),
            ({"officers": [watch.ids["wen"]]}, "/officers/0"),
            ({"officers": ["0198a0f0-0000-7000-8000-000000000000"]}, "/officers/0"),
            ({"officers": [watch.who("xu").session["subject"]["id"]]}, "/officers/0"),
            ({"unavailable": [{**away, "last_day": "2027-09-05"}]}, "/unavailable/0/last_day"),
            ({"unavailable": [{**away, "last_day": "9999-12-31"}]}, "/unavailable/0/last_day"),
            ({"unavailable": [{**away, "first_day": "0001-01-01"}]}, "/unavailable/0/first_day"),
        ):
            refused = watch.composed(422 if pointer else 403, **wrong)
            assert pointer in [None, *(item["pointer"] for item in refused.get("errors", []))]
        assert sent(watch.who("ming"), ROSTERS, watch.asked(), 403)["code"] == "permission-missing"
        draft = watch.composed(unavailable=[away])
        assert watch.composed(409)["code"] == "duty-roster-exists"
        turn(watch.who("guan"), draft["href"], "discarding", {})
        again = watch.composed(unavailable=[away])
        assert [persons(shift) for shift in again["shifts"]] == [persons(shift) for shift in draft["shifts"]]
        draft = again
        assert (draft["state"], draft["unfilled"], draft["moved"]) == ("draft", [], [])
        # September 2027 has 22 working days and 8 of rest, with a shift by day and one by night.
        assert len(draft["shifts"]) == 22 + 2 * 8
        for role, names in (("leader", LEADERS), ("officer", OFFICERS)):
            shares = [item for item in draft["people"] if item["role"] == role]
            assert len(shares) == len(names)
            assert sum(item["total"] for item in shares) == len(draft["shifts"])
        assert not [item for item in on_shifts(draft, "ming") if "2027-09-05" < item["day"] < "2027-09-11"]
        # A day of rest by day, and its night, touch.
        by_day, night = (shift_on(draft, "2027-09-04", name) for name in ("白班", "夜班"))
        both = {"officer_ids": [watch.ids[persons(night)[1]]]}
        refused = turn(watch.who("guan"), by_day["href"], "changes", both, 409)
        assert refused["code"] == "double-duty"
        assert night["id"] in [item["shift_id"] for item in refused["conflicts"]]
        tuesday = shift_on(draft, "2027-09-14", "夜班")
        before = persons(tuesday)[1]
        other = next(name for name in OFFICERS if name != before)
        changed = turn(watch.who("guan"), tuesday["href"], "changes", {"officer_ids": [watch.ids[other]]})
        assert persons(changed) == [persons(tuesday)[0], other]
        for stranger in ("ming", "xu"):
            assert read(watch.who(stranger), draft["href"], 404)["code"] == "duty-roster-not-found"
            assert read(watch.who(stranger), by_day["href"], 404)["code"] == "duty-shift-not-found"
        turn(watch.who("mou"), draft["href"], "publication", {}, 404)
        done = turn(watch.who("guan"), draft["href"], "publication", {})
        assert (done["state"], done["phone"]) == ("published", PHONE)
        assert waiting(watch.who("ming"), done) == ["duty_roster_news"]
        assert read(watch.who("ming"), done["href"])["unavailable"] == []
        assert read(watch.who("xu"), done["href"], 404)["code"] == "duty-roster-not-found"
        turn(watch.who("ming"), done["href"], "publication", {}, 409)
        again = turn(watch.who("guan"), by_day["href"], "changes", {**both, "reason": "培训"}, 409)
        assert again["code"] == "double-duty"
        back: dict[str, Any] = {"officer_ids": [watch.ids[before]]}
        refused = turn(watch.who("guan"), tuesday["href"], "changes", back, 422)
        assert refused["errors"][0]["pointer"] == "/reason"
        turn(watch.who("guan"), tuesday["href"], "changes", {**back, "reason": "培训"})
        assert [waiting(watch.who(name), tuesday) for name in (before, other)] == [["duty_shift_news"]] * 2
        with product.context.database.unit() as unit:
            # As if it had been composed before a notice made a day of rest of it.
            unit.write(update(DutyShift).where(DutyShift.id == uuid.UUID(night["id"])).values(day_kind="working"))
        found = read(watch.who("guan"), done["href"])
        assert found["state"] == "amended"
        assert [(item["id"], item["day_kind"], item["day_kind_now"]) for item in found["moved"]] == [
            (night["id"], "working", "rest")
        ]


def test_a_shift_from_its_reminder_to_the_confirmed_hand_over(product: Product) -> None:
    watch = Watch(product, "2027-05")
    roster = watch.published()
    shift, following = shift_on(roster, "2027-05-08", "白班"), shift_on(roster, "2027-05-08", "夜班")
    leader, officer = persons(shift)
    path = shift["href"]
    with watch.when("2027-05-07T09:00+08:00"):
        run_duty_timers(product.context)
        run_duty_timers(product.context)
        assert waiting(watch.who(officer), shift) == waiting(watch.who(leader), shift) == ["duty_reminder"]
        early = turn(watch.who(officer), path, "take_over", {}, 409)
        assert (early["code"], early["since"]) == ("too-early-for-duty", "2027-05-08 08:00")
    with watch.when("2027-05-08T08:20+08:00"):
        assert sent(watch.who("xu"), f"{path}/take_over", {}, 404, If_Match='"2"')["code"] == "duty-shift-not-found"
        assert sent(watch.who(persons(following)[1]), f"{path}/log", {"text": "来电"}, 409)["code"]
        taken = turn(watch.who(officer), path, "take_over", {})
        assert (taken["state"], taken["taken_over_at"]) == ("on_duty", "2027-05-08T08:20:00+08:00")
        assert waiting(watch.who(officer), shift) == []
    check_log(watch, shift)
    with watch.when("2027-05-08T17:25+08:00"):
        handed = turn(watch.who(officer), path, "handover", {"note": "请继续关注潮位。"})
        assert handed["handover"]["note"] == "请继续关注潮位。"
        taker = watch.who(persons(following)[1])
        assert waiting(taker, shift) == ["confirm_duty_handover"]
        assert read(taker, following["href"])["received"][0]["note"] == "请继续关注潮位。"
        assert turn(watch.who(officer), path, "confirmation", {}, 403)["code"] == "not-your-turn"
        assert turn(taker, path, "confirmation", {})["handover"]["confirmed_by"]
        assert (waiting(taker, shift), watch.who("guan").every(f"{path}/log")[0]["importance"]) == ([], "urgent")
        # Who is of the department and not named sees who was on duty, and not what they wrote.
        seen = read(watch.who("miao"), path)
        assert (seen["state"], seen["handover"]) == ("received", None)
        assert read(watch.who("miao"), f"{path}/log", 404)["code"] == "duty-shift-not-found"
    check_late(watch, following, shift_on(roster, "2027-05-09", "白班"))
    check_statistics(watch, roster, officer)


def check_log(watch: Watch, shift: dict[str, Any]) -> None:
    """What happens is written down by who is on duty, and read by who keeps or reads it."""
    (leader, officer), path = persons(shift), shift["href"]
    with watch.when("2027-05-08T10:00+08:00"):
        log = f"{path}/log"
        sent(watch.who(officer), log, {"text": "接市民来电。", "happened_at": "2027-05-08T09:30:00+08:00"})
        sent(watch.who(officer), log, {"text": "临城路口严重积水。", "importance": "urgent"})
        for at in ("2027-05-08T07:00:00+08:00", "2027-05-08T11:00:00+08:00", *ENDS_OF_TIME):
            refused = sent(watch.who(officer), log, {"text": "来电", "happened_at": at}, 422)
            assert refused["errors"][0]["pointer"] == "/happened_at"
        assert sent(watch.who("guan"), log, {"text": "来电"}, 403)["code"] == "not-your-turn"
        assert waiting(watch.who(leader), shift) == ["duty_urgent"]
        assert [item["importance"] for item in read(watch.who("mou"), log)["items"]] == ["urgent", "normal"]
        assert len(watch.who("guan").every(log, importance="urgent", limit=1)) == 1
        (now,) = watch.who("mou").every(f"{SHIFTS}/now", department=OFFICE)
        assert (now["id"], now["phone"], persons(now)) == (shift["id"], PHONE, [leader, officer])
        assert shift["id"] in [item["id"] for item in watch.who("guan").every(f"{SHIFTS}/now")]
        assert watch.who("xu").every(f"{SHIFTS}/now") == []
        assert turn(watch.who(officer), path, "handover", {"note": "已处置"}, 409)["code"] == "too-early-for-duty"


def check_statistics(watch: Watch, roster: dict[str, Any], officer: str) -> None:
    """What has begun is counted by person, of those whom one reads and oneself."""
    with watch.when("2027-05-10T09:00+08:00"):
        months = {"first_month": "2027-05", "last_month": "2027-05", "department": OFFICE}
        counts = {
            item["officer_id"]: item for item in watch.who("mou").every(f"{ROSTERS}/statistics", **months, limit=2)
        }
        mine = [item for item in on_shifts(roster, officer) if item["begins_at"] < "2027-05-10T09"]
        found = counts[watch.ids[officer]]
        assert (found["shifts"] + found["missed"], found["officer"] >= found["taken_over"] >= 1) == (len(mine), True)
        own = watch.who("lu").every(f"{ROSTERS}/statistics", **months)
        assert [item["officer_id"] for item in own] == [watch.ids["lu"]]


def check_late(watch: Watch, shift: dict[str, Any], missed: dict[str, Any]) -> None:
    """Nobody takes the night over in time, and nobody the day after it at all."""
    leader, officer = persons(shift)
    timers, path = partial(run_duty_timers, watch.product.context), shift["href"]
    with watch.when("2027-05-08T17:59+08:00"):
        timers()
        assert waiting(watch.who("guan"), shift) == []
    with watch.when("2027-05-08T18:00+08:00"):
        timers()
        timers()
        assert waiting(watch.who("guan"), shift) == ["duty_not_taken_over"]
        assert "duty_not_taken_over_news" in waiting(watch.who(leader), shift)
        assert turn(watch.who(officer), path, "take_over", {})["state"] == "on_duty"
        assert waiting(watch.who("guan"), shift) == []
    with watch.when("2027-05-09T17:31+08:00"):
        timers()
        timers()
        gone = read(watch.who("guan"), missed["href"])
        assert (gone["state"], waiting(watch.who("guan"), missed)) == ("missed", ["duty_missed"])
        assert waiting(watch.who(officer), shift) == ["duty_handover_due"]


def test_shifts_change_hands_once_both_and_the_department_agree(house: Product) -> None:
    # Of its own: whose turn it is depends on the months that are published already.
    watch = Watch(house, "2027-07")
    roster = watch.published()
    # From Monday to Thursday a night touches no other shift.
    nights = [item for item in roster["shifts"] if date.fromisoformat(item["day"]).isoweekday() < 5]
    ming, rui = (next(item for item in nights[5:] if name in persons(item)) for name in ("ming", "rui"))
    day, night = (shift_on(roster, "2027-07-03", name) for name in ("白班", "夜班"))
    with watch.when("2027-07-01T09:00+08:00"):
        asker, taker = persons(day)[1], persons(night)[1]
        touching = {"shift_id": day["id"], "colleague_id": watch.ids[taker]}
        assert sent(watch.who(asker), SWAPS, touching, 409)["code"] == "double-duty"
        # What each gives the other stands in nobody's way.
        free = sent(watch.who(asker), SWAPS, {**touching, "other_shift_id": night["id"]})
        exchange = {**touching, "other_shift_id": night["id"]}
        assert sent(watch.who(asker), SWAPS, exchange, 409)["code"] == "duty-swap-open"
        turn(watch.who(asker), free["href"], "withdrawal", {})
        body = {"shift_id": ming["id"], "colleague_id": watch.ids["rui"], "other_shift_id": rui["id"], "reason": "培训"}
        assert sent(watch.who("xu"), SWAPS, body, 404)["code"] == "duty-shift-not-found"
        swap = sent(watch.who("ming"), SWAPS, body)
        assert waiting(watch.who("rui"), swap) == ["answer_duty_swap"]
        assert read(watch.who("lu"), swap["href"], 404)["code"] == "duty-swap-not-found"
        assert turn(watch.who("ming"), swap["href"], "answer", {"accepted": True}, 403)["code"] == "not-your-turn"
        turn(watch.who("rui"), swap["href"], "answer", {"accepted": True})
        assert waiting(watch.who("guan"), swap) == ["approve_duty_swap"]
        assert turn(watch.who("guan"), swap["href"], "approval", {"approved": True})["state"] == "approved"
        assert [waiting(watch.who(name), swap) for name in ("ming", "rui")] == [["duty_swap_news"]] * 2
        assert "rui" in persons(read(watch.who("ming"), ming["href"]))
        assert "ming" in persons(read(watch.who("guan"), rui["href"]))
        assert read(watch.who("guan"), roster["href"])["state"] == "amended"
        assert sent(watch.who("ming"), SWAPS, body, 422)["errors"][0]["pointer"] == "/shift_id"
        later = next(item for item in nights[9:] if "ming" in persons(item) and item["id"] != ming["id"])
        given = sent(watch.who("ming"), SWAPS, {"shift_id": later["id"], "colleague_id": watch.ids["rui"]})
        turn(watch.who("rui"), given["href"], "answer", {"accepted": True})
        change = {"officer_ids": [watch.ids["lu"]], "reason": "出差"}
        turn(watch.who("guan"), later["href"], "changes", change)
        outdated = turn(watch.who("guan"), given["href"], "approval", {"approved": True}, 409)
        assert outdated["code"] == "duty-swap-outdated"
    with watch.when(later["begins_at"]):
        run_duty_timers(house.context)
        assert read(watch.who("ming"), given["href"])["state"] == "lapsed"
        # Nobody came: others are put on it, until it is over.
        change = {"officer_ids": [watch.ids["ming"]], "reason": "无人到岗"}
        assert "ming" in persons(turn(watch.who("guan"), later["href"], "changes", change))
    with watch.when(later["ends_at"]):
        assert turn(watch.who("guan"), later["href"], "changes", change, 409)["code"] == "duty-over"


def test_what_nobody_can_fill_is_said_and_not_published(product: Product) -> None:
    watch = Watch(product, "2028-01")
    with watch.when("2027-12-20T09:00+08:00"):
        draft = watch.composed(leaders=[watch.ids["wen"]])
        # One leader cannot lead by day and by night too.
        assert {(item["role"], item["missing"]) for item in draft["unfilled"]} == {("leader", 1)}
        filled = [item for item in draft["shifts"] if item["leader"]]
        assert len(filled) + len(draft["unfilled"]) == len(draft["shifts"])
        refused = turn(watch.who("guan"), draft["href"], "publication", {}, 409)
        assert (refused["code"], refused["unfilled"]) == ("duty-roster-unfilled", draft["unfilled"])


def test_who_is_on_other_duty_by_then_is_not_published_twice(product: Product) -> None:
    watch = Watch(product, "2028-03")
    with watch.when("2028-02-20T09:00+08:00"):
        draft = watch.composed()
        with product.context.database.unit() as unit:
            # What another department published at the same moment, and no query has seen.
            (mine,) = unit.rows(
                select(*DutyPost.__table__.c).where(
                    DutyPost.shift_id == uuid.UUID(draft["shifts"][0]["id"]), DutyPost.role == "officer"
                )
            )
            elsewhere = {"id": new_id(), "shift_id": new_id(), "roster_id": new_id(), "active": True}
            unit.add(DutyPost, **{**mine._asdict(), **elsewhere})
        assert turn(watch.who("guan"), draft["href"], "publication", {}, 409)["code"] == "double-duty"
        found = read(watch.who("guan"), draft["href"])
        assert (found["state"], any(item["published"] for item in found["shifts"])) == ("draft", False)


def test_lists_keep_to_their_budgets(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.remembering.SECONDS", 3600.0)
    watch = Watch(product, "2027-11")
    roster = watch.published()
    with watch.when("2027-11-02T20:00+08:00"):
        for address in (ROSTERS, SHIFTS, f"{SHIFTS}/now", SWAPS, f"{ROSTERS}/statistics"):
            read(watch.who("guan"), address)
            keeps_to(product, partial(watch.who("guan").get, address), 4, 4)
        keeps_to(product, partial(watch.who("guan").get, roster["href"]), 5, 5)
        keeps_to(product, partial(watch.who("guan").get, roster["shifts"][0]["href"]), 8, 8)

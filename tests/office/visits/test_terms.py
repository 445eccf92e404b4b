"""Who did not consent is forgotten the next day, who was never seen to leave as well after the term."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

import pytest

from engines.visitors import run_visitor_timers
from engines.visitors.inviting import cancel_visit
from kit import clock
from tests.office.speaking import read, sent, turn
from tests.office.visits.reception import BARS, CANCELLED, PAGES, Reception, a_day, iso
from tests.product import Product


def test_who_never_consented_is_forgotten_the_day_after(product: Product) -> None:
    day = a_day(4, 28)
    with clock.travel(day + timedelta(hours=8)):
        desk = Reception(product)
        people = [{"name": name, "phone": f"1395720908{place}"} for place, name in enumerate("寅卯")]
        cancelled, missed = desk.invite(desk.rui, day, *people)
        turn(desk.rui, cancelled["href"], "cancellation", {})
        assert len(desk.texts("13957209080", CANCELLED)) == 1
        assert "次日删除" in desk.page(desk.token("13957209081"))["notice"]["kept"]
    with clock.travel(day + timedelta(hours=12)):
        run_visitor_timers(product.context)
    with clock.travel(day + timedelta(days=1, hours=12)):
        run_visitor_timers(product.context)
        rui = product.officer("officer-rui")
        shown = [read(rui, visit["href"]) for visit in (cancelled, missed)]
        assert [(visit["state"], visit["visitor"]) for visit in shown] == [("cancelled", None), ("missed", None)]
        assert [visit["timeline"][-1]["turn"] for visit in shown] == ["erase", "erase"]


def test_who_was_not_seen_to_leave_is_taken_to_have_left_and_forgotten(product: Product) -> None:
    day = a_day(4, 29)
    with clock.travel(day + timedelta(hours=10)):
        desk = Reception(product)
        (visit,) = desk.invite(desk.ming, day, {"name": "辰", "phone": "13957209083"})
        desk.admit(desk.consent(desk.token("13957209083"))["visitor_pass"]["code"])
    for hours, state in ((18, "arrived"), (41, "arrived"), (42, "left")):
        with clock.travel(day + timedelta(hours=hours)):
            run_visitor_timers(product.context)
            guard = product.officer("guard-jia")
            assert read(guard, visit["href"])["state"] == state
            assert len(guard.tasks(visit["id"])) == (state == "arrived")
    with clock.travel(day + timedelta(days=30, hours=42)):
        run_visitor_timers(product.context)
        gone = read(product.officer("officer-ming"), visit["href"])
    assert (gone["visitor"], gone["left_at"], gone["ended_at"]) == (None, None, iso(day, 42))
    assert [event["turn"] for event in gone["timeline"]] == ["invite", "consent", "admit", "lapse", "erase"]


def test_who_consents_while_they_are_barred_is_barred(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    day, phone = a_day(4, 30), "13957209084"
    consents: list[Future[int]] = []
    with clock.travel(day + timedelta(hours=8)), ThreadPoolExecutor(1) as thread:
        desk = Reception(product)
        (visit,) = desk.invite(desk.rui, day, {"name": "巳", "phone": phone})
        token = desk.token(phone)

        def consent() -> int:
            return product.anybody().post(f"{PAGES}/{token}/consent", {"agreed": True}).status_code

        def cancel_meanwhile(*given: Any) -> Any:
            consents.append(thread.submit(consent))
            # An unheld visit is consented to by then; a held one is waited for.
            wait(consents, timeout=0.5)
            return cancel_visit(*given)

        monkeypatch.setattr("engines.visitors.barring.cancel_visit", cancel_meanwhile)
        sent(desk.security, BARS, {"name": "巳", "phone": phone, "reason": "扰乱秩序", "until": "2027-05-01"})
        assert [done.result() for done in consents] == [409]
        assert read(desk.rui, visit["href"])["state"] == "cancelled"

"""What a changed calendar does to running terms, seen by applicant and officer over HTTP on both databases."""

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select

from engines.cases import run_timers
from engines.cases.clocks import dates_of
from engines.cases.moving import move_batch, open_cases
from engines.cases.recomputations import Recomputation, recompute_batch
from engines.cases.timers import _late as overdue_cases
from engines.packs import load_pack
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, OutboxMessage
from tests.office.calendar.notices import ADDRESS, NUMBER, at, calendar_as_before, notice, send, work_off
from tests.plans import plan_of
from tests.product import PACK, Caller, Product

CLOSURE = {"first": "2026-12-30", "last": "2026-12-31", "name": "寒潮", "basis": "舟应急〔2026〕7号"}


@pytest.fixture
def keeper(product: Product) -> Iterator[Caller]:
    with calendar_as_before(product):
        yield product.officer("officer-shen")


def accepted_permit(product: Product, day: str) -> str:
    """Return a case accepted on a day: seven working days promised, fifteen by statute."""
    with at(day):
        case_id = str(product.file_permit(product.citizen())["id"])
        product.officer("officer-fei").turn(case_id, "acceptance", {})
    return case_id


def seen(product: Product, case_id: str) -> dict[str, Any]:
    return dict(product.citizen().get(f"/services/v1/cases/{case_id}").get_json())


def tasks(product: Product, officer: str, case_id: str) -> dict[str, str]:
    return {item["kind"]: item["due_on"] for item in product.officer(officer).tasks(case_id)}


def test_a_notice_moves_a_running_term_and_says_why(product: Product, keeper: Caller) -> None:
    case_id = accepted_permit(product, "2026-12-28")
    before = seen(product, case_id)
    assert (before["due_on"], before["deadline"]["provisional"]) == ("2027-01-06", True)
    preview = send(keeper, "notices", notice(dry_run=True)).get_json()
    assert preview["later"] >= 1
    done = send(keeper, "notices", notice()).get_json()
    work_off(product)
    found = keeper.get(f"{ADDRESS}/recomputations/{done['recomputation_id']}").get_json()
    assert found["finished_at"]
    assert (found["failed"], found["because"]) == (0, NUMBER)
    assert found["looked_at"] >= found["moved"] >= preview["later"]
    after = seen(product, case_id)
    assert (after["due_on"], after["deadline"]["due_on"], after["deadline"]["statutory_due_on"]) == (
        "2027-01-07",
        "2027-01-07",
        "2027-01-19",
    )
    assert not after["deadline"]["provisional"]
    event = after["timeline"][-1]
    assert (event["turn"], event["actor_kind"], event["opinion"]) == ("recompute", "system", NUMBER)
    assert event["detail"] == {
        "before": "2027-01-06",
        "due_on": "2027-01-07",
        "statutory_before": "2027-01-18",
        "statutory_due_on": "2027-01-19",
        "because": NUMBER,
        "days": [{"day": "2027-01-01", "zh": "元旦放假"}],
    }
    assert after["state"] == before["state"]
    assert tasks(product, "officer-fei", case_id)["review"] == "2027-01-07"
    office = product.officer("officer-fei").get(f"/office/v1/cases/{case_id}").get_json()
    assert office["timeline"][-1]["detail"]["because"] == NUMBER


def test_an_officer_who_read_the_old_date_reads_again(product: Product, keeper: Caller) -> None:
    case_id = accepted_permit(product, "2026-12-28")
    police = product.officer("officer-fei")
    tag = police.get(f"/office/v1/cases/{case_id}").headers["ETag"]
    send(keeper, "notices", notice())
    work_off(product)
    review = {"outcome": "approved", "opinion": "同意"}
    stale = police.post(f"/office/v1/cases/{case_id}/reviews", review, If_Match=tag)
    assert (stale.status_code, stale.get_json()["code"]) == (412, "stale-version")
    assert police.turn(case_id, "reviews", review)["state"] == "in_handling"


def test_an_officer_who_acts_while_a_batch_is_being_written_waits_and_reads_again(
    product: Product, keeper: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = accepted_permit(product, "2026-12-28")
    police = product.officer("officer-fei")
    tag = police.get(f"/office/v1/cases/{case_id}").headers["ETag"]
    send(keeper, "notices", notice())
    written, asked = threading.Event(), threading.Event()

    def slow(unit: Unit, rows: Any, *rest: Any) -> Any:
        done = move_batch(unit, rows, *rest)
        unit.flush()
        written.set()
        assert asked.wait(20)
        time.sleep(0.3)  # The officer's turn is on its way to the database.
        return done

    monkeypatch.setattr("engines.cases.recomputations.move_batch", slow)
    working = threading.Thread(target=work_off, args=(product,))
    working.start()
    assert written.wait(20)
    asked.set()
    body = {"outcome": "approved", "opinion": "同意"}
    answer = police.post(f"/office/v1/cases/{case_id}/reviews", body, If_Match=tag)
    working.join(20)
    assert (answer.status_code, answer.get_json()["code"]) == (412, "stale-version")
    after = seen(product, case_id)
    assert (after["due_on"], [event["turn"] for event in after["timeline"]][-2:]) == (
        "2027-01-07",
        ["accept", "recompute"],
    )


def test_a_case_that_is_over_stays_as_it_was(product: Product, keeper: Caller) -> None:
    with at("2026-12-28"):
        case_id = product.file_permit(product.citizen())["id"]
        citizen = product.citizen()
        citizen.post(f"/services/v1/cases/{case_id}/withdrawal", {}, If_Match='"1"')
    before = seen(product, case_id)
    send(keeper, "notices", notice())
    work_off(product)
    assert seen(product, case_id)["timeline"] == before["timeline"]


def test_what_has_a_date_of_its_own_moves_too(product: Product, keeper: Caller) -> None:
    with at("2026-12-28"):
        case_id = product.file_permit(product.citizen())["id"]
        police = product.officer("officer-fei")
        police.turn(case_id, "acceptance", {})
        police.turn(case_id, "opinion-requests", {"department": "11330900MB15A0087E", "question": "请核实。"})
    assert tasks(product, "officer-tang", case_id)["opinion"] == "2027-01-04"
    tolerated = next(item for item in seen(product, case_id)["materials"] if item["status"] == "tolerated")
    assert send(keeper, "closures", CLOSURE).status_code == 200
    work_off(product)
    assert tasks(product, "officer-tang", case_id)["opinion"] == "2027-01-06"
    opinion = product.officer("officer-fei").get(f"/office/v1/cases/{case_id}").get_json()["opinions"][0]
    assert opinion["due_on"] == "2027-01-06"
    moved = next(item for item in seen(product, case_id)["materials"] if item["status"] == "tolerated")
    assert moved["due_on"] > tolerated["due_on"]


def test_a_closure_that_is_taken_back_gives_the_old_date_back(product: Product, keeper: Caller) -> None:
    case_id = accepted_permit(product, "2026-12-28")
    send(keeper, "closures", CLOSURE)
    work_off(product)
    closed = seen(product, case_id)
    assert (closed["due_on"], closed["timeline"][-1]["opinion"]) == ("2027-01-08", "寒潮（舟应急〔2026〕7号）")
    left_out = [span for span in closed["deadline"]["explanation"] if span["rule"] == "closure"]
    assert [(span["days"], span["zh"]) for span in left_out] == [(2, "寒潮停止办公")]
    for day in ("2026-12-30", "2026-12-31"):
        assert keeper.send("DELETE", f"{ADDRESS}/closures/{day}").status_code == 200
    work_off(product)
    back = seen(product, case_id)
    assert (back["due_on"], back["timeline"][-1]["opinion"]) == ("2027-01-06", "取消寒潮停止办公（舟应急〔2026〕7号）")


def test_a_worker_that_dies_between_batches_loses_and_repeats_nothing(
    product: Product, keeper: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [accepted_permit(product, "2026-12-28") for _ in range(3)]
    done = send(keeper, "notices", notice()).get_json()
    monkeypatch.setattr("engines.cases.recomputations.BATCH", 1)
    batches: list[list[Any]] = []

    def dying(unit: Unit, rows: Any, *rest: Any) -> Any:
        batches.append([row.id for row in rows])
        found = move_batch(unit, rows, *rest)
        if rows and str(rows[0].id) == cases[1] and batches.count(batches[-1]) == 1:
            raise RuntimeError
        return found

    monkeypatch.setattr("engines.cases.recomputations.move_batch", dying)
    work_off(product)
    assert seen(product, cases[0])["due_on"] == "2027-01-07"
    assert seen(product, cases[1])["due_on"] == "2027-01-06"
    halfway = keeper.get(f"{ADDRESS}/recomputations/{done['recomputation_id']}").get_json()
    assert halfway["finished_at"] is None
    with clock.travel(clock.now() + timedelta(minutes=5)):
        product.work()
    finished = keeper.get(f"{ADDRESS}/recomputations/{done['recomputation_id']}").get_json()
    assert finished["finished_at"]
    assert finished["looked_at"] == len({batch[0] for batch in batches if batch})
    for case_id in cases:
        turns = [event["turn"] for event in seen(product, case_id)["timeline"]]
        assert turns.count("recompute") == 1


def test_a_repeated_batch_changes_nothing(product: Product, keeper: Caller) -> None:
    case_id = accepted_permit(product, "2026-12-28")
    done = send(keeper, "notices", notice()).get_json()
    work_off(product)
    before = keeper.get(f"{ADDRESS}/recomputations/{done['recomputation_id']}").get_json()
    for after_id in (None, str(new_id())):
        payload = {"recomputation_id": done["recomputation_id"], "after_id": after_id}
        with product.context.database.unit() as unit:
            recompute_batch(Job(unit, product.context, new_id(), None, payload))
    assert keeper.get(f"{ADDRESS}/recomputations/{done['recomputation_id']}").get_json() == before
    assert [event["turn"] for event in seen(product, case_id)["timeline"]].count("recompute") == 1


def test_a_case_that_cannot_be_computed_stops_no_other(
    product: Product, keeper: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = accepted_permit(product, "2026-12-28"), accepted_permit(product, "2026-12-28")
    number = seen(product, broken)["number"]

    def failing(case: Any, *rest: Any) -> Any:
        if case.number == number:
            raise ValueError
        return dates_of(case, *rest)

    monkeypatch.setattr("engines.cases.moving.dates_of", failing)
    done = send(keeper, "notices", notice()).get_json()
    work_off(product)
    found = keeper.get(f"{ADDRESS}/recomputations/{done['recomputation_id']}").get_json()
    assert (found["failed"], found["failures"]) == (1, [number])
    assert seen(product, sound)["due_on"] == "2027-01-07"


def test_overdue_work_that_is_due_later_is_no_longer_escalated_and_escalates_anew(house: Product) -> None:
    # On its own: in a shared one the timers would escalate what every other test left behind.
    product = house
    case_id = accepted_permit(product, "2026-12-14")
    with at("2026-12-24"):
        run_timers(product.context)
        assert "overdue" in tasks(product, "officer-zhu", case_id)
        closure = {"first": "2026-12-21", "last": "2026-12-22", "name": "台风", "basis": "舟防指〔2026〕9号"}
        assert send(product.officer("officer-shen"), "closures", closure).status_code == 200
        work_off(product)
        assert seen(product, case_id)["due_on"] == "2026-12-25"
        assert "overdue" not in tasks(product, "officer-zhu", case_id)
        run_timers(product.context)
        assert "overdue" not in tasks(product, "officer-zhu", case_id)
    with at("2026-12-28"):
        run_timers(product.context)
        assert "overdue" in tasks(product, "officer-zhu", case_id)


def changed_pack(folder: Path, name: str, change: Any) -> Path:
    shutil.copytree(PACK, folder / "pack")
    path = folder / "pack" / f"{name}.json"
    content = orjson.loads(path.read_bytes())
    change(content["items"])
    path.write_bytes(orjson.dumps(content))
    return folder / "pack"


def load(product: Product, folder: Path) -> None:
    with product.context.database.unit() as unit:
        load_pack(unit, folder)


def test_a_pack_with_another_holiday_moves_terms_and_spares_what_was_imported(
    product: Product, keeper: Caller, tmp_path: Path
) -> None:
    case_id = accepted_permit(product, "2026-12-28")
    send(keeper, "notices", notice())
    work_off(product)

    def one_more(items: list[dict[str, str]]) -> None:
        items.append({"day": "2026-12-31", "kind": "holiday", "name": "元旦", "notice": "国办发明电〔2025〕12号"})
        items.append({"day": "2027-01-05", "kind": "holiday", "name": "元旦", "notice": "国办发明电〔2025〕12号"})

    load(product, changed_pack(tmp_path, "holidays", one_more))
    work_off(product)
    latest = keeper.get(f"{ADDRESS}/recomputations").get_json()["items"][0]
    assert (latest["cause"], [item["day"] for item in latest["changes"]]) == ("calendar", ["2026-12-31"])
    assert seen(product, case_id)["due_on"] == "2027-01-08"
    load(product, PACK)
    work_off(product)
    assert seen(product, case_id)["due_on"] == "2027-01-07"
    before = keeper.get(f"{ADDRESS}/recomputations").get_json()["items"]
    load(product, PACK)
    assert keeper.get(f"{ADDRESS}/recomputations").get_json()["items"] == before


def test_other_thresholds_refresh_the_lights_and_write_no_event(house: Product, tmp_path: Path) -> None:
    product = house
    case_id = accepted_permit(product, "2026-12-14")
    before = seen(product, case_id)

    def earlier(items: list[dict[str, Any]]) -> None:
        next(item for item in items if item["code"] == "yellow_days")["value"] = 6

    with at("2026-12-16"):
        assert seen(product, case_id)["light"] == "green"
        load(product, changed_pack(tmp_path, "policy", earlier))
        work_off(product)
        after = seen(product, case_id)
        assert (after["light"], after["timeline"], after["version"]) == (
            "yellow",
            before["timeline"],
            before["version"],
        )
        keeper = product.officer("officer-shen")
        latest = keeper.get(f"{ADDRESS}/recomputations").get_json()["items"][0]
        assert (latest["cause"], latest["moved"] == 0, latest["relit"] >= 1) == ("policy", True, True)
        load(product, PACK)
        work_off(product)
        assert seen(product, case_id)["light"] == "green"


def test_open_cases_and_overdue_ones_are_found_by_index(product: Product) -> None:
    with product.context.database.unit() as unit:
        assert "ix_cases_open" in plan_of(unit, lambda: open_cases(unit, UUID(int=0), 500))
        assert "ix_cases_due" in plan_of(unit, lambda: overdue_cases(unit))


def test_nothing_waits_when_all_is_done(product: Product, keeper: Caller) -> None:
    send(keeper, "notices", notice())
    work_off(product)
    with product.context.database.unit() as unit:
        topics = [row.topic for row in unit.rows(select(OutboxMessage.topic))]
        assert "cases.recompute" not in topics
        assert unit.rows(select(Recomputation.id).where(Recomputation.finished_at.is_(None))) == []

"""Trying out another limit over past cases, over HTTP on both databases."""

from datetime import datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engines.cases import run_timers
from kit import clock
from kit.ids import new_id
from kit.outbox import Job
from office.simulations import actions
from office.simulations.actions import run_batch
from office.simulations.rules import percentile
from tests.product import PERMIT, RENEWAL, Caller, Product

ADDRESS = "/office/v1/simulations"
PERIOD = {"first": "2026-03-01", "last": "2026-03-31"}


def at(day: str) -> Any:
    return clock.travel(datetime.fromisoformat(f"{day}T09:00:00+08:00"))


def work_off(product: Product) -> None:
    product.work()


@pytest.fixture(scope="module")
def past(product: Product) -> dict[str, str]:
    """Return three renewals of March 2026: decided the same day, after a correction, and by silence."""
    cases = {}
    with at("2026-03-02"):
        citizen = product.citizen()
        for name in ("quick", "corrected", "silent"):
            cases[name] = product.file_renewal(citizen)["id"]
        chief = product.officer()
        chief.turn(cases["quick"], "acceptance", {})
        chief.turn(cases["silent"], "acceptance", {})
        chief.turn(cases["corrected"], "correction-requests", {"items": ["照片不清晰"]})
        decide(chief, cases["quick"])
    with at("2026-03-04"):
        citizen = product.citizen()
        tag = citizen.get(f"/services/v1/cases/{cases['corrected']}").headers["ETag"]
        citizen.post(f"/services/v1/cases/{cases['corrected']}/corrections", {}, If_Match=tag)
        chief = product.officer()
        chief.turn(cases["corrected"], "acceptance", {})
    with at("2026-03-05"):
        decide(product.officer(), cases["corrected"])
    with at("2026-03-06"):
        run_timers(product.context)
        work_off(product)
    return cases


def decide(chief: Caller, case_id: str) -> None:
    chief.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
    chief.turn(case_id, "decision", {"outcome": "refused", "reason": "身体条件不合格"})


def start(keeper: Caller, **asked: Any) -> TestResponse:
    return keeper.post(ADDRESS, {"matter_code": RENEWAL, **PERIOD, **asked})


def simulated(product: Product, past: dict[str, str], **asked: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run a simulation and return it, and its cases of the fixture by their names."""
    keeper = product.officer("officer-shen")
    begun = start(keeper, **asked)
    assert begun.status_code == 201, begun.text
    assert begun.get_json()["finished_at"] is None
    work_off(product)
    found = keeper.get(begun.headers["Location"]).get_json()
    assert found["finished_at"]
    listed = keeper.every(f"{begun.headers['Location']}/cases")
    names = {case_id: name for name, case_id in past.items()}
    return found, {names[item["case_id"]]: item for item in listed if item["case_id"] in names}


def test_without_a_change_everything_is_as_it_was(product: Product, past: dict[str, str]) -> None:
    found, cases = simulated(product, past)
    assert found["looked_at"] == 3
    assert (found["late_was"], found["late_would_be"]) == (1, 1)
    assert (found["lapsed_was"], found["lapsed_would_be"], found["granted_by_silence"]) == (1, 1, 1)
    assert set(cases) == {"silent"}
    assert cases["silent"]["due_was"] == cases["silent"]["due_would_be"] == "2026-03-03"
    assert (cases["silent"]["lapsed_was"], cases["silent"]["lapsed_would_be"]) == ("granted", "granted")


def test_a_longer_statute_lets_nothing_lapse(product: Product, past: dict[str, str]) -> None:
    found, _ = simulated(product, past, statutory={"days": 10}, promised={"days": 10})
    assert (found["late_would_be"], found["lapsed_was"], found["lapsed_would_be"]) == (0, 1, 0)


def test_a_shorter_promise_makes_more_late(product: Product, past: dict[str, str]) -> None:
    found, cases = simulated(product, past, promised={"days": 0})
    assert (found["late_was"], found["late_would_be"]) == (1, 2)
    assert set(cases) == {"silent", "corrected"}
    assert cases["corrected"]["due_would_be"] == "2026-03-04"
    assert (cases["corrected"]["late_was"], cases["corrected"]["late_would_be"]) == (False, True)


def test_silence_could_refuse_or_mean_nothing(product: Product, past: dict[str, str]) -> None:
    refusing, cases = simulated(product, past, silence="refused")
    assert (refusing["granted_by_silence"], refusing["refused_by_silence"]) == (0, 1)
    assert (cases["silent"]["lapsed_was"], cases["silent"]["lapsed_would_be"]) == ("granted", "refused")
    meaning_nothing, _ = simulated(product, past, silence="none")
    assert meaning_nothing["lapsed_would_be"] == 0


def test_a_term_from_the_submission_on_may_run_through_corrections(product: Product, past: dict[str, str]) -> None:
    _, pausing = simulated(product, past, starts="submission")
    assert "corrected" not in pausing
    found, running = simulated(product, past, starts="submission", corrections_pause=False)
    assert running["corrected"]["due_would_be"] == "2026-03-03"
    assert found["lapsed_would_be"] == 1


def test_days_stand_by_who_had_the_ball(product: Product, past: dict[str, str]) -> None:
    found, _ = simulated(product, past)
    assert found["days"]["applicant"] == {"median": 0, "p90": 2}
    assert found["days"]["third_party"] == {"median": 0, "p90": 0}


def test_cases_are_listed_by_what_they_would_have_been(product: Product, past: dict[str, str]) -> None:
    keeper = product.officer("officer-shen")
    location = start(keeper, promised={"days": 0}).headers["Location"]
    work_off(product)

    def numbers(**asked: Any) -> int:
        return len(keeper.get(f"{location}/cases", query_string=asked).get_json()["items"])

    assert (numbers(result="late"), numbers(result="lapsed"), numbers(result="changed")) == (2, 1, 1)
    first = keeper.get(f"{location}/cases", query_string={"limit": 1}).get_json()
    rest = keeper.get(f"{location}/cases", query_string={"limit": 1, "cursor": first["next_cursor"]}).get_json()
    assert {first["items"][0]["case_id"], rest["items"][0]["case_id"]} == {past["silent"], past["corrected"]}
    assert rest["next_cursor"] is None
    listed = keeper.get(ADDRESS).get_json()["items"]
    assert listed[0]["asked"]["promised"] == {"days": 0, "unit": "working_day"}


def test_batches_follow_one_another_and_a_repeat_counts_nothing_twice(
    product: Product, past: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    found, _ = simulated(product, past, promised={"days": 0})
    assert (found["looked_at"], found["late_would_be"]) == (3, 2)
    for batch in (0, 1, 7):
        with product.context.database.unit() as unit:
            payload = {"simulation_id": found["id"], "batch": batch}
            run_batch(Job(unit, product.context, new_id(), None, payload))
    again = product.officer("officer-shen").get(f"{ADDRESS}/{found['id']}").get_json()
    assert again == found


def test_a_simulation_changes_no_case(product: Product, past: dict[str, str]) -> None:
    citizen = product.citizen()
    before = [citizen.get(f"/services/v1/cases/{case_id}").data for case_id in past.values()]
    simulated(product, past, promised={"days": 0}, silence="refused")
    assert [citizen.get(f"/services/v1/cases/{case_id}").data for case_id in past.values()] == before


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"first": "2026-04-01"}, "/last"),
        ({"first": "2019-01-01"}, "/last"),
        ({"first": "2027-02-30"}, "/first"),
        ({"promised": {"days": -1}}, "/promised/days"),
        ({"promised": {"days": 3, "unit": "hour"}}, "/promised/unit"),
        ({"silence": "maybe"}, "/silence"),
        ({"starts": "never"}, "/starts"),
        ({"other": 1}, "/other"),
    ],
)
def test_bad_input_is_pointed_at(product: Product, asked: dict[str, Any], pointer: str) -> None:
    refused = start(product.officer("officer-shen"), **asked)
    assert refused.status_code == 422, refused.text
    assert pointer in {item["pointer"] for item in refused.get_json()["errors"]}


def test_only_who_may_simulate_does_and_nobody_reads_anothers(product: Product, past: dict[str, str]) -> None:
    keeper = product.officer("officer-shen")
    assert start(keeper, matter_code="1" * 31).status_code == 404
    location = start(keeper).headers["Location"]
    other = product.officer()
    for refused in (start(other), other.get(ADDRESS)):
        assert (refused.status_code, refused.get_json()["code"]) == (403, "permission-missing")
    for missing in (other.get(location), other.get(f"{location}/cases")):
        assert (missing.status_code, missing.get_json()["code"]) == (404, "simulation-not-found")
    assert product.citizen().get(location).status_code == 403
    assert product.anybody().get(location).status_code == 401
    missing = keeper.get(f"{ADDRESS}/{new_id()}")
    assert (missing.status_code, missing.get_json()["code"]) == (404, "simulation-not-found")
    empty = start(keeper, matter_code=PERMIT, first="2026-02-01", last="2026-02-01").headers["Location"]
    work_off(product)
    found = keeper.get(empty).get_json()
    assert (found["looked_at"], found["days"]["office"]) == (0, {"median": None, "p90": None})


@pytest.mark.parametrize(
    ("histogram", "median", "p90"),
    [
        ({}, None, None),
        ({"4": 1}, 4, 4),
        ({"10": 1, "2": 9}, 2, 2),
        ({"10": 2, "2": 8}, 2, 10),
        ({"1": 1, "3": 1}, 1, 3),
    ],
)
def test_a_percentile_is_a_day_that_some_case_took(
    histogram: dict[str, int], median: int | None, p90: int | None
) -> None:
    assert (percentile(histogram, 0.5), percentile(histogram, 0.9)) == (median, p90)

"""A source that is down, slow or mad makes a material fall to the next way, in time, and the answer says so."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import urllib3

from tests.auth.conftest import StartWorker
from tests.product import RENEWAL, Caller, Product

BUDGET_SECONDS = 0.5
LIBRARY, MEDICAL = "电子证照库", "驾驶人体检信息"
Force = Callable[..., None]


@pytest.fixture
def troubled(start_worker: StartWorker, own_sandbox: dict[str, str]) -> Product:
    """Return a product whose sources are a sandbox of its own, and whose patience is short."""
    return start_worker(own_sandbox, ZHANGBAN_SOURCE_BUDGET_SECONDS=str(BUDGET_SECONDS))


@pytest.fixture
def force(own_sandbox: dict[str, str]) -> Force:
    """Make the data platform fail."""

    def force_fault(fault: str, times: int) -> None:
        asked = {"system": "data_sharing", "fault": fault, "times": times}
        answer = urllib3.request("POST", f"{own_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/faults", json=asked)
        assert answer.status == 201

    return force_fault


def _prepared(caller: Caller, **query: str) -> dict[str, Any]:
    answer = caller.get(f"/services/v1/matters/{RENEWAL}/preparation", query_string=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def _ways(prepared: dict[str, Any]) -> list[str]:
    return [item["satisfied_by"] for item in prepared["materials"]]


def test_with_every_source_up_nothing_is_down(troubled: Product) -> None:
    prepared = _prepared(troubled.citizen())
    assert _ways(prepared) == ["licence", "licence", "shared_data"]
    assert (prepared["sources_down"], prepared["to_upload"]) == ([], 0)
    assert {item["note"] for item in prepared["materials"]} == {""}


@pytest.mark.parametrize("fault", ["down", "cut", "nonsense", "empty", "quota", "bad-signature", "expired-secret"])
def test_a_source_that_fails_makes_its_materials_fall_to_upload_with_a_note(
    troubled: Product, force: Force, fault: str
) -> None:
    citizen = troubled.citizen()
    force(fault, 100)
    prepared = _prepared(citizen)
    assert sorted(prepared["sources_down"]) == sorted([LIBRARY, MEDICAL])
    assert [item["status"] for item in prepared["materials"]] == ["to_upload"] * 3
    assert [item["note"] for item in prepared["materials"]] == [
        f"“{name}”暂时无法使用" for name in (LIBRARY, LIBRARY, MEDICAL)
    ]
    assert prepared["to_upload"] == 3
    assert prepared["form"]["values"]["name"] == "林海燕", "what needs no source is filled in all the same"


def test_slow_sources_are_not_waited_for_beyond_the_budget(troubled: Product, force: Force) -> None:
    citizen = troubled.citizen()
    force("slow", 100)
    started = time.monotonic()
    prepared = _prepared(citizen)
    assert BUDGET_SECONDS <= time.monotonic() - started < BUDGET_SECONDS + 1.5
    assert sorted(prepared["sources_down"]) == sorted([LIBRARY, MEDICAL])
    assert {item["note"] for item in prepared["materials"]} == {
        f"“{LIBRARY}”未能及时响应",
        f"“{MEDICAL}”未能及时响应",
    }


def test_one_slow_source_does_not_take_the_other_with_it(troubled: Product, force: Force) -> None:
    citizen = troubled.citizen()
    _prepared(citizen)
    force("slow", 1)
    prepared = _prepared(citizen, fresh="true")
    assert len(prepared["sources_down"]) == 1
    expected = {LIBRARY: ["upload", "upload", "shared_data"], MEDICAL: ["licence", "licence", "upload"]}
    assert _ways(prepared) == expected[prepared["sources_down"][0]]


def test_a_source_that_is_back_is_used_again_when_a_fresh_outcome_is_asked_for(troubled: Product, force: Force) -> None:
    citizen = troubled.citizen()
    force("down", 2)
    assert _ways(_prepared(citizen)) == ["upload"] * 3
    assert _ways(_prepared(citizen, fresh="true")) == ["licence", "licence", "shared_data"]


def test_an_expired_secret_is_renewed_without_anybody_noticing(troubled: Product, force: Force) -> None:
    citizen = troubled.citizen()
    _prepared(citizen)
    force("expired-secret", 1)
    assert _ways(_prepared(citizen, fresh="true")) == ["licence", "licence", "shared_data"]


def test_with_the_sources_down_the_case_is_filed_with_what_is_uploaded(troubled: Product, force: Force) -> None:
    citizen = troubled.citizen()
    force("down", 100)
    prepared = _prepared(citizen)
    form = dict(prepared["form"]["values"])
    for name, rules in prepared["form"]["schema"]["properties"].items():
        form.setdefault(name, rules.get("examples", [None])[0])
    materials = [
        {"code": item["code"], "file_ids": [citizen.upload().get_json()["id"]]} for item in prepared["materials"]
    ]
    body = {"matter_code": RENEWAL, "form": form, "materials": materials}
    assert citizen.post("/services/v1/cases", {**body, "materials": materials[1:]}).status_code == 422
    filed = citizen.post("/services/v1/cases", body)
    assert filed.status_code == 201, filed.text

"""What happens to cases by itself once its day has passed, seen over HTTP on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from engines.cases import run_timers
from kit import clock
from tests.product import Caller, Product
from tests.services.signatures.test_signing import ask


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def days_later(product: Product, days: int) -> None:
    with clock.travel(clock.now() + timedelta(days=days)):
        run_timers(product.context)


def seen(caller: Caller, case_id: str) -> dict[str, Any]:
    return dict(caller.get(f"/services/v1/cases/{case_id}").get_json())


def kinds(officer: Caller, case_id: str) -> set[str]:
    return {item["kind"] for item in officer.tasks(case_id)}


def test_silence_of_five_days_is_acceptance_from_the_day_of_filing(product: Product, citizen: Caller) -> None:
    case_id = product.file_permit(citizen)["id"]
    days_later(product, 3)
    assert seen(citizen, case_id)["state"] == "received"
    days_later(product, 12)
    case = seen(citizen, case_id)
    assert (case["state"], case["timeline"][-1]["turn"]) == ("accepted", "deem_accepted")
    assert case["accepted_at"] == case["submitted_at"]
    assert case["notices"][-1]["title"] == "视为受理告知书"
    before = len(case["timeline"])
    days_later(product, 12)
    assert seen(citizen, case_id)["timeline"][:before] == case["timeline"]


def test_a_correction_that_does_not_come_returns_the_case(product: Product, citizen: Caller) -> None:
    case_id = product.file_renewal(citizen)["id"]
    product.officer().turn(case_id, "correction-requests", {"items": ["照片不清晰"]})
    days_later(product, 29)
    assert seen(citizen, case_id)["state"] == "correction"
    # The thirtieth day may be a day of rest, and the term ends after it then.
    days_later(product, 40)
    case = seen(citizen, case_id)
    assert (case["state"], case["state_code"], case["holder"]) == ("returned", "13", "nobody")


def test_overdue_work_goes_to_the_supervisor_once(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    case_id = product.file_sale(seller)["id"]
    product.officer("officer-ying").turn(case_id, "acceptance", {})
    supervisor = product.officer("officer-zhu")
    days_later(product, 15)
    days_later(product, 15)
    items = supervisor.every("/office/v1/inbox", kind="overdue")
    assert [item["record_id"] for item in items].count(case_id) == 1
    assert "overdue" not in kinds(product.officer("officer-ying"), case_id)


def test_a_limit_that_passes_in_silence_grants_where_the_law_says_so(product: Product, citizen: Caller) -> None:
    case_id = product.file_renewal(citizen)["id"]
    product.officer().turn(case_id, "acceptance", {})
    days_later(product, 15)
    product.work()
    case = seen(citizen, case_id)
    assert (case["outcome"], case["decided_by"]) == ("granted", "silence")
    assert "《行政许可法》第五十条" in case["decision_reason"]
    assert case["state"] in {"done", "delivered"}
    assert citizen.get(f"/services/v1/cases/{case_id}/result").get_json()["licence"]["status"] == "valid"


def test_a_suspended_case_does_not_lapse(product: Product, citizen: Caller) -> None:
    case_id = product.file_renewal(citizen)["id"]
    chief = product.officer()
    chief.turn(case_id, "acceptance", {})
    chief.turn(case_id, "suspensions", {"kind": "inspection", "reason": "体检结论有疑义。"})
    days_later(product, 60)
    assert seen(citizen, case_id)["state"] == "suspended"


def test_a_tolerated_material_that_does_not_come_is_asked_about(product: Product, citizen: Caller) -> None:
    case_id = product.file_permit(citizen)["id"]
    police = product.officer("officer-fei")
    police.turn(case_id, "acceptance", {})
    days_later(product, 30)
    assert "tolerated" in kinds(police, case_id)
    tag = citizen.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    late = {"materials": [{"code": "M03", "file_ids": [citizen.upload().get_json()["id"]]}]}
    assert citizen.post(f"/services/v1/cases/{case_id}/supplements", late, If_Match=tag).status_code == 200
    assert "tolerated" not in kinds(police, case_id)


def test_a_closed_case_is_archived_with_its_term(product: Product, citizen: Caller) -> None:
    case_id = product.file_renewal(citizen)["id"]
    citizen.post(f"/services/v1/cases/{case_id}/withdrawal", {}, If_Match='"1"')
    days_later(product, 29)
    assert seen(citizen, case_id)["state"] == "withdrawn"
    days_later(product, 32)
    case = seen(citizen, case_id)
    assert (case["state"], case["retained_until"]) == ("archived", f"{clock.today().year + 10}-12-31")


def test_an_unsigned_case_is_returned(product: Product) -> None:

    mortgagor = product.citizen("zhou-liwen")
    case_id = ask(mortgagor).get_json()["id"]
    # The thirtieth day may be a day of rest, and the term ends after it then.
    days_later(product, 40)
    assert seen(mortgagor, case_id)["state"] == "returned"

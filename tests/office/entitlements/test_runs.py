"""Officers go through the list of an entitlement, page by page, and see how far it is."""

from uuid import UUID

import pytest
from sqlalchemy import update

from auth.models import AuthSession
from engines.entitlements import run_entitlements, runs
from kit.ids import new_id
from tests.product import Caller, Product
from tests.services.offers.running import ENTITLEMENT, begin_anew, run, work_off

ADDRESS = "/office/v1/entitlements"


@pytest.fixture(autouse=True)
def _anew(product: Product) -> None:
    begin_anew(product)


@pytest.fixture
def officer(product: Product) -> Caller:
    return product.officer("officer-teng")


def test_an_officer_reads_the_entitlements_of_the_department(officer: Caller) -> None:
    (found,) = officer.get(ADDRESS).get_json()["items"]
    assert (found["code"], found["name"], found["source"]) == ("senior_allowance", "高龄津贴", "户籍老年人口信息")
    assert "years_between(record.born_on, today) >= 80" in found["rule"]
    detail = officer.get(ENTITLEMENT).get_json()
    assert detail["offers"] == {"open": 0, "confirmed": 0, "declined": 0, "expired": 0}


def test_a_run_goes_page_by_page_and_says_how_far_it_is(
    product: Product, officer: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PAGE", 1)
    begun = officer.post(f"{ENTITLEMENT}/runs", {})
    assert (begun.status_code, begun.get_json()["state"], begun.get_json()["started_by"]) == (201, "running", "滕丽")
    address = begun.headers["Location"]
    busy = officer.post(f"{ENTITLEMENT}/runs", {})
    assert (busy.status_code, busy.get_json()["code"]) == (409, "run-under-way")
    work_off(product)
    done = officer.get(address).get_json()
    assert (done["state"], done["pages"], done["listed"], done["offered"]) == ("done", 4, 3, 2)
    assert officer.get(ENTITLEMENT).get_json()["offers"]["open"] == 2
    again = officer.post(f"{ENTITLEMENT}/runs", {})
    assert again.status_code == 201
    work_off(product)
    listed = officer.get(f"{ENTITLEMENT}/runs", query_string={"limit": 1}).get_json()
    assert [item["id"] for item in listed["items"]] == [again.get_json()["id"]]
    following = officer.get(f"{ENTITLEMENT}/runs", query_string={"cursor": listed["next_cursor"]}).get_json()
    assert [item["id"] for item in following["items"]] == [done["id"]]


def test_the_same_key_begins_one_run(product: Product, officer: Caller) -> None:
    first = officer.post(f"{ENTITLEMENT}/runs", {}, Idempotency_Key="run-once")
    again = officer.post(f"{ENTITLEMENT}/runs", {}, Idempotency_Key="run-once")
    assert first.get_json() == again.get_json()
    work_off(product)


def test_the_list_is_gone_through_once_a_day_by_itself(product: Product, officer: Caller) -> None:
    run_entitlements(product.context)
    run_entitlements(product.context)
    work_off(product)
    (found,) = officer.get(f"{ENTITLEMENT}/runs").get_json()["items"]
    assert (found["started_by"], found["state"], found["offered"]) == ("系统", "done", 2)


def test_without_the_permission_nothing_is_read_or_begun(product: Product) -> None:
    chief = product.officer()
    for answer in (chief.get(ADDRESS), chief.get(ENTITLEMENT), chief.post(f"{ENTITLEMENT}/runs", {})):
        assert (answer.status_code, answer.get_json()["code"]) == (403, "permission-missing")
    assert product.citizen().get(ADDRESS).status_code == 403
    assert product.anybody().get(ADDRESS).status_code == 401


def test_another_departments_entitlement_is_not_there(product: Product) -> None:
    stranger = product.officer("officer-xu")
    with product.context.database.unit() as unit:
        unit.write(
            update(AuthSession)
            .where(AuthSession.subject_id == UUID(stranger.session["subject"]["id"]))
            .values(permissions=["entitlements.run"])
        )
    assert stranger.get(ADDRESS).get_json()["items"] == []
    assert stranger.get(ENTITLEMENT).status_code == 404
    assert stranger.post(f"{ENTITLEMENT}/runs", {}).status_code == 404
    assert stranger.get(f"{ENTITLEMENT}/runs").status_code == 404


def test_bad_input_begins_nothing(product: Product, officer: Caller) -> None:
    done = run(product)
    assert officer.get(f"{ENTITLEMENT}/runs/{new_id()}").status_code == 404
    assert officer.get(f"{ADDRESS}/unheard_of").status_code == 404
    assert officer.post(f"{ADDRESS}/unheard_of/runs", {}).status_code == 404
    assert officer.post(f"{ENTITLEMENT}/runs", {"pages": 1}).status_code == 422
    assert officer.get(f"{ENTITLEMENT}/runs", query_string={"limit": 0}).status_code == 422
    (only,) = officer.get(f"{ENTITLEMENT}/runs").get_json()["items"]
    assert only["id"] == done["id"]

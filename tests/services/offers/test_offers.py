"""What somebody is entitled to is offered without an application, and one confirmation files and decides it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import urllib3
from sqlalchemy import delete, func, select, update

from auth import foreseen_person
from auth.models import AuthCertificate, AuthDataUse
from engines.cases import Case
from engines.entitlements import run_entitlements
from engines.entitlements.models import EntitlementOffer, EntitlementRow, EntitlementRun
from engines.entitlements.runs import go_through_page
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job
from tests.product import Caller, Product
from tests.services.offers.running import ENTITLEMENT, MATTER, begin_anew, offers, run, work_off

Json = dict[str, Any]
ADDRESS = "/services/v1/offers"
LEDGER = "/services/v1/data-uses"


@pytest.fixture(autouse=True)
def _anew(product: Product) -> None:
    begin_anew(product)


@pytest.fixture
def amei(product: Product) -> Caller:
    """Return somebody of eighty-two."""
    return product.citizen("le-amei")


@pytest.fixture
def offered(product: Product, amei: Caller) -> Json:
    """Return the offer to her."""
    run(product)
    (found,) = offers(amei)
    return found


def answer(caller: Caller, offer: Json, resource: str = "confirmation", **headers: str) -> Any:
    headers.setdefault("If_Match", f'"{offer["version"]}"')
    return caller.post(f"{ADDRESS}/{offer['id']}/{resource}", {}, **headers)


def counted(unit: Unit, table: Any) -> int:
    return int(unit.scalar(select(func.count()).select_from(table)))


def test_a_run_offers_to_everybody_who_is_entitled_and_to_nobody_else(product: Product) -> None:
    done = run(product)
    assert (done["state"], done["listed"], done["considered"], done["offered"]) == ("done", 3, 3, 2)
    assert done["ended_at"]
    assert [item["state"] for item in offers(product.citizen("le-amei"))] == ["open"]
    assert [item["state"] for item in offers(product.citizen("xia-yulan"))] == ["open"]
    assert offers(product.citizen("zhang-fuhai")) == []
    assert offers(product.citizen("lin-haiyan")) == []


def test_an_offer_says_why(amei: Caller, offered: Json) -> None:
    read = amei.get(f"{ADDRESS}/{offered['id']}")
    found = read.get_json()
    assert read.headers["ETag"] == '"1"'
    assert found["expires_on"] == (clock.today() + timedelta(days=60)).isoformat()
    assert found["matter"] == {"code": MATTER, "name": "高龄津贴发放"}
    reason = found["reason"]
    assert "八十周岁" in reason["sentence"]
    assert reason["source"] == "户籍老年人口信息"
    assert {item["title"]: item["value"] for item in reason["fields"]} == {
        "出生日期": "1944-03-08",
        "户籍地": "舟山市定海区城东街道",
        "高龄津贴享受状态": "未享受",
    }
    assert "老年人权益保障法" in reason["statute"]
    assert [action["resource"] for action in found["available_actions"]] == ["confirmation", "refusal"]


def test_one_confirmation_files_and_decides(product: Product, amei: Caller, offered: Json) -> None:
    confirmed = answer(amei, offered)
    assert confirmed.status_code == 201, confirmed.text
    body = confirmed.get_json()
    assert (body["case"]["state"], body["case"]["outcome"]) == ("done", "granted")
    assert body["offer"]["state"] == "confirmed"
    assert body["offer"]["case_id"] == body["case"]["id"]
    assert confirmed.headers["Location"] == f"/services/v1/cases/{body['case']['id']}"
    product.work()
    case = amei.get(confirmed.headers["Location"]).get_json()
    assert case["form"]["bank_account"] == "尾号 6602"
    assert (case["decided_by"], case["outcome"]) == ("rules", "granted")
    assert [rule["outcome"] for rule in case["automated_decision"]["rules"]] == ["passed"] * 3


def test_a_confirmation_happens_once(product: Product, amei: Caller, offered: Json) -> None:
    first = answer(amei, offered, Idempotency_Key="confirm-once")
    again = answer(amei, offered, Idempotency_Key="confirm-once")
    assert first.get_json() == again.get_json()
    stale = answer(amei, offered)
    assert (stale.status_code, stale.get_json()["code"]) == (412, "stale-version")
    twice = answer(amei, offered, If_Match='"2"')
    assert (twice.status_code, twice.get_json()["code"]) == (409, "transition-forbidden")
    assert amei.post(f"{ADDRESS}/{offered['id']}/confirmation", {}).status_code == 428
    with product.context.database.unit() as unit:
        assert unit.scalar(select(func.count()).where(Case.matter_code == MATTER)) == 1


def test_what_was_granted_or_offered_is_not_offered_again(product: Product, amei: Caller, offered: Json) -> None:
    again = run(product)
    assert (again["listed"], again["considered"], again["offered"]) == (3, 1, 0)
    answer(amei, offered)
    with product.context.database.unit() as unit:
        unit.write(update(EntitlementOffer).values(period="another"))
    later = run(product)
    assert later["offered"] == 1
    assert [item["state"] for item in offers(amei)] == ["confirmed"]


def test_a_declined_offer_is_not_made_again(product: Product, amei: Caller, offered: Json) -> None:
    declined = answer(amei, offered, "refusal")
    assert (declined.status_code, declined.get_json()["state"]) == (200, "declined")
    assert run(product)["offered"] == 0
    assert [item["state"] for item in offers(amei)] == ["declined"]
    refused = answer(amei, declined.get_json())
    assert (refused.status_code, refused.get_json()["code"]) == (409, "transition-forbidden")
    assert offers(amei, state="open") == []


def test_an_expired_offer_cannot_be_confirmed(product: Product, amei: Caller, offered: Json) -> None:
    with product.context.database.unit() as unit:
        unit.write(update(EntitlementOffer).values(expires_on=clock.today() - timedelta(days=1)))
    (seen,) = offers(amei)
    assert seen["state"] == "expired"
    assert amei.get(f"{ADDRESS}/{offered['id']}").get_json()["available_actions"] == []
    refused = answer(amei, offered)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "offer-expired")
    run_entitlements(product.context)
    work_off(product)
    with product.context.database.unit() as unit:
        states = {row.state for row in unit.rows(select(EntitlementOffer.state))}
    assert states == {"expired"}
    assert answer(amei, offered, If_Match='"2"').get_json()["code"] == "transition-forbidden"


def test_another_persons_offer_is_not_there(product: Product, offered: Json) -> None:
    for persona in ("xia-yulan", "lin-haiyan", "haiyun-design", "chen-xiaoyu"):
        stranger = product.citizen(persona)
        assert stranger.get(f"{ADDRESS}/{offered['id']}").status_code == 404
        assert answer(stranger, offered).status_code == 404
        assert answer(stranger, offered, "refusal").status_code == 404
    assert product.anybody().get(ADDRESS).status_code == 401
    assert product.officer("officer-teng").get(ADDRESS).status_code == 403


def test_who_is_no_longer_entitled_is_told_so_and_files_nothing(product: Product) -> None:
    run(product)
    fuhai = product.citizen("zhang-fuhai")
    with product.context.database.unit() as unit:
        fingerprint = product.context.vault.fingerprint("resident_id", "330902196206150035")
        some = unit.rows(select(EntitlementOffer.id).limit(1))[0].id
        unit.write(update(EntitlementOffer).where(EntitlementOffer.id == some).values(fingerprint=fingerprint))
    (offer,) = offers(fuhai)
    refused = answer(fuhai, offer)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "no-longer-entitled")
    assert "户籍老年人口信息" in refused.get_json()["detail"]
    assert offers(fuhai)[0]["state"] == "open"
    with product.context.database.unit() as unit:
        assert unit.scalar(select(func.count()).where(Case.matter_code == MATTER)) == 0


def test_an_entitlement_that_was_withdrawn_is_not_confirmed(product: Product, amei: Caller, offered: Json) -> None:
    with product.context.database.unit() as unit:
        unit.write(update(EntitlementRow).values(status="withdrawn"))
    try:
        refused = answer(amei, offered)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "offer-withdrawn")
        assert amei.get(f"{ADDRESS}/{offered['id']}").status_code == 200
        assert product.officer("officer-teng").post(f"{ENTITLEMENT}/runs", {}).status_code == 404
    finally:
        with product.context.database.unit() as unit:
            unit.write(update(EntitlementRow).values(status="in_force"))


@pytest.fixture
def silent_source(city_sandbox: dict[str, str]) -> Iterator[None]:
    """Let the data platform be down while the block lasts."""
    faults = f"{city_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/faults"
    urllib3.request("POST", faults, json={"system": "data_sharing", "fault": "quota", "times": 50})
    yield
    urllib3.request("DELETE", faults)


def test_a_source_that_is_down_asks_to_try_again(amei: Caller, offered: Json, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("silent_source")
    refused = answer(amei, offered)
    assert (refused.status_code, refused.get_json()["code"]) == (503, "source-unavailable")
    assert offers(amei)[0]["state"] == "open"


def test_every_reading_of_the_list_is_in_the_persons_ledger(product: Product, amei: Caller, offered: Json) -> None:
    del offered
    uses = amei.get(LEDGER, query_string={"resource": "senior_residents"}).get_json()["items"]
    assert any("主动核实" in use["purpose"] for use in uses)


def test_somebody_who_never_signed_in_finds_offer_and_ledger(product: Product) -> None:
    with product.context.database.unit() as unit:
        fingerprint = product.context.vault.fingerprint("resident_id", "330903194001200067")
        unit.write(delete(AuthCertificate).where(AuthCertificate.fingerprint == fingerprint))
        unit.write(delete(AuthDataUse))
    run(product)
    yulan = product.citizen("xia-yulan")
    assert len(offers(yulan)) == 1
    (use,) = yulan.get(LEDGER).get_json()["items"]
    assert (use["resource"], use["outcome"]) == ("senior_residents", "used")
    assert product.citizen("lin-haiyan").get(LEDGER).get_json()["items"] == []
    with product.context.database.unit() as unit:
        assert unit.scalar(select(AuthDataUse.person_id).where(AuthDataUse.id == UUID(use["id"]))) == foreseen_person(
            fingerprint
        )


def test_the_list_of_offers_pages_and_refuses_bad_input(amei: Caller, offered: Json) -> None:
    assert offers(amei, state="open", limit="1")[0]["id"] == offered["id"]
    assert amei.get(ADDRESS, query_string={"state": "lost"}).status_code == 422
    assert amei.get(ADDRESS, query_string={"cursor": "made up"}).status_code == 400
    assert amei.get(f"{ADDRESS}/{new_id()}").status_code == 404
    assert amei.post(f"{ADDRESS}/{offered['id']}/refusal", {"reason": 5}, If_Match='"1"').status_code == 422
    assert amei.post(f"{ADDRESS}/{offered['id']}/confirmation", {"form": {}}, If_Match='"1"').status_code == 422
    assert offers(amei)[0]["state"] == "open"


def test_a_repeated_page_changes_nothing(product: Product, offered: Json) -> None:
    del offered
    with product.context.database.unit() as unit:
        before = (counted(unit, EntitlementOffer), counted(unit, AuthDataUse))
        last = unit.rows(select(EntitlementRun.id).order_by(EntitlementRun.id.desc()))[0].id
    with product.context.database.unit() as unit:
        go_through_page(Job(unit, product.context, new_id(), None, {"run_id": str(last), "page": 1}))
    with product.context.database.unit() as unit:
        assert (counted(unit, EntitlementOffer), counted(unit, AuthDataUse)) == before

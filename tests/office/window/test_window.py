"""The window over HTTP on both databases: the same record as one's own filing, and one person at a time."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from urllib3 import encode_multipart_formdata

from kit import clock
from office.window.models import WindowSession
from tests.product import PDF, PERMIT, RENEWAL, SALE, Caller, Product, filled

ADDRESS = "/office/v1/window/sessions"
LIN = {"certificate_kind": "resident_id", "number": "330902199004120325", "name": "林海燕"}
ZHOU = {"certificate_kind": "resident_id", "number": "330903198507231176", "name": "周礼文"}
#: Has never signed in anywhere.
NEWCOMER = {"certificate_kind": "passport", "number": "XK9087123", "name": "MARTA NOWAK"}
CHECKED = {"shown": ["certificate", "face"], "purpose": "办理证照业务"}


@pytest.fixture
def clerk(product: Product) -> Iterator[Caller]:
    yield product.officer("clerk-bian")
    with product.context.database.unit() as unit:
        unit.write(update(WindowSession).where(WindowSession.ended_at.is_(None)).values(ended_at=clock.now()))


def opened(clerk: Caller, client: dict[str, Any] = LIN, **more: Any) -> str:
    answer = clerk.post(ADDRESS, {**client, **CHECKED, **more})
    assert answer.status_code == 201, answer.text
    return f"{ADDRESS}/{answer.get_json()['id']}"


def close(clerk: Caller, session: str) -> None:
    assert clerk.send("DELETE", session).status_code == 204


def prepared(clerk: Caller, session: str, matter: str = RENEWAL) -> Any:
    return clerk.get(f"{session}/matters/{matter}/preparation")


def upload(clerk: Caller, session: str) -> Any:
    body, content_type = encode_multipart_formdata({"file": ("contract.pdf", PDF)})
    return clerk.send("POST", f"{session}/files", data=body, headers={"Content-Type": content_type})


def file(clerk: Caller, session: str, **more: Any) -> Any:
    body = {"matter_code": RENEWAL, "materials": [], **more}
    body.setdefault("form", filled(prepared(clerk, session, body["matter_code"]).get_json()))
    return clerk.post(f"{session}/cases", body)


def test_what_is_filed_at_the_window_is_the_persons_own(product: Product, clerk: Caller) -> None:
    session = opened(clerk)
    shown = clerk.get(f"{ADDRESS}/current").get_json()
    assert (shown["name"], shown["number"], shown["kind"]) == ("林海燕", "3****************5", "person")
    assert prepared(clerk, session).get_json()["to_upload"] == 0
    answer = file(clerk, session)
    assert answer.status_code == 201, answer.text
    case_id = answer.get_json()["id"]
    citizen = product.citizen("lin-haiyan")
    case = citizen.get(f"/services/v1/cases/{case_id}").get_json()
    event = case["timeline"][0]
    assert (event["actor_kind"], event["actor_name"]) == ("officer", "舟山市政务服务中心窗口 卞洁")
    assert event["detail"]["on_behalf_of"] == {"kind": "person", "name": "林海燕"}
    lines = citizen.get("/services/v1/data-uses", query_string={"case_id": case_id}).get_json()["items"]
    assert {line["used_by"] for line in lines} == {"舟山市政务服务中心窗口 卞洁（代办）"}
    checked = citizen.get("/services/v1/data-uses", query_string={"resource": "window_session"}).get_json()["items"]
    assert (checked[0]["purpose"], checked[0]["used_by_kind"]) == ("办理证照业务", "officer")
    receipt = clerk.get(f"{session}/cases/{case_id}/receipt")
    assert (receipt.status_code, receipt.data[:5]) == (200, b"%PDF-")
    officers = product.officer().get(f"/office/v1/cases/{case_id}").get_json()["timeline"][0]
    assert officers["detail"]["on_behalf_of"]["name"] == "林**"


def test_files_of_the_counter_are_the_persons(product: Product, clerk: Caller) -> None:
    seller = product.citizen("zhou-liwen")
    before = seller.upload().get_json()["id"]
    session = opened(clerk, ZHOU)
    contract = upload(clerk, session).get_json()["id"]
    assert clerk.get(f"{session}/files/{contract}").data == PDF
    assert clerk.get(f"{session}/files/{before}").status_code == 404
    materials = [{"code": "M03", "file_ids": [contract]}, {"code": "M05"}]
    purposes = prepared(clerk, session, SALE).get_json()["consent_needed"]
    if purposes:
        consent = clerk.post(f"{session}/consents", {"matter_code": SALE, "purposes": purposes})
        assert consent.status_code == 201, consent.text
        assert prepared(clerk, session, SALE).get_json()["consent_needed"] == []
    form = {**filled(prepared(clerk, session, SALE).get_json()), "phone": "13957200002"}
    answer = file(clerk, session, matter_code=SALE, materials=materials, form=form)
    assert answer.status_code == 201, answer.text
    assert seller.get(f"/services/v1/files/{contract}").data == PDF
    if purposes:
        # Other tests meet this person without a consent.
        assert seller.send("DELETE", f"/services/v1/consents/{consent.get_json()['id']}").status_code == 204


def test_nobody_sees_the_client_before_them(product: Product, clerk: Caller) -> None:
    first = opened(clerk)
    case_id = file(clerk, first).get_json()["id"]
    file_id = upload(clerk, first).get_json()["id"]
    assert clerk.post(ADDRESS, {**ZHOU, **CHECKED}).get_json()["code"] == "counter-session-open"
    close(clerk, first)
    second = opened(clerk, ZHOU)
    for session in (first, second):
        assert clerk.get(f"{session}/files/{file_id}").status_code == 404
        assert clerk.get(f"{session}/cases/{case_id}").status_code == 404
        assert clerk.get(f"{session}/cases/{case_id}/receipt").status_code == 404
        assert clerk.post(f"{session}/cases/{case_id}/handover", {}, If_Match='"1"').status_code == 404
    for path in ("/cases", f"/matters/{RENEWAL}/preparation"):
        assert clerk.get(f"{first}{path}").get_json()["code"] == "counter-session-not-found"
    assert upload(clerk, first).status_code == 404
    assert clerk.post(f"{first}/cases", {"matter_code": RENEWAL, "form": {}}).status_code == 404
    assert prepared(clerk, second).get_json()["form"]["values"]["name"] == "周礼文"
    listed = clerk.every(f"{second}/cases")
    assert case_id not in [item["id"] for item in listed]
    stolen = [{"code": "M03", "file_ids": [file_id]}, {"code": "M05"}]
    form = {**filled(prepared(clerk, second, SALE).get_json()), "phone": "13957200002"}
    assert file(clerk, second, matter_code=SALE, materials=stolen, form=form).get_json()["code"] == "file-not-found"
    assert clerk.get(f"/office/v1/cases/{case_id}").status_code == 404


def test_half_an_hour_of_rest_ends_it(product: Product, clerk: Caller) -> None:
    session = opened(clerk)
    assert clerk.get(f"{session}/cases").status_code == 200
    with product.context.database.unit() as unit:
        rested = update(WindowSession).where(WindowSession.ended_at.is_(None))
        unit.write(rested.values(used_at=clock.now() - timedelta(minutes=31)))
    assert clerk.get(f"{session}/cases").status_code == 404
    assert clerk.get(f"{ADDRESS}/current").status_code == 404
    assert clerk.send("DELETE", session).status_code == 404
    assert clerk.get(f"{opened(clerk, ZHOU)}/cases").status_code == 200
    assert clerk.get(f"{session}/cases").status_code == 404


def test_a_session_is_its_clerks_alone(product: Product, clerk: Caller) -> None:
    session = opened(clerk)
    colleague, chief = product.officer("clerk-ke"), product.officer()
    for other in (colleague, chief):
        assert other.get(f"{session}/cases").status_code == 404
        assert prepared(other, session).status_code == 404
        assert other.send("DELETE", session).status_code == 404
        assert other.get(f"{ADDRESS}/current").status_code == 404
    refused = chief.post(ADDRESS, {**LIN, **CHECKED})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "permission-missing")
    assert colleague.get(f"{opened(colleague, ZHOU)}/cases").status_code == 200


def test_somebody_who_never_signed_in_is_made_known_once(clerk: Caller) -> None:
    session = opened(clerk, NEWCOMER)
    materials = [
        {"code": item["code"], "file_ids": [upload(clerk, session).get_json()["id"]]}
        for item in prepared(clerk, session, PERMIT).get_json()["materials"]
        if item["status"] == "to_upload"
    ]
    case_id = file(clerk, session, matter_code=PERMIT, materials=materials).get_json()["id"]
    close(clerk, session)
    again = opened(clerk, NEWCOMER)
    assert clerk.get(f"{again}/cases").get_json()["items"][0]["id"] == case_id


def test_an_organisation_comes_by_somebody(product: Product, clerk: Caller) -> None:
    company = {"certificate_kind": "uscc", "number": "91330902MA2K1T3X2Q", "name": "舟山海韵船舶设计有限公司"}
    assert clerk.post(ADDRESS, {**company, **CHECKED}).get_json()["code"] == "actor-needed"
    assert clerk.post(ADDRESS, {**LIN, **CHECKED, "actor": ZHOU}).get_json()["code"] == "actor-needed"
    session = opened(clerk, company, actor=ZHOU)
    assert clerk.get(f"{ADDRESS}/current").get_json()["number"] == "91330902MA2K1T3X2Q"
    assert prepared(clerk, session).get_json()["code"] == "matter-not-for-this-subject"


def test_the_result_is_handed_over_at_the_counter(product: Product, clerk: Caller) -> None:
    session = opened(clerk)
    delivery = {"way": "counter", "recipient": None}
    filed = file(clerk, session, delivery=delivery).get_json()
    address = f"{session}/cases/{filed['id']}"
    early = clerk.post(f"{address}/handover", {}, If_Match='"1"')
    assert (early.status_code, early.get_json()["code"]) == (409, "transition-forbidden")
    product.grant(filed["id"])
    etag = clerk.get(address).headers["ETag"]
    assert clerk.post(f"{address}/handover", {}).status_code == 428
    assert clerk.post(f"{address}/handover", {}, If_Match='"1"').status_code == 412
    done = clerk.post(f"{address}/handover", {}, If_Match=etag)
    assert done.get_json()["state"] == "delivered"
    event = product.citizen().get(f"/services/v1/cases/{filed['id']}").get_json()["timeline"][-1]
    assert (event["actor_name"], event["detail"]["received_by"]) == ("舟山市政务服务中心窗口 卞洁", "林海燕")


@pytest.mark.parametrize(
    ("client", "status", "code"),
    [
        ({**LIN, "number": "330902199004120326"}, 422, "certificate-invalid"),
        ({**LIN, "name": "林海艳"}, 409, "name-differs"),
        ({**LIN, "shown": []}, 422, "invalid-arguments"),
        ({**LIN, "shown": ["face", "face"]}, 422, "invalid-arguments"),
        ({**LIN, "purpose": " "}, 422, "invalid-arguments"),
        ({**LIN, "certificate_kind": "library_card"}, 422, "invalid-arguments"),
    ],
)
def test_who_cannot_be_served(product: Product, clerk: Caller, client: dict[str, Any], status: int, code: str) -> None:
    product.citizen("lin-haiyan")
    refused = clerk.post(ADDRESS, {**CHECKED, **client})
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert clerk.get(f"{ADDRESS}/current").status_code == 404


def test_the_same_key_opens_and_files_once(clerk: Caller) -> None:
    key = str(uuid.uuid4())
    first = clerk.post(ADDRESS, {**LIN, **CHECKED}, Idempotency_Key=key).get_json()
    assert clerk.post(ADDRESS, {**LIN, **CHECKED}, Idempotency_Key=key).get_json()["id"] == first["id"]
    mandated = file(clerk, f"{ADDRESS}/{first['id']}", mandate_id=str(uuid.uuid4()))
    assert mandated.get_json()["errors"][0]["pointer"] == "/mandate_id"

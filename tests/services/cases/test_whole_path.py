"""The path that the product exists for, over HTTP on both databases."""

import io

import jwt
import pytest
from pypdf import PdfReader

from tests.product import RENEWAL, SALE, SALE_FORM, Product, filled


def test_a_citizen_files_once_and_receives_a_licence(product: Product) -> None:
    citizen = product.citizen()
    prepared = citizen.get(f"/services/v1/matters/{RENEWAL}/preparation").get_json()
    assert prepared["to_upload"] == 0
    assert {item["status"] for item in prepared["materials"]} == {"available"}
    assert prepared["form"]["locked"]
    filed = citizen.post(
        "/services/v1/cases", {"matter_code": RENEWAL, "form": filled(prepared), "materials": [], "consent_id": None}
    )
    assert filed.status_code == 201
    case_id = filed.get_json()["id"]
    assert filed.headers["Location"] == f"/services/v1/cases/{case_id}"

    product.grant(case_id)
    product.work()
    case = citizen.get(f"/services/v1/cases/{case_id}").get_json()
    assert [event["turn"] for event in case["timeline"]] == ["submit", "accept", "review", "decide", "deliver"]
    assert (case["state"], case["holder"], case["available_actions"]) == ("delivered", "nobody", [])

    licence = citizen.get(f"/services/v1/cases/{case_id}/result").get_json()["licence"]
    assert licence["id"] in [item["id"] for item in citizen.get("/services/v1/licences").get_json()["items"]]
    verified = product.anybody().get(f"/licences/verify/{licence['verify_code']}").get_json()
    assert (verified["valid"], verified["holder"]) == (True, "林**")
    document = PdfReader(io.BytesIO(citizen.get(licence["document_url"]).data))
    text = document.pages[0].extract_text()
    assert licence["identifier"] in text
    assert "林海燕" in text

    rated = citizen.post(f"/services/v1/cases/{case_id}/evaluation", {"level": 5, "tags": [], "text": "快"})
    assert rated.status_code == 201
    again = citizen.post(f"/services/v1/cases/{case_id}/evaluation", {"level": 1, "tags": [], "text": ""})
    assert again.status_code == 409

    uses = citizen.get("/services/v1/data-uses", query_string={"case_id": case_id}).get_json()["items"]
    assert {use["case_id"] for use in uses} == {case_id}
    assert all(use["statute"] or use["consent_id"] for use in uses)


def test_anybody_verifies_a_receipt_with_the_published_keys(product: Product) -> None:
    receipt = product.file_renewal(product.citizen())["receipt"]
    keys = product.anybody().get("/.well-known/jwks.json").get_json()["keys"]
    kid = jwt.get_unverified_header(receipt)["kid"]
    key = jwt.PyJWK(next(item for item in keys if item["kid"] == kid))
    assert jwt.decode(receipt, key, algorithms=["ES256"])["matter_code"] == RENEWAL
    head, body, signature = receipt.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(f"{head}.{body[:-2]}AA.{signature}", key, algorithms=["ES256"], options={"verify_iat": False})


def test_a_correction_comes_back_to_the_acceptor_with_a_new_clock(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    case_id = product.file_sale(seller)["id"]
    registrar = product.officer("officer-ying")
    registrar.turn(case_id, "correction-requests", {"items": ["买卖合同缺少第二页"]})
    asked = seller.get(f"/services/v1/cases/{case_id}")
    assert asked.get_json()["holder"] == "applicant"
    assert [action["action"] for action in asked.get_json()["available_actions"]] == ["correct", "withdraw"]
    better = {"materials": [{"code": "M03", "file_ids": [seller.upload().get_json()["id"]]}]}
    done = seller.post(f"/services/v1/cases/{case_id}/corrections", better, If_Match=asked.headers["ETag"])
    assert done.status_code == 200
    assert done.get_json()["state"] == "received"
    tasks = registrar.every("/office/v1/inbox", kind="accept")
    assert case_id in [task["record_id"] for task in tasks]


def test_two_departments_countersign_side_by_side(product: Product) -> None:
    case_id = product.file_sale(product.citizen("zhou-liwen"))["id"]
    registrar, tax, decider = (product.officer(f"officer-{name}") for name in ("ying", "tang", "le"))
    assert tax.get(f"/office/v1/cases/{case_id}").status_code == 404
    registrar.turn(case_id, "acceptance", {})
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "初审通过"})
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "权属清晰"})
    early = decider.turn(case_id, "decision", {"outcome": "granted", "reason": ""}, expect=409)
    assert early["code"] == "reviews-outstanding"
    seen = tax.get(f"/office/v1/cases/{case_id}").get_json()
    assert [action["action"] for action in seen["available_actions"]] == ["review"]
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "再次"}, expect=403)
    tax.turn(case_id, "reviews", {"outcome": "approved", "opinion": "已完税"})
    assert decider.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})["state"] == "done"


def test_a_return_goes_one_step_back_and_keeps_the_earlier_opinion(product: Product) -> None:
    case_id = product.file_sale(product.citizen("zhou-liwen"))["id"]
    registrar = product.officer("officer-ying")
    registrar.turn(case_id, "acceptance", {})
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "初审通过"})
    returned = registrar.turn(case_id, "reviews", {"outcome": "returned", "opinion": "坐落有误"})
    assert returned["step"] == "first_review"
    opinions = [seat["opinion"] for seat in returned["reviews"]]
    assert opinions[0] == "初审通过"
    assert "坐落有误" in opinions
    assert opinions[-1] is None


def test_a_refusal_states_its_reason_and_issues_nothing(product: Product) -> None:
    citizen = product.citizen()
    case_id = product.file_renewal(citizen)["id"]
    chief = product.officer()
    chief.turn(case_id, "acceptance", {})
    chief.turn(case_id, "reviews", {"outcome": "approved", "opinion": ""})
    silent = chief.turn(case_id, "decision", {"outcome": "refused", "reason": ""}, expect=422)
    assert silent["errors"][0]["pointer"] == "/reason"
    chief.turn(case_id, "decision", {"outcome": "refused", "reason": "身体条件不合格"})
    result = citizen.get(f"/services/v1/cases/{case_id}/result").get_json()
    assert (result["outcome"], result["licence"], result["reason"]) == ("refused", None, "身体条件不合格")


def test_withdrawing_takes_the_tasks_away(product: Product) -> None:
    citizen = product.citizen()
    case_id = product.file_renewal(citizen)["id"]
    chief = product.officer()
    before = chief.get("/office/v1/inbox").get_json()["count"]
    answer = citizen.post(f"/services/v1/cases/{case_id}/withdrawal", {"reason": "不办了"}, If_Match='"1"')
    assert answer.get_json()["state"] == "withdrawn"
    assert chief.get("/office/v1/inbox").get_json()["count"] == before - 1


def test_consent_lets_a_source_be_asked_and_withdrawing_stops_it(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    address = f"/services/v1/matters/{SALE}/preparation"
    asked = seller.get(address).get_json()
    assert asked["consent_needed"] == ["marriage_record"]
    given = seller.post("/services/v1/consents", {"matter_code": SALE, "purposes": ["marriage_record"]})
    assert given.status_code == 201
    ways = {item["code"]: item["satisfied_by"] for item in seller.get(address).get_json()["materials"]}
    assert ways["M05"] == "shared_data"
    assert seller.send("DELETE", f"/services/v1/consents/{given.get_json()['id']}").status_code == 204
    after = seller.get(address, query_string={"fresh": "true"}).get_json()
    assert after["consent_needed"] == ["marriage_record"]


def test_masked_fields_open_for_a_stated_reason_that_the_applicant_sees(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    case_id = product.file_sale(seller)["id"]
    registrar = product.officer("officer-ying")
    masked = registrar.get(f"/office/v1/cases/{case_id}").get_json()
    assert masked["form"]["number"] == "3****************6"
    assert "周礼文" not in str(masked["applicant"]) + str(masked["timeline"])
    opened = registrar.get(f"/office/v1/cases/{case_id}", query_string={"reason": "核对身份"}).get_json()
    assert opened["form"]["number"] == "330903198507231176"
    uses = seller.get("/services/v1/data-uses", query_string={"case_id": case_id}).get_json()["items"]
    assert ("应晓峰", "核对身份") in [(use["used_by"], use["purpose"]) for use in uses]


def test_a_correction_keeps_to_what_filing_keeps_to(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    case_id = product.file_sale(seller)["id"]
    product.officer("officer-ying").turn(case_id, "correction-requests", {"items": ["合同缺页"]})
    tag = seller.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    address = f"/services/v1/cases/{case_id}/corrections"
    altered = seller.post(address, {"form": {**SALE_FORM, "name": "别人"}}, If_Match=tag)
    assert (altered.status_code, altered.get_json()["code"]) == (422, "locked-field-changed")
    file_id = seller.upload().get_json()["id"]
    body = {"form": {**SALE_FORM, "price": 190}, "materials": [{"code": "M03", "file_ids": [file_id]}]}
    done = seller.post(address, body, If_Match=tag)
    assert (done.status_code, done.get_json()["form"]["price"]) == (200, 190)
    assert seller.send("DELETE", f"/services/v1/files/{file_id}").get_json()["code"] == "file-in-use"

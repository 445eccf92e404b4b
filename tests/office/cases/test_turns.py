"""Every turn that officers make of a case, over HTTP on both databases."""

from typing import Any

import pytest

from tests.product import PDF, SALE, Caller, Product

TAX_BUREAU = "11330900MB15A0087E"


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def accepted(product: Product, citizen: Caller, **filing: Any) -> str:
    case_id = str(product.file_renewal(citizen, **filing)["id"])
    product.officer().turn(case_id, "acceptance", {})
    return case_id


def ready(product: Product, citizen: Caller, **filing: Any) -> str:
    """Return a case that stands before its decision."""
    case_id = accepted(product, citizen, **filing)
    product.officer().turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
    return case_id


def seen(caller: Caller, case_id: str) -> dict[str, Any]:
    return dict(caller.get(f"/services/v1/cases/{case_id}").get_json())


def inbox(caller: Caller, case_id: str) -> list[str]:
    return [item["kind"] for item in caller.tasks(case_id)]


def test_a_refusal_to_accept_names_the_right_office(product: Product, citizen: Caller) -> None:
    case_id = product.file_renewal(citizen)["id"]
    body = {"reason": "不属于本机关职权范围。", "right_office": "宁波市公安局交通警察支队"}
    assert product.officer().turn(case_id, "non-acceptance", body)["state"] == "not_accepted"
    (notice,) = seen(citizen, case_id)["notices"]
    assert notice["title"] == "不予受理通知书"
    document = citizen.get(notice["href"])
    assert (document.status_code, document.data[:5]) == (200, b"%PDF-")


def test_everything_is_asked_for_once(product: Product, citizen: Caller) -> None:
    case_id = product.file_renewal(citizen)["id"]
    chief = product.officer()
    asked = chief.turn(case_id, "correction-requests", {"items": ["照片不清晰", "缺少体检日期"]})
    assert (asked["state"], asked["holder"], asked["deadline"]["kind"]) == ("correction", "applicant", "answer")
    etag = citizen.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    citizen.post(f"/services/v1/cases/{case_id}/corrections", {}, If_Match=etag)
    refused = chief.turn(case_id, "correction-requests", {"items": ["还缺一张表"]}, expect=409)
    assert (refused["code"], refused["asked"]) == ("correction-asked-before", ["照片不清晰", "缺少体检日期"])
    again = chief.turn(case_id, "correction-requests", {"items": ["照片不清晰"]})
    assert [line["holder"] for line in again["ledger"]] == ["office", "applicant", "office", "applicant"]


def test_a_special_procedure_stops_the_clock_and_says_so(product: Product, citizen: Caller) -> None:
    case_id = accepted(product, citizen)
    chief = product.officer()
    before = seen(citizen, case_id)["deadline"]["due_on"]
    stopped = chief.turn(case_id, "suspensions", {"kind": "inspection", "reason": "体检结论有疑义。", "days": 4})
    assert (stopped["state"], stopped["state_code"], stopped["holder"]) == ("suspended", "11", "third_party")
    assert stopped["deadline"]["due_on"] > before
    left_out = [span for span in stopped["deadline"]["explanation"] if span["rule"] == "special_procedure"]
    assert left_out
    assert {span["holder"] for span in left_out} == {"third_party"}
    assert sorted(inbox(chief, case_id)) == ["resume", "review"]
    assert chief.turn(case_id, "decision", {"outcome": "granted"}, expect=409)["code"] == "transition-forbidden"
    resumed = chief.turn(case_id, "resumption", {"result": "复检合格。"})
    assert (resumed["state"], resumed["holder"]) == ("in_handling", "office")
    assert before <= resumed["deadline"]["due_on"] < stopped["deadline"]["due_on"]
    (procedure,) = resumed["special_procedures"]
    assert (procedure["name"], procedure["result"]) == ("身体条件复检", "复检合格。")
    assert inbox(chief, case_id) == ["review"]
    titles = [notice["title"] for notice in seen(citizen, case_id)["notices"]]
    assert titles == ["受理通知书", "特别程序告知书", "特别程序结束告知书"]


def test_only_a_procedure_of_the_matter_stops_the_clock(product: Product, citizen: Caller) -> None:
    case_id = accepted(product, citizen)
    body = {"kind": "hearing", "reason": "需要听证。"}
    refused = product.officer().turn(case_id, "suspensions", body, expect=422)
    assert refused["code"] == "special-procedure-unknown"
    assert "身体条件复检" in refused["detail"]


def test_an_extension_is_approved_by_the_head_and_moves_every_date(product: Product, citizen: Caller) -> None:
    case_id = accepted(product, citizen)
    chief, head = product.officer(), product.officer("officer-lou")
    before = seen(citizen, case_id)["deadline"]
    too_long = chief.turn(case_id, "extension-requests", {"days": 11, "reason": "需补充调查。"}, expect=422)
    assert too_long["code"] == "extension-too-long"
    assert head.turn(case_id, "extension-decisions", {"outcome": "approved"}, expect=409)["code"] == "nobody-asked"
    chief.turn(case_id, "extension-requests", {"days": 5, "reason": "需补充调查。"})
    twice = chief.turn(case_id, "extension-requests", {"days": 5, "reason": "需补充调查。"}, expect=409)
    assert twice["code"] == "extended-already"
    assert inbox(head, case_id) == ["extension"]
    assert chief.turn(case_id, "extension-decisions", {"outcome": "approved"}, expect=403)["code"] == "not-your-turn"
    silent = head.turn(case_id, "extension-decisions", {"outcome": "refused"}, expect=422)
    assert silent["errors"][0]["pointer"] == "/opinion"
    approved = head.turn(case_id, "extension-decisions", {"outcome": "approved", "opinion": "同意"})
    assert approved["deadline"]["due_on"] > before["due_on"]
    assert approved["deadline"]["limit"]["extension_days"] == 5
    assert approved["deadline"]["statutory_due_on"] > before["statutory_due_on"]
    assert "延长" in approved["deadline"]["rule"]["zh"]
    assert [item["outcome"] for item in approved["extensions"]] == ["approved"]
    assert seen(citizen, case_id)["notices"][-1]["title"] == "延长办理期限告知书"


def test_a_case_is_assigned_and_given_back(product: Product, citizen: Caller) -> None:
    case_id = accepted(product, citizen)
    chief, colleague = product.officer(), product.officer("officer-fei")
    offered = {
        item["name"]: item["id"] for item in chief.get(f"/office/v1/cases/{case_id}/assignees").get_json()["items"]
    }
    assert {"顾维民", "费宏"} <= offered.keys()
    assert "徐敏" not in offered
    assert inbox(colleague, case_id) == ["review"]
    done = chief.turn(case_id, "assignments", {"officer_id": offered["顾维民"]})
    assert done["assignee_id"] == offered["顾维民"]
    assert inbox(colleague, case_id) == []
    assert inbox(chief, case_id) == ["review"]
    chief.turn(case_id, "assignments", {"officer_id": None})
    assert inbox(colleague, case_id) == ["review"]
    stranger = product.officer("officer-xu").session["subject"]["id"]
    assert chief.turn(case_id, "assignments", {"officer_id": stranger}, expect=422)["code"] == "assignee-unfit"


def test_another_department_gives_its_opinion(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    case_id = product.file_sale(seller)["id"]
    registrar, tax = product.officer("officer-ying"), product.officer("officer-tang")
    registrar.turn(case_id, "acceptance", {})
    assert tax.get(f"/office/v1/cases/{case_id}").status_code == 404
    unknown = registrar.turn(case_id, "opinion-requests", {"department": "1" * 18, "question": "请核实。"}, expect=422)
    assert unknown["code"] == "department-unknown"
    asked = registrar.turn(case_id, "opinion-requests", {"department": TAX_BUREAU, "question": "请核实纳税。"})
    assert (asked["state"], asked["opinions"][0]["question"]) == ("in_handling", "请核实纳税。")
    twice = {"department": TAX_BUREAU, "question": "请再核实。"}
    assert registrar.turn(case_id, "opinion-requests", twice, expect=409)["code"] == "opinion-asked-already"
    assert registrar.turn(case_id, "opinions", {"opinion": "自问自答"}, expect=403)["code"] == "not-your-turn"
    assert inbox(tax, case_id) == ["opinion"]
    given = tax.turn(case_id, "opinions", {"opinion": "已足额缴税。"})
    assert (given["opinions"][0]["opinion"], given["opinions"][0]["given_by_name"]) == ("已足额缴税。", "汤伟")
    assert inbox(tax, case_id) == []
    assert tax.turn(case_id, "opinions", {"opinion": "再说一遍。"}, expect=403)["code"] == "not-your-turn"


def test_a_return_can_go_to_any_earlier_step(product: Product) -> None:
    case_id = product.file_sale(product.citizen("zhou-liwen"))["id"]
    registrar = product.officer("officer-ying")
    registrar.turn(case_id, "acceptance", {})
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "初审通过"})
    ahead = {"outcome": "returned", "opinion": "有误", "to_step": "decision"}
    assert registrar.turn(case_id, "reviews", ahead, expect=422)["code"] == "step-unknown"
    same = registrar.turn(case_id, "reviews", {"outcome": "returned", "opinion": "重审", "to_step": "joint_review"})
    assert same["step"] == "joint_review"
    back = registrar.turn(case_id, "reviews", {"outcome": "returned", "opinion": "重审", "to_step": "first_review"})
    assert back["step"] == "first_review"


def test_a_conditional_grant_names_its_conditions_and_remedies(product: Product, citizen: Caller) -> None:
    case_id = ready(product, citizen)
    chief = product.officer()
    misplaced = {"outcome": "refused", "reason": "不符合", "conditions": ["配戴眼镜"]}
    assert chief.turn(case_id, "decision", misplaced, expect=422)["code"] == "conditions-without-grant"
    chief.turn(case_id, "decision", {"outcome": "granted", "reason": "准予", "conditions": ["驾驶时须矫正视力"]})
    case = seen(citizen, case_id)
    assert (case["outcome"], case["conditions"], case["decided_by"]) == ("granted", ["驾驶时须矫正视力"], "officer")
    remedies = case["timeline"][-1]["detail"]["remedies"]
    assert [item["body"] for item in remedies] == ["舟山市人民政府", "舟山市定海区人民法院"]
    assert case["notices"][-1]["title"] == "准予决定书"


def test_a_refusal_names_its_remedies_and_their_limits(product: Product, citizen: Caller) -> None:
    case_id = ready(product, citizen)
    product.officer().turn(case_id, "decision", {"outcome": "refused", "reason": "身体条件不合格"})
    case = seen(citizen, case_id)
    assert {item["kind"] for item in case["timeline"][-1]["detail"]["remedies"]} == {"reconsideration", "litigation"}
    notice = case["notices"][-1]
    assert notice["title"] == "不予决定书"
    assert citizen.get(notice["href"]).data[:5] == b"%PDF-"
    assert product.citizen("zhou-liwen").get(notice["href"]).status_code == 404


def test_a_grant_waits_for_what_was_tolerated(product: Product, citizen: Caller) -> None:
    case_id = product.file_permit(citizen)["id"]
    police = product.officer("officer-fei")
    police.turn(case_id, "acceptance", {})
    tolerated = next(item for item in seen(citizen, case_id)["materials"] if item["status"] == "tolerated")
    assert (tolerated["code"], tolerated["due_on"] is not None) == ("M03", True)
    police.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
    refused = police.turn(case_id, "decision", {"outcome": "granted"}, expect=409)
    assert refused["code"] == "materials-outstanding"
    address = f"/services/v1/cases/{case_id}/supplements"
    tag = citizen.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    file_ids = [citizen.upload().get_json()["id"] for _ in range(2)]
    wrong = {"materials": [{"code": "M01", "file_ids": file_ids}]}
    assert citizen.post(address, wrong, If_Match=tag).get_json()["code"] == "unknown-material"
    right = {"materials": [{"code": "M03", "file_ids": file_ids}]}
    done = citizen.post(address, right, If_Match=tag).get_json()
    handed_in = next(item for item in done["materials"] if item["code"] == "M03")
    assert (handed_in["status"], handed_in["file_ids"], handed_in["due_on"]) == ("provided", file_ids, None)
    assert police.turn(case_id, "decision", {"outcome": "granted"})["state"] == "done"


def test_a_broken_commitment_calls_for_taking_the_decision_back(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    case_id = grant_sale(product, seller)
    committed = next(item for item in seen(seller, case_id)["materials"] if item["status"] == "committed")
    assert committed["due_on"]
    registrar, head = product.officer("officer-ying"), product.officer("officer-shu")
    assert inbox(registrar, case_id) == ["commitment"]
    silent = {"material": committed["code"], "outcome": "broken"}
    assert registrar.turn(case_id, "commitment-checks", silent, expect=422)["errors"][0]["pointer"] == "/opinion"
    registrar.turn(case_id, "commitment-checks", {**silent, "opinion": "登记显示已婚。"})
    assert inbox(registrar, case_id) == []
    assert inbox(head, case_id) == ["broken_commitment"]
    twice = registrar.turn(case_id, "commitment-checks", {**silent, "opinion": "再查。"}, expect=422)
    assert twice["code"] == "commitment-unknown"
    case = seen(seller, case_id)
    assert case["timeline"][-1]["detail"]["consequence"]
    assert next(item for item in case["materials"] if item["code"] == "M05")["status"] == "commitment_broken"
    reopened = head.turn(case_id, "reopening", {"reason": "承诺不实。"})
    assert (reopened["state"], reopened["outcome"], reopened["step"]) == ("in_handling", None, "decision")


def grant_sale(product: Product, seller: Caller) -> str:
    materials = [*product.sale_materials(seller), {"code": "M04", "file_ids": [seller.upload().get_json()["id"]]}]
    case_id = str(product.file_sale(seller, materials=materials)["id"])
    registrar = product.officer("officer-ying")
    registrar.turn(case_id, "acceptance", {})
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "初审通过"})
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "复审通过"})
    product.officer("officer-tang").turn(case_id, "reviews", {"outcome": "approved", "opinion": "已完税"})
    product.officer("officer-le").turn(case_id, "decision", {"outcome": "granted"})
    return case_id


def test_a_wrong_decision_is_taken_back_and_made_anew(product: Product, citizen: Caller) -> None:
    case_id = ready(product, citizen)
    chief, head = product.officer(), product.officer("officer-lou")
    chief.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})
    assert chief.turn(case_id, "reopening", {"reason": "有误"}, expect=403)["code"] == "not-your-turn"
    reopened = head.turn(case_id, "reopening", {"reason": "体检结论被撤销。"})
    assert (reopened["state"], reopened["outcome"], reopened["holder"]) == ("in_handling", None, "office")
    assert seen(citizen, case_id)["notices"][-1]["title"] == "撤销决定通知书"
    assert citizen.get(f"/services/v1/cases/{case_id}/result").status_code == 409
    chief.turn(case_id, "decision", {"outcome": "refused", "reason": "身体条件不合格"})
    product.work()
    assert seen(citizen, case_id)["state"] == "delivered"


def test_the_wording_of_a_decision_is_corrected(product: Product, citizen: Caller) -> None:
    case_id = ready(product, citizen)
    product.officer().turn(case_id, "decision", {"outcome": "granted", "reason": "准与换证"})
    body = {"reason": "文字有误", "text": "准予换证"}
    amended = product.officer("officer-lou").turn(case_id, "decision-amendments", body)
    assert (amended["outcome"], amended["decision_reason"]) == ("granted", "准予换证")
    assert amended["timeline"][-1]["detail"]["before"] == "准与换证"


RECIPIENT = {"name": "林海燕", "phone": "13957200001", "address": "舟山市定海区临城街道海天大道1号"}


def test_a_parcel_has_a_number_and_is_confirmed(product: Product, citizen: Caller) -> None:
    case_id = ready(product, citizen, delivery={"way": "post", "recipient": RECIPIENT})
    chief = product.officer()
    decided = chief.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})
    product.work()
    assert seen(citizen, case_id)["state"] == "done"
    assert "recipient" not in decided["delivery"]
    opened = chief.get(f"/office/v1/cases/{case_id}", query_string={"reason": "填写快递单"}).get_json()
    assert opened["delivery"]["recipient"] == RECIPIENT
    assert "deliver" in inbox(chief, case_id)
    early = confirm(citizen, case_id)
    assert early.get_json()["code"] == "not-delivered-so"
    assert chief.turn(case_id, "handover", {"received_by": "林海燕"}, expect=409)["code"] == "not-delivered-so"
    sent = chief.turn(case_id, "dispatch", {"carrier": "中国邮政", "tracking_number": "1234567890123"})
    assert (sent["state"], sent["delivery"]["tracking_number"]) == ("done", "1234567890123")
    assert "deliver" not in inbox(chief, case_id)
    assert seen(citizen, case_id)["delivery"]["recipient"] == RECIPIENT
    assert confirm(citizen, case_id).get_json()["state"] == "delivered"


def confirm(citizen: Caller, case_id: str) -> Any:
    tag = citizen.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    return citizen.post(f"/services/v1/cases/{case_id}/receipt-confirmation", {}, If_Match=tag)


def test_a_result_is_handed_over_at_the_counter(product: Product, citizen: Caller) -> None:
    case_id = ready(product, citizen, delivery={"way": "counter"})
    chief = product.officer()
    chief.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})
    done = chief.turn(case_id, "handover", {"received_by": "林海燕"})
    assert (done["state"], done["holder"]) == ("delivered", "nobody")


def test_a_parcel_needs_its_recipient_and_a_matter_its_ways(product: Product, citizen: Caller) -> None:
    without = product.try_renewal(citizen, delivery={"way": "post"})
    assert (without.status_code, without.get_json()["errors"][0]["pointer"]) == (422, "/delivery/recipient")
    seller = product.citizen("zhou-liwen")
    body = {"matter_code": SALE, "form": {}, "materials": [], "delivery": {"way": "counter"}}
    assert seller.post("/services/v1/cases", body).status_code == 422


def test_several_photos_make_one_material_in_their_order(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    photos = [seller.upload(PDF, f"第{page}页.pdf").get_json()["id"] for page in (2, 1, 3)]
    case_id = product.file_sale(seller, materials=[{"code": "M03", "file_ids": photos}, {"code": "M05"}])["id"]
    contract = next(item for item in seen(seller, case_id)["materials"] if item["code"] == "M03")
    assert contract["file_ids"] == photos
    assert contract["source"] == "第2页.pdf、第1页.pdf、第3页.pdf"
    many = [seller.upload().get_json()["id"] for _ in range(10)]
    refused = product.try_sale(seller, materials=[{"code": "M03", "file_ids": many}, {"code": "M05"}])
    assert (refused.get_json()["code"], refused.status_code) == ("too-many-files", 422)
    doubled = product.try_sale(seller, materials=[{"code": "M03", "file_ids": photos[:1] * 2}, {"code": "M05"}])
    assert doubled.status_code == 422

"""From the draft to the receipts, over HTTP."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from tests.office.documents.drafts import BASE, DATA, DINGHAI, NOTICE, OFFICE, PUTUO, Desk, turn
from tests.product import PDF, Product


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


def test_a_document_goes_from_draft_to_every_organ(desk: Desk) -> None:
    document_id = desk.drafted()
    draft = desk.drafter.get(f"{BASE}/{document_id}").get_json()
    assert (draft["state"], draft["number"], draft["blocks"][1]) == (
        "draft",
        None,
        {"level": 1, "text": "一、总体要求"},
    )
    assert {item["action"] for item in draft["available_actions"]} == {"submit", "discard"}
    assert desk.drafter.get(f"{BASE}/{document_id}/check").get_json() == {"fit": True, "findings": []}
    submitted = turn(desk.drafter, document_id, "submission", {"steps": [{"kind": "review"}], "opinion": "请审核"})
    assert submitted["state"] == "in_review"
    assert [task["kind"] for task in desk.reviewer.tasks(document_id)] == ["review_document"]
    reviewed = turn(desk.reviewer, document_id, "reviews", {"opinion": "同意。"})
    assert (reviewed["state"], reviewed["steps"][0]["opinion"]) == ("to_sign", "同意。")
    assert [task["kind"] for task in desk.leader.tasks(document_id)] == ["sign_document"]
    signed = turn(desk.leader, document_id, "signature", {"opinion": "请印发。"})
    assert (signed["state"], signed["signed_by_name"]) == ("signed", "闻岳")
    numbered = turn(desk.clerk, document_id, "numbering", {})
    assert numbered["number"].startswith(f"舟政办发〔{numbered['issued_on'][:4]}〕")
    assert len(numbered["digests"]["sha256"]) == len(numbered["digests"]["sm3"]) == 64
    sent = turn(desk.clerk, document_id, "dispatch", {})
    assert (sent["state"], sent["recipients"]) == ("dispatched", 3)
    desk.product.work()
    shown = desk.clerk.get(f"{BASE}/{document_id}").get_json()
    assert shown["receipts"] == {"awaiting": 3}
    assert [event["turn"] for event in shown["timeline"]] == [
        "begin",
        "submit",
        "pass_review",
        "sign",
        "number",
        "dispatch",
    ]
    receipts = {item["department_code"]: item for item in desk.clerk.every(f"{BASE}/{document_id}/receipts")}
    assert {code: item["role"] for code, item in receipts.items()} == {DINGHAI: "main", PUTUO: "main", DATA: "copy"}
    assert all(item["arrived_at"] for item in receipts.values())
    assert desk.clerk.every(f"{BASE}/{document_id}/receipts", role="copy", limit=1)[0]["department_code"] == DATA
    tasks = desk.product.officer("officer-ping").tasks(receipts[DINGHAI]["id"])
    assert [(task["kind"], task["title"]) for task in tasks] == [("sign_for_document", f"{NOTICE['title']}：待签收")]


def test_the_check_of_form_says_what_and_where(desk: Desk) -> None:
    body = "截止目前进展顺利。\n（一）没有上级标题\n以上报告，妥否，请批示。"
    document_id = desk.drafted(
        kind="report", title="关于进展情况的通知", body=body, register_code="舟数据发", cited=["舟政发[2026]1号"]
    )
    found = desk.drafter.get(f"{BASE}/{document_id}/check").get_json()
    assert not found["fit"]
    assert {(item["pointer"], item["code"]) for item in found["findings"] if item["severity"] == "error"} >= {
        ("/title", "kind-missing"),
        ("/body", "forbidden-word"),
        ("/body", "request-in-report"),
        ("/register_code", "not-yours"),
        ("/cited/0", "number-form"),
    }
    refused = turn(desk.drafter, document_id, "submission", {"steps": [{}]}, expect=422)
    assert refused["code"] == "document-unfit"
    assert {"/title", "/body"} <= {item["pointer"] for item in refused["errors"]}
    assert desk.drafter.get(f"{BASE}/{document_id}").get_json()["state"] == "draft"


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"main_recipients": [DINGHAI, PUTUO]}, ("/main_recipients", "one-recipient")),
        ({"body": "一事妥否，请批示。另一事可否，请批示。"}, ("/body", "one-matter")),
        ({"main_recipients": [OFFICE]}, ("/main_recipients", "self")),
        ({"main_recipients": []}, ("/main_recipients", "required")),
        ({"answer_due_on": "2020-01-01"}, ("/answer_due_on", "past")),
        ({"cited": ["舟政办发〔2026〕99999号"]}, ("/cited/0", "number-unknown")),
    ],
)
def test_a_request_keeps_its_rules(desk: Desk, changes: dict[str, Any], finding: tuple[str, str]) -> None:
    request = {
        "kind": "request",
        "title": "关于申请经费的请示",
        "main_recipients": ["11330900002600018G"],
        "copies": [],
        "body": "现申请经费，妥否，请批示。",
        **changes,
    }
    document_id = desk.drafted(**request)
    found = desk.drafter.get(f"{BASE}/{document_id}/check").get_json()["findings"]
    assert finding in {(item["pointer"], item["code"]) for item in found if item["severity"] == "error"}


def test_classified_documents_and_unknown_organs_are_refused(desk: Desk) -> None:
    refused = desk.drafter.post(BASE, {**NOTICE, "secrecy": "秘密"})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "classified-document")
    assert "机要" in refused.get_json()["detail"]
    lost = desk.drafter.post(BASE, {**NOTICE, "main_recipients": ["x"], "organ_lists": ["y"], "register_code": "无"})
    assert [item["pointer"] for item in lost.get_json()["errors"]] == [
        "/main_recipients/0",
        "/organ_lists/0",
        "/register_code",
    ]
    other = desk.drafter.post(BASE, {**NOTICE, "department_code": DATA})
    assert (other.status_code, other.get_json()["code"]) == (403, "organ-out-of-scope")


def test_steps_come_in_order_and_opinions_of_all_rounds_are_kept(desk: Desk) -> None:
    data = desk.product.officer("officer-quan")
    document_id = desk.drafted()
    steps = [{"kind": "review"}, {"kind": "countersign", "department": DATA}]
    turn(desk.drafter, document_id, "submission", {"steps": steps})
    assert data.get(f"{BASE}/{document_id}").status_code == 200  # Who has a seat reads it.
    assert turn(data, document_id, "reviews", {}, expect=403)["code"] == "not-your-turn"
    turn(desk.reviewer, document_id, "reviews", {"opinion": "同意报会签。"})
    assert [task["kind"] for task in data.tasks(document_id)] == ["countersign_document"]
    turn(data, document_id, "return", {"opinion": "第二条数据口径需核实。"})
    assert [task["kind"] for task in desk.drafter.tasks(document_id)] == ["returned_document"]
    turn(desk.drafter, document_id, "submission", {"steps": [{"kind": "review"}]})
    turn(desk.reviewer, document_id, "reviews", {"opinion": "已核实。"})
    found = turn(desk.leader, document_id, "return", {"opinion": "标题再斟酌。"})
    assert [(step["round"], step["outcome"], step["opinion"]) for step in found["steps"]] == [
        (1, "approved", "同意报会签。"),
        (1, "returned", "第二条数据口径需核实。"),
        (2, "approved", "已核实。"),
    ]
    assert found["state"] == "draft"


def test_who_wrote_does_not_sign_and_a_named_officer_alone_reviews(desk: Desk) -> None:
    document_id = desk.drafted()
    named = {"kind": "review", "officer_id": desk.leader.session["subject"]["id"]}
    turn(desk.drafter, document_id, "submission", {"steps": [named]})
    refused = turn(desk.reviewer, document_id, "reviews", {}, expect=403)
    assert (refused["code"], "闻岳" in refused["detail"]) == ("not-your-step", True)
    assert desk.reviewer.tasks(document_id) == []
    turn(desk.leader, document_id, "reviews", {})
    taken = turn(desk.drafter, document_id, "taking_back", {"opinion": "补充一条"})
    assert taken["state"] == "draft"
    etag = desk.drafter.get(f"{BASE}/{document_id}").headers["ETag"]
    body = {**NOTICE, "title": "舟山市人民政府办公室关于补充安排的通知"}
    saved = desk.drafter.send("PUT", f"{BASE}/{document_id}", json=body, headers={"If-Match": etag})
    assert saved.get_json()["title"] == body["title"]
    again = desk.drafter.send("PUT", f"{BASE}/{document_id}", json=body, headers={"If-Match": etag})
    assert again.status_code == 412
    assert turn(desk.drafter, document_id, "disposal", {"opinion": "不再需要"})["state"] == "discarded"


def test_a_voided_number_stays_used(desk: Desk) -> None:
    document_id = desk.ready()
    number = desk.clerk.get(f"{BASE}/{document_id}").get_json()["number"]
    turn(desk.clerk, document_id, "voiding", {"opinion": "内容有误，作废。"})
    following = desk.clerk.get(f"{BASE}/{desk.ready()}").get_json()["number"]
    listed = desk.clerk.every("/office/v1/document_registers/舟政办发/numbers")
    assert [item["sequence"] for item in listed] == list(range(len(listed), 0, -1))
    voided = {item["number"]: item["voided"] for item in listed}
    assert (voided[number], voided[following]) == (True, False)
    assert desk.clerk.get("/office/v1/document_registers/舟数据发/numbers").status_code == 404
    codes = [item["code"] for item in desk.clerk.get("/office/v1/document_registers").get_json()["items"]]
    assert {"舟政发", "舟政办发", "舟政纪"} <= set(codes)
    lists = desk.clerk.get("/office/v1/document_registers/organ_lists").get_json()["items"]
    assert {"all_units", "districts"} <= {item["code"] for item in lists}
    assert "dinghai_departments" not in {item["code"] for item in lists}


def test_what_is_not_signed_for_is_recalled_and_late_ones_are_urged_once_a_day(desk: Desk) -> None:
    document_id = desk.sent()
    urged = turn(desk.clerk, document_id, "reminders", {"organs": [DINGHAI], "opinion": "请尽快签收"})
    assert urged["urged"] == 1
    assert turn(desk.clerk, document_id, "reminders", {"organs": [DINGHAI]}, expect=409)["code"] == "urged-already"
    assert turn(desk.clerk, document_id, "reminders", {})["urged"] == 2
    desk.product.work()
    putuo = desk.product.officer("officer-jia")
    receipts = {item["department_code"]: item["id"] for item in desk.clerk.every(f"{BASE}/{document_id}/receipts")}
    kinds = {task["kind"] for task in putuo.tasks(receipts[PUTUO])}
    assert kinds == {"sign_for_document", "urged_document"}
    found = turn(desk.clerk, document_id, "recalls", {"organs": [PUTUO], "opinion": "发送有误"})
    assert putuo.tasks(receipts[PUTUO]) == []
    assert (found["state"], found["receipts"], found["not_recalled"]) == (
        "dispatched",
        {"awaiting": 2, "recalled": 1},
        [],
    )
    added = turn(desk.clerk, document_id, "supplements", {"main_recipients": [DINGHAI, "11330921002630014Q"]})
    assert added["recipients"] == 4
    refused = turn(desk.clerk, document_id, "supplements", {"main_recipients": [DINGHAI]}, expect=409)
    assert refused["code"] == "no-recipients"
    assert turn(desk.clerk, document_id, "recalls", {"opinion": "全部撤回"})["state"] == "recalled"


def test_a_correction_names_what_it_corrects(desk: Desk) -> None:
    document_id = desk.sent()
    answer = turn(desk.clerk, document_id, "corrections", {})
    draft = desk.clerk.get(answer["correction"]).get_json()
    assert draft["corrects"] == f"{BASE}/{document_id}"
    assert draft["title"] == f"关于更正《{NOTICE['title']}》的通知"
    assert draft["cited"] == [answer["number"]]
    assert [item["code"] for item in draft["main_recipients"]] == [DINGHAI, PUTUO]


def test_attachments_and_files_bear_what_was_given_and_who_took_them(desk: Desk) -> None:
    document_id = desk.drafted(body="任务见附件。")
    etag = desk.drafter.get(f"{BASE}/{document_id}").headers["ETag"]
    added = desk.drafter.attach(f"{BASE}/{document_id}/attachments", PDF, "分工.pdf", etag, title="任务分工表")
    assert added.status_code == 201, added.text
    (item,) = added.get_json()["attachments"]
    assert (item["title"], item["size"]) == ("任务分工表", len(PDF))
    assert desk.drafter.get(item["href"]).data == PDF
    file = desk.drafter.get(f"{BASE}/{document_id}/file")
    assert file.content_type == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.data)).pages)
    assert "缪海宁" in text.replace(" ", "")
    for format_ in ("docx", "ofd"):
        assert desk.drafter.get(f"{BASE}/{document_id}/file", query_string={"format": format_}).data[:2] == b"PK"
    removed = desk.drafter.send("DELETE", item["href"], headers={"If-Match": added.headers["ETag"]})
    assert removed.get_json()["attachments"] == []


def test_strangers_find_nothing(desk: Desk) -> None:
    document_id = desk.drafted()
    stranger = desk.product.officer("officer-ping")
    for path in ("", "/check", "/file", "/receipts"):
        assert stranger.get(f"{BASE}/{document_id}{path}").status_code == 404
    sent = stranger.post(f"{BASE}/{document_id}/submission", {"steps": [{}]}, If_Match='"1"')
    assert (sent.status_code, sent.get_json()["code"]) == (404, "document-not-found")
    assert desk.product.officer("officer-xu").post(BASE, NOTICE).status_code == 403
    assert desk.drafter.post(f"{BASE}/{document_id}/submission", {"steps": [{}]}).status_code == 428

"""Two organs exchange, return, recall, urge and answer, over HTTP."""

from typing import Any

import pytest

from tests.office.documents.drafts import BASE, DATA, DINGHAI, OFFICE, PUTUO, Desk, turn
from tests.product import Caller, Product

IN = "/office/v1/incoming_documents"


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


def receipt_at(desk: Desk, document_id: str, organ: str) -> str:
    """Return the receipt of an organ, as the sender sees it."""
    found = {item["department_code"]: item["id"] for item in desk.clerk.every(f"{BASE}/{document_id}/receipts")}
    return str(found[organ])


def act(caller: Caller, receipt_id: str, what: str, body: object, *, expect: int = 200) -> dict[str, Any]:
    """Read a received document and make a turn from what was read."""
    etag = caller.get(f"{IN}/{receipt_id}").headers.get("ETag", '"1"')
    answer = caller.post(f"{IN}/{receipt_id}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def states(desk: Desk, document_id: str) -> dict[str, int]:
    return dict(desk.clerk.get(f"{BASE}/{document_id}").get_json()["receipts"])


def test_two_organs_exchange_return_recall_urge_and_answer(desk: Desk) -> None:
    dinghai, putuo = desk.product.officer("officer-ping"), desk.product.officer("officer-jia")
    document_id = desk.sent(urgency="urgent")
    signed, returned, recalled = (receipt_at(desk, document_id, organ) for organ in (DINGHAI, PUTUO, DATA))

    # One signs for it, which the sender sees at once; the other returns it with the reason.
    assert [task["title"][:4] for task in dinghai.tasks(signed)] == ["【加急】"]
    found = act(dinghai, signed, "receipt", {})
    assert (found["state"], [item["event"] for item in found["handover"]]) == (
        "signed_for",
        ["sent", "arrived", "signed_for"],
    )
    assert act(dinghai, signed, "receipt", {}, expect=409)["code"] == "transition-forbidden"
    act(putuo, returned, "return", {"opinion": "附件缺失，请补正后重发。"})
    shown = {item["department_code"]: item for item in desk.clerk.every(f"{BASE}/{document_id}/receipts")}
    assert (shown[DINGHAI]["state"], shown[DINGHAI]["signed_for_by_name"]) == ("signed_for", "平一鸣")
    assert (shown[PUTUO]["state"], shown[PUTUO]["reason"]) == ("returned", "附件缺失，请补正后重发。")
    assert "returned_by_organ" in {task["kind"] for task in desk.clerk.tasks(document_id)}

    # The third has not signed for it: it is recalled; what is signed for is not.
    answer = turn(desk.clerk, document_id, "recalls", {"opinion": "发送有误"})
    assert [item["department_code"] for item in answer["not_recalled"]] == [DINGHAI]
    desk.product.work()
    data = desk.product.officer("officer-lian")
    gone = data.get(f"{IN}/{recalled}").get_json()
    assert (gone["state"], [item["event"] for item in gone["handover"]][-1], gone["available_actions"]) == (
        "recalled",
        "recalled",
        [],
    )
    assert data.tasks(recalled) == []
    assert states(desk, document_id) == {"signed_for": 1, "returned": 1, "recalled": 1}

    # The sender urges who has it, and gets its answer.
    assert turn(desk.clerk, document_id, "reminders", {"opinion": "请尽快办理"})["urged"] == 1
    desk.product.work()
    assert "urged_document" in {task["kind"] for task in dinghai.tasks(signed)}


def test_an_organ_handles_circulates_and_answers(desk: Desk) -> None:  # noqa: PLR0915 -- one story to its end
    clerk, leader = desk.product.officer("officer-lian"), desk.product.officer("officer-quan")
    handler = desk.product.officer("officer-nong")
    document_id = desk.sent(main_recipients=[DATA], copies=[], answer_due_on="2099-12-31")
    receipt = receipt_at(desk, document_id, DATA)
    act(clerk, receipt, "receipt", {})
    registered = act(clerk, receipt, "registration", {"purpose": "handle", "retention": "30_years"})
    assert registered["register_number"].startswith("收〔")
    assert (registered["light"], registered["due_on"] is not None) == ("green", True)
    act(clerk, receipt, "proposal", {"opinion": "建议由数据资源处主办。"})
    assert [task["kind"] for task in leader.tasks(receipt)] == ["instruct_document"]
    assert act(clerk, receipt, "instructions", {"opinion": "同意"}, expect=403)["code"] == "not-your-turn"
    act(leader, receipt, "instructions", {"opinion": "同意拟办意见，请抓紧落实。"})
    handlers = [{"role": "lead", "officer_id": handler.session["subject"]["id"]}]
    assigned = act(clerk, receipt, "assignment", {"handlers": handlers})
    assert [(item["role"], item["officer_name"]) for item in assigned["handlers"]] == [("lead", "农海洋")]
    assert [task["kind"] for task in handler.tasks(receipt)] == ["handle_document"]

    # The leader adds to the instruction, and has it supervised in one tap; the handler is told.
    act(leader, receipt, "instructions", {"opinion": "月底前报结果。"})
    assert {task["kind"] for task in handler.tasks(receipt)} == {"handle_document", "further_instruction"}
    supervised = act(leader, receipt, "supervision", {})
    event = supervised["timeline"][-1]
    assert (event["turn"], event["detail"]["instruction"], event["detail"]["lead"]) == (
        "supervise",
        "月底前报结果。",
        DATA,
    )

    # It is read one after the other, and one more reader is added.
    first, second = leader.session["subject"]["id"], handler.session["subject"]["id"]
    circulated = act(clerk, receipt, "circulation", {"officers": [first, second], "mode": "serial"})
    assert (circulated["in_circulation"], [item["its_turn"] for item in circulated["readers"]]) == (True, [True, False])
    assert act(handler, receipt, "readings", {}, expect=403)["code"] == "not-your-turn"
    assert act(clerk, receipt, "circulation", {"officers": [first]}, expect=422)["code"] == "readers-unfit"
    act(leader, receipt, "readings", {"opinion": "已阅，请各处室对照落实。"})
    assert "read_document" in {task["kind"] for task in handler.tasks(receipt)}
    urged = act(clerk, receipt, "reminders", {"opinion": "请尽快"})
    assert urged["urged"] == ["农海洋", "农海洋"]
    assert act(clerk, receipt, "reminders", {}, expect=409)["code"] == "urged-already"
    read = act(handler, receipt, "readings", {})
    assert (read["in_circulation"], [item["opinion"] for item in read["readers"]]) == (
        False,
        ["已阅，请各处室对照落实。", None],
    )

    # It is not closed before it is answered; the answer goes the way of every document and is linked both ways.
    owed = act(clerk, receipt, "closure", {}, expect=409)
    assert (owed["code"], owed["pending"]) == ("still-owed", ["lead", "answer"])
    draft = act(handler, receipt, "replies", {})["draft"].rpartition("/")[2]
    etag = handler.get(f"{BASE}/{draft}").headers["ETag"]
    written = handler.get(f"{BASE}/{draft}").get_json()
    assert ([item["code"] for item in written["main_recipients"]], written["kind"]) == ([OFFICE], "letter")
    body = {name: written[name] for name in ("kind", "title", "cited", "publication")}
    body |= {"register_code": "舟数据函", "main_recipients": [OFFICE], "body": "贵办来文收悉。我局已完成事项梳理。"}
    assert handler.send("PUT", f"{BASE}/{draft}", json=body, headers={"If-Match": etag}).status_code == 200
    turn(handler, draft, "submission", {"steps": [{"officer_id": leader.session["subject"]["id"]}]})
    turn(leader, draft, "reviews", {})
    turn(leader, draft, "signature", {})
    turn(clerk, draft, "numbering", {})
    turn(clerk, draft, "dispatch", {})
    desk.product.work()
    answered = clerk.get(f"{IN}/{receipt}").get_json()
    assert (answered["reply"], [item["event"] for item in answered["handover"]][-1]) == (f"{BASE}/{draft}", "replied")
    (at_sender,) = desk.clerk.every(f"{BASE}/{document_id}/receipts")
    assert at_sender["reply"] == f"{BASE}/{draft}"
    assert clerk.get(f"{BASE}/{draft}").get_json()["replies_to"] == f"{IN}/{receipt}"

    act(handler, receipt, "results", {"result": "已完成事项梳理并复文。"})
    assert [task["kind"] for task in clerk.tasks(receipt) if task["kind"] == "close_document"] == ["close_document"]
    closed = act(clerk, receipt, "closure", {})
    assert (closed["state"], closed["light"], closed["owed"]) == ("closed", None, [])
    assert clerk.tasks(receipt) == []
    again = act(clerk, receipt, "reopening", {"opinion": "市政府要求补充材料。"})
    assert again["state"] == "in_handling"


def test_the_list_and_the_counts_are_the_organs_own(desk: Desk) -> None:
    document_id = desk.sent(urgency="extra_urgent", restricted=True)
    receipt = receipt_at(desk, document_id, DINGHAI)
    dinghai, putuo = desk.product.officer("officer-ping"), desk.product.officer("officer-jia")
    wanted = {"state": "awaiting", "urgency": "extra_urgent", "kind": "notice", "sender": OFFICE, "role": "main"}
    assert receipt in [item["id"] for item in dinghai.every(IN, **wanted)]
    assert receipt not in [item["id"] for item in putuo.every(IN)]
    assert putuo.get(f"{IN}/{receipt}").status_code == 404
    before = dinghai.get(f"{IN}/counts").get_json()["counts"]
    act(dinghai, receipt, "receipt", {})
    after = dinghai.get(f"{IN}/counts").get_json()["counts"]
    assert (after["awaiting"], after["signed_for"]) == (before["awaiting"] - 1, before["signed_for"] + 1)
    act(dinghai, receipt, "registration", {"purpose": "handle", "due_on": "2026-01-05"})
    (overdue,) = [item for item in dinghai.every(IN, due_before="2026-01-06") if item["id"] == receipt]
    assert overdue["light"] == "red"
    file = dinghai.get(f"{IN}/{receipt}/file")
    assert (file.status_code, file.content_type) == (200, "application/pdf")
    assert dinghai.post(f"{IN}/{receipt}/proposal", {"opinion": "请办"}).status_code == 428
    assert dinghai.post(f"{IN}/{receipt}/proposal", {"opinion": "请办"}, If_Match='"1"').status_code == 412
    assert desk.product.officer("officer-xu").get(IN).status_code == 403


def test_an_assignment_needs_one_lead_of_the_organ_and_an_earlier_one_stays_readable(desk: Desk) -> None:
    clerk, handler = desk.product.officer("officer-lian"), desk.product.officer("officer-nong")
    receipt = receipt_at(desk, desk.sent(), DATA)
    act(clerk, receipt, "receipt", {})
    act(clerk, receipt, "registration", {})
    outside = [{"role": "co", "department": DINGHAI}, {"role": "co", "department": DATA, "due_on": "2020-01-01"}]
    refused = act(clerk, receipt, "assignment", {"handlers": outside}, expect=422)
    assert [item["pointer"] for item in refused["errors"]] == [
        "/handlers",
        "/handlers/0",
        "/handlers/1/due_on",
    ]
    act(clerk, receipt, "assignment", {"handlers": [{"role": "lead", "department": DATA}]})
    named = [{"role": "lead", "officer_id": handler.session["subject"]["id"]}, {"role": "co", "department": DATA}]
    again = act(clerk, receipt, "assignment", {"handlers": named, "opinion": "改由专人主办"})
    assert [(item["role"], item["released_at"] is None) for item in again["handlers"]] == [
        ("lead", False),
        ("lead", True),
        ("co", True),
    ]
    act(handler, receipt, "results", {"result": "主办完成"})
    found = act(handler, receipt, "results", {"result": "协办完成"})
    assert [item["result"] for item in found["handlers"]] == [None, "主办完成", "协办完成"]
    assert act(handler, receipt, "results", {"result": "再报"}, expect=403)["code"] == "not-your-turn"


def test_a_reader_opens_what_was_circulated_to_them_and_nothing_else(desk: Desk) -> None:
    clerk, reader = desk.product.officer("officer-lian"), desk.product.officer("officer-you")
    receipt, other = (receipt_at(desk, desk.sent(restricted=True), DATA) for _ in range(2))
    act(clerk, receipt, "receipt", {})
    act(clerk, receipt, "registration", {"purpose": "read"})
    assert reader.get(f"{IN}/{receipt}").status_code == 404
    act(clerk, receipt, "circulation", {"officers": [reader.session["subject"]["id"]]})
    for _ in range(2):
        assert reader.get(f"{IN}/{receipt}").status_code == 200
    assert reader.get(f"{IN}/{other}").status_code == 404
    act(reader, receipt, "readings", {"opinion": "无意见"})
    assert reader.get(f"{IN}/{receipt}").get_json()["readers"][0]["opinion"] == "无意见"
    assert act(reader, receipt, "readings", {}, expect=403)["code"] == "not-your-turn"

"""Documents to the city government itself, for which its office signs (市政府办公室)."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from tests.integration.handover_proofs.test_proofs import verified
from tests.office.documents.drafts import BASE, DINGHAI, NOTICE, OFFICE, Desk, turn
from tests.office.incoming_documents.test_exchange import IN, act
from tests.product import Caller, Product

CITY = "11330900002600018G"
CITY_NAME, OFFICE_NAME = "舟山市人民政府", "舟山市人民政府办公室"


class Bureau:
    """The people of a bureau who write to the city government."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.drafter, self.signer = product.officer("officer-nong"), product.officer("officer-quan")
        self.clerk, self.receiver = product.officer("officer-lian"), product.officer("officer-bi")

    def sent(self, main: list[str], copies: list[str] | None = None) -> str:
        """Report to organs, and let it arrive."""
        written = {
            "kind": "report",
            "title": "舟山市大数据发展管理局关于数字化改革进展情况的报告",
            "register_code": "舟数据发",
            "main_recipients": main,
            "copies": copies or [],
            "body": "现将数字化改革进展情况报告如下：\n一、进展\n（一）平台。平台已经建成。",
            "publication": "public",
        }
        answer = self.drafter.post(BASE, written)
        assert answer.status_code == 201, answer.text
        document_id = str(answer.get_json()["id"])
        turn(self.drafter, document_id, "submission", {"steps": [{"officer_id": self.signer.session["subject"]["id"]}]})
        turn(self.signer, document_id, "reviews", {})
        turn(self.signer, document_id, "signature", {})
        turn(self.clerk, document_id, "numbering", {})
        turn(self.clerk, document_id, "dispatch", {})
        self.product.work()
        return document_id

    def receipts(self, document_id: str) -> list[tuple[str, str, str | None]]:
        found = self.clerk.every(f"{BASE}/{document_id}/receipts")
        return [(item["department_code"], item["role"], item["addressed_to"]) for item in found]

    def receipt(self, document_id: str) -> str:
        (found,) = self.clerk.every(f"{BASE}/{document_id}/receipts")
        return str(found["id"])


@pytest.fixture
def bureau(product: Product) -> Bureau:
    return Bureau(product)


def printed(caller: Caller, document_id: str) -> str:
    pages = PdfReader(io.BytesIO(caller.get(f"{BASE}/{document_id}/file").data)).pages
    return "".join(page.extract_text() for page in pages).replace(" ", "")


def test_the_office_signs_for_what_the_city_government_is_sent(bureau: Bureau) -> None:
    document_id = bureau.sent([CITY])
    assert bureau.receipts(document_id) == [(OFFICE, "main", CITY_NAME)]
    receipt = bureau.receipt(document_id)
    assert [task["kind"] for task in bureau.receiver.tasks(receipt)] == ["sign_for_document"]
    found = act(bureau.receiver, receipt, "receipt", {})
    assert (found["department_code"], found["addressed_to"]) == (OFFICE, CITY_NAME)
    assert [item["name"] for item in found["main_recipients"]] == [CITY_NAME]
    assert receipt in [item["id"] for item in bureau.receiver.every(IN) if item["addressed_to"] == CITY_NAME]
    assert f"{CITY_NAME}：" in printed(bureau.clerk, document_id)
    assert OFFICE_NAME not in printed(bureau.clerk, document_id)


def test_the_proof_names_the_recipient_as_the_document_does(bureau: Bureau) -> None:
    receipt = bureau.receipt(bureau.sent([CITY]))
    act(bureau.receiver, receipt, "receipt", {})
    proof: dict[str, Any] = bureau.receiver.get(f"{IN}/{receipt}/proof").get_json()
    shown = verified(bureau.product, proof)
    assert (shown["valid"], {item["recipient"] for item in shown["statements"]}) == (True, {CITY_NAME})
    named = bureau.receipt(bureau.sent([OFFICE]))
    shown = verified(bureau.product, bureau.receiver.get(f"{IN}/{named}/proof").get_json())
    assert {item["recipient"] for item in shown["statements"]} == {OFFICE_NAME}


@pytest.mark.parametrize(("main", "copies"), [([CITY], [OFFICE]), ([OFFICE], [CITY]), ([CITY, OFFICE], [])])
def test_both_named_get_it_once_as_main_recipient(bureau: Bureau, main: list[str], copies: list[str]) -> None:
    document_id = bureau.sent(main, copies)
    names = "、".join({CITY: CITY_NAME, OFFICE: OFFICE_NAME}[code] for code in (*main, *copies))
    assert bureau.receipts(document_id) == [(OFFICE, "main", names)]
    assert bureau.clerk.get(f"{BASE}/{document_id}").get_json()["recipients"] == 1


def test_the_sender_supplements_urges_and_recalls_by_the_name_in_the_document(bureau: Bureau) -> None:
    document_id = bureau.sent([DINGHAI])
    assert bureau.receipts(document_id) == [(DINGHAI, "main", None)]
    turn(bureau.clerk, document_id, "supplements", {"main_recipients": [CITY]})
    again = {"main_recipients": [OFFICE]}
    assert turn(bureau.clerk, document_id, "supplements", again, expect=409)["code"] == "no-recipients"
    bureau.product.work()
    assert sorted(bureau.receipts(document_id)) == sorted([(DINGHAI, "main", None), (OFFICE, "main", CITY_NAME)])
    assert turn(bureau.clerk, document_id, "reminders", {"organs": [CITY]})["urged"] == 1
    turn(bureau.clerk, document_id, "recalls", {"organs": [CITY], "opinion": "发送有误"})
    states = {item["department_code"]: item["state"] for item in bureau.clerk.every(f"{BASE}/{document_id}/receipts")}
    assert states == {DINGHAI: "awaiting", OFFICE: "recalled"}


def test_the_office_does_not_write_to_whom_it_signs_for(product: Product) -> None:
    desk = Desk(product)
    document_id = desk.drafted(main_recipients=[CITY, DINGHAI])
    findings = desk.drafter.get(f"{BASE}/{document_id}/check").get_json()["findings"]
    assert ("/main_recipients", "self") in {(item["pointer"], item["code"]) for item in findings}
    copied = desk.sent(main_recipients=[DINGHAI], copies=[CITY], title=NOTICE["title"])
    assert [item["department_code"] for item in desk.clerk.every(f"{BASE}/{copied}/receipts")] == [DINGHAI]

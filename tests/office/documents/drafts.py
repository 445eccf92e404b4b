"""Documents drafted over HTTP, for tests of what becomes of them."""

from typing import Any

from werkzeug.test import TestResponse

from kit.ids import new_id
from tests.product import Caller, Product

OFFICE, DATA, DINGHAI, PUTUO = "11330900002600114R", "11330900MB15A0263B", "11330902002610013M", "11330903002620019E"
BASE = "/office/v1/documents"
NOTICE: dict[str, Any] = {
    "kind": "notice",
    "title": "舟山市人民政府办公室关于做好数字化转型工作的通知",
    "register_code": "舟政办发",
    "main_recipients": [DINGHAI, PUTUO],
    "copies": [DATA],
    "body": "为做好数字化转型工作，现通知如下：\n一、总体要求\n（一）工作目标。民生事项“一证通办”。\n1.全面梳理事项。",
    "publication": "public",
}


class Desk:
    """The people of an office who carry a document from draft to dispatch."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.drafter = product.officer("officer-miao")
        self.reviewer = product.officer("officer-ji")
        self.leader = product.officer("officer-wen")
        self.clerk = product.officer("officer-bi")

    def drafted(self, **changes: Any) -> str:
        """Draft the notice, with a word of its own in its body."""
        body = {**NOTICE, **changes}
        answer = self.drafter.post(BASE, body)
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def signed(self, **changes: Any) -> str:
        """Draft, submit, review and sign."""
        return self.sign(self.drafted(**changes))

    def sign(self, document_id: str) -> str:
        """Submit, review and sign what was drafted."""
        turn(self.drafter, document_id, "submission", {"steps": [{"kind": "review"}]})
        turn(self.reviewer, document_id, "reviews", {"opinion": "同意。"})
        turn(self.leader, document_id, "signature", {"opinion": "请印发。"})
        return document_id

    def ready(self, **changes: Any) -> str:
        """Number and seal what was signed."""
        document_id = self.signed(**changes)
        turn(self.clerk, document_id, "numbering", {})
        return document_id

    def sent(self, **changes: Any) -> str:
        """Send it, and let it arrive."""
        return self.send(self.drafted(**changes))

    def send(self, document_id: str) -> str:
        """Have what was drafted signed, numbered, sent, and let it arrive."""
        turn(self.clerk, self.sign(document_id), "numbering", {})
        turn(self.clerk, document_id, "dispatch", {})
        self.product.work()
        return document_id


def turn(caller: Caller, document_id: str, what: str, body: object, *, expect: int = 200) -> dict[str, Any]:
    """Read a document and make a turn from what was read."""
    etag = caller.get(f"{BASE}/{document_id}").headers["ETag"]
    answer: TestResponse = caller.post(f"{BASE}/{document_id}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def a_word() -> str:
    """Return a word that stands in no other document."""
    return f"词{new_id().hex[-8:]}"

"""Fourth act of the journey: an official document from the draft to every unit, signed for, answered, and proven."""

from typing import Any

from assembly.journey_client import Client, act, fact, require
from assembly.journey_steps import sign_in_officer, turn, until

DOCUMENTS, INCOMING = "/office/v1/documents", "/office/v1/incoming_documents"
DATA_BUREAU = "11330900MB15A0263B"
NOTICE = {
    "kind": "notice",
    "title": "舟山市人民政府办公室关于报送“一证通办”进展情况的通知",
    "register_code": "舟政办发",
    "organ_lists": ["all_units"],
    "urgency": "urgent",
    "body": (
        "为掌握“一证通办”进展情况，现通知如下：\n一、报送内容\n（一）民生事项清单。\n（二）仍需自备的材料及原因。\n"
        "二、工作要求\n请各单位按期报送。"
    ),
}


def a_document_to_every_unit(client: Client) -> None:
    """Drafted, checked, reviewed, signed, numbered, sent; signed for, instructed, answered; and all of it proven."""
    act("Official documents: one notice to every unit of the city, and an answer")
    document_id = send(client)
    sign_in_officer(client, "officer-lian")
    receipt = arrived(client)
    turn(client, INCOMING, receipt, "receipt", {}, "Sign for")
    registered = turn(client, INCOMING, receipt, "registration", {"purpose": "handle"}, "Register")
    fact(f"{registered['register_number']}, due on {registered['due_on']}, light {registered['light']}")
    turn(client, INCOMING, receipt, "proposal", {"opinion": "建议由数据资源处主办。"}, "Propose the handling")
    sign_in_officer(client, "officer-quan")
    turn(client, INCOMING, receipt, "instructions", {"opinion": "同意，请抓紧办理。"}, "Instruct")
    sign_in_officer(client, "officer-lian")
    handlers = [{"role": "lead", "department": DATA_BUREAU}]
    turn(client, INCOMING, receipt, "assignment", {"handlers": handlers}, "Assign")
    sign_in_officer(client, "officer-nong")
    found = turn(client, INCOMING, receipt, "replies", {}, "Begin the answer")
    fact(f"a letter to the sender: {found['draft']}")
    turn(client, INCOMING, receipt, "results", {"result": "已梳理事项并起草复函。"}, "Report the result")
    prove(client, receipt)
    sign_in_officer(client, "officer-bi")
    shown = client.step("How far is everybody", f"GET {DOCUMENTS}/{document_id}").body
    fact(f"of {shown['recipients']} units: {shown['receipts']}")


def send(client: Client) -> str:
    """Carry the notice from draft to dispatch."""
    sign_in_officer(client, "officer-miao")
    drafted = client.step("Draft", f"POST {DOCUMENTS}", body=NOTICE, expect=201).body
    document_id = str(drafted["id"])
    check = client.step("Check of form", f"GET {DOCUMENTS}/{document_id}/check").body
    fact("fit" if check["fit"] else str(check["findings"]))
    turn(client, DOCUMENTS, document_id, "submission", {"steps": [{"kind": "review"}]}, "Submit for review")
    sign_in_officer(client, "officer-ji")
    turn(client, DOCUMENTS, document_id, "reviews", {"opinion": "同意。"}, "Review")
    sign_in_officer(client, "officer-wen")
    turn(client, DOCUMENTS, document_id, "signature", {"opinion": "请印发。"}, "Sign")
    sign_in_officer(client, "officer-bi")
    numbered = turn(client, DOCUMENTS, document_id, "numbering", {}, "Number and seal")
    fact(f"{numbered['number']}, SHA-256 {numbered['digests']['sha256'][:16]}…")
    sent = turn(client, DOCUMENTS, document_id, "dispatch", {}, "Send")
    fact(f"to {sent['recipients']} units in one request")
    pdf = client.step("As PDF/A in the national layout", f"GET {DOCUMENTS}/{document_id}/file").body
    fact(f"{len(pdf):,} bytes")
    return document_id


def arrived(client: Client) -> str:
    """Wait until the notice is before the unit, and return its receipt."""

    def mine(page: dict[str, Any]) -> list[dict[str, Any]]:
        return [item for item in page["items"] if item["title"] == NOTICE["title"]]

    query = {"state": "awaiting", "urgency": "urgent", "limit": "1"}
    page = until(client, "What waits to be signed for", f"GET {INCOMING}", lambda page: bool(mine(page)), query)
    found = mine(page)[0]
    fact(f"{found['number']} from {found['sender_name']}")
    return str(found["id"])


def prove(client: Client, receipt: str) -> None:
    """Take the proof of the hand-over and have it verified without signing in."""
    proof = client.step("The proof of the hand-over", f"GET {INCOMING}/{receipt}/proof").body
    token, client.token = client.token, None
    found = client.step("Verify it", "POST /integration/v1/handover_proofs/verification", body=proof).body
    client.token = token
    require(holds=found["valid"], message=str(found["findings"]))
    fact("valid: " + "，".join(f"{item['title']} {item['at'][11:19]}" for item in found["statements"]))

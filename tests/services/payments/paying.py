"""Payments as people make them, for the tests here and of the office."""

from typing import Any

from tests.outside import ask
from tests.product import Caller, Product, filled

#: Costs 10 yuan a licence.
REPLACEMENT = "11330900002600341Y3330109023003"
FEE = "驾驶证工本费"
#: Costs 60 yuan a permit, and is not decided at once.
MACAO_PERMIT, MACAO_FEE = "1133090000260045653330109042002", "往来港澳通行证费"
ADDRESS = "/services/v1/payments"
CALLBACK = "/integration/v1/payment_callbacks"


def filed(citizen: Caller, matter: str = REPLACEMENT) -> str:
    """File for something that costs a fee and return the case."""
    prepared = citizen.get(f"/services/v1/matters/{matter}/preparation").get_json()
    materials = [
        {"code": item["code"], "file_ids": [citizen.upload().get_json()["id"]]}
        for item in prepared["materials"]
        if item["satisfied_by"] == "upload"
    ]
    body = {"matter_code": matter, "form": filled(prepared), "materials": materials}
    if matter == MACAO_PERMIT:
        body["delivery"] = {"way": "counter"}
    answer = citizen.post("/services/v1/cases", body)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def started(citizen: Caller, case_id: str, fee: str = FEE) -> dict[str, Any]:
    """Start the payment of the fee."""
    answer = citizen.post(ADDRESS, {"case_id": case_id, "fee": fee})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def ordered(citizen: Caller, matter: str = REPLACEMENT, fee: str = FEE) -> dict[str, Any]:
    """File, start the payment, and get the page on which it is paid."""
    payment = started(citizen, filed(citizen, matter), fee)
    answer = citizen.post(f"{ADDRESS}/{payment['id']}/orders", {})
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["pay_url"].endswith(payment["number"])
    return payment


def pay(product: Product, payment: dict[str, Any], **asked: Any) -> dict[str, Any]:
    """Pay at the platform and return its notification, which has not arrived."""
    return dict(ask(product, "POST", f"/sandbox/payment/{payment['number']}/payments", asked))


def notify(product: Product, notice: dict[str, Any], expect: int = 200) -> dict[str, Any]:
    """Let a notification arrive."""
    answer = product.anybody().post(CALLBACK, notice)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def seen(citizen: Caller, payment: dict[str, Any]) -> dict[str, Any]:
    """Return a payment as its payer sees it."""
    return dict(citizen.get(f"{ADDRESS}/{payment['id']}").get_json())


def back(product: Product, payment: dict[str, Any]) -> list[str]:
    """Return the states of what goes back of a payment at the platform."""
    refunds = ask(product, "GET", "/sandbox/payment")["refunds"]
    return [item["status"] for item in refunds if item["orderNo"] == payment["number"]]

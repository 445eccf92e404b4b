"""Paying a fee: started once, settled by the platform's word, and never twice."""

import dataclasses
from datetime import timedelta

import pytest

from engines.payments import follow_payments
from kit import clock
from tests.outside import ask, failing
from tests.product import Caller, Product
from tests.services.notifications.reading import about, news
from tests.services.payments.paying import (
    ADDRESS,
    FEE,
    MACAO_FEE,
    MACAO_PERMIT,
    back,
    filed,
    notify,
    ordered,
    pay,
    seen,
    started,
)


@pytest.fixture
def lin(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


@pytest.fixture
def zhou(product: Product) -> Caller:
    return product.citizen("zhou-liwen")


def test_a_fee_is_paid_when_the_platform_says_so(product: Product, lin: Caller) -> None:
    payment = ordered(lin)
    assert (payment["state"], payment["amount"], payment["fee"]) == ("created", 1000, FEE)
    notice = pay(product, payment)
    assert seen(lin, payment)["state"] == "created", "the page's own word is worth nothing"
    assert notify(product, notice) == {"code": "0", "message": "success"}
    paid = seen(lin, payment)
    assert (paid["state"], paid["refunds"]) == ("paid", [])
    assert paid["paid_at"] is not None
    product.work()
    assert news(lin, payment["id"]) == ["payment.pay"]
    assert about(lin, payment["id"])[0]["href"] == f"{ADDRESS}/{payment['id']}"
    assert lin.post(f"{ADDRESS}/{payment['id']}/orders", {}).get_json()["code"] == "payment-settled"


def test_a_fee_is_started_once(lin: Caller) -> None:
    case_id = filed(lin)
    first = started(lin, case_id)
    assert started(lin, case_id)["id"] == first["id"]
    assert [item["id"] for item in lin.every(ADDRESS) if item["case_id"] == case_id] == [first["id"]]


def test_what_cannot_be_paid_is_refused(product: Product, lin: Caller) -> None:
    case_id = filed(lin, MACAO_PERMIT)
    unknown = lin.post(ADDRESS, {"case_id": case_id, "fee": "其他费用"})
    assert (unknown.status_code, unknown.get_json()["code"]) == (422, "fee-unknown")
    free = lin.post(ADDRESS, {"case_id": product.file_renewal(lin)["id"], "fee": FEE})
    assert free.get_json()["code"] == "fee-unknown"
    tag = lin.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    lin.post(f"/services/v1/cases/{case_id}/withdrawal", {"reason": ""}, If_Match=tag)
    over = lin.post(ADDRESS, {"case_id": case_id, "fee": MACAO_FEE})
    assert (over.status_code, over.get_json()["code"]) == (409, "case-not-payable")


def test_anothers_payments_are_not_there(product: Product, lin: Caller, zhou: Caller) -> None:
    payment = ordered(lin)
    assert zhou.get(f"{ADDRESS}/{payment['id']}").status_code == 404
    assert zhou.post(f"{ADDRESS}/{payment['id']}/orders", {}).status_code == 404
    assert zhou.post(ADDRESS, {"case_id": payment["case_id"], "fee": FEE}).status_code == 404
    assert payment["id"] not in {item["id"] for item in zhou.every(ADDRESS)}


def test_a_notification_twice_or_late_changes_nothing(product: Product, lin: Caller) -> None:
    payment = ordered(lin)
    notice = pay(product, payment)
    for _ in range(3):
        notify(product, notice)
    with clock.travel(clock.now() + timedelta(days=2)):
        notify(product, notice)
    product.work()
    paid = seen(lin, payment)
    assert (paid["state"], paid["version"], back(product, payment)) == ("paid", 2, [])
    assert news(lin, payment["id"]) == ["payment.pay"]


@pytest.mark.parametrize("changes", [{"amount": 1}, {"sign": "0" * 64}, {"orderNo": "another"}])
def test_a_forged_notification_changes_nothing(product: Product, lin: Caller, changes: dict[str, object]) -> None:
    payment = ordered(lin)
    refused = notify(product, {**pay(product, payment), **changes}, expect=401)
    assert refused["code"] == "notice-refused"
    assert seen(lin, payment)["state"] == "created"


def test_who_pays_twice_gets_the_second_back(product: Product, lin: Caller) -> None:
    payment = ordered(lin)
    first, second = pay(product, payment), pay(product, payment)
    notify(product, second)
    notify(product, first)
    notify(product, first)
    product.work()
    paid = seen(lin, payment)
    assert paid["state"] == "paid"
    assert [(item["amount"], item["state"], item["reason"]) for item in paid["refunds"]] == [
        (1000, "sent", "重复缴费，原路退回")
    ]
    assert back(product, payment) == ["DONE"]
    follow_payments(product.context)
    assert seen(lin, payment)["refunds"][0]["state"] == "done"
    assert news(lin, payment["id"]) == ["payment.pay", "payment.return_surplus"]


def test_a_wrong_amount_settles_nothing_and_goes_back(product: Product, lin: Caller) -> None:
    payment = ordered(lin)
    notify(product, pay(product, payment, amount=1))
    product.work()
    wrong = seen(lin, payment)
    assert (wrong["state"], wrong["refunds"][0]["amount"], back(product, payment)) == ("created", 1, ["DONE"])
    notify(product, pay(product, payment))
    assert seen(lin, payment)["state"] == "paid"


def test_money_for_a_case_that_ended_goes_back(product: Product, lin: Caller) -> None:
    payment = ordered(lin, MACAO_PERMIT, MACAO_FEE)
    address = f"/services/v1/cases/{payment['case_id']}"
    lin.post(f"{address}/withdrawal", {"reason": ""}, If_Match=lin.get(address).headers["ETag"])
    product.work()
    assert seen(lin, payment)["state"] == "closed"
    notify(product, pay(product, payment))
    product.work()
    assert (seen(lin, payment)["state"], back(product, payment)) == ("closed", ["DONE"])


def test_a_notification_that_never_comes_is_asked_for(product: Product, lin: Caller) -> None:
    payment = ordered(lin)
    notice = pay(product, payment)
    with clock.travel(clock.now() + timedelta(minutes=6)):
        with failing(product, "payment", "down", times=200):
            follow_payments(product.context)
        assert seen(lin, payment)["state"] == "created"
    with clock.travel(clock.now() + timedelta(minutes=7)):
        product.context.gateways.payment.http.breaker.succeeded()
        follow_payments(product.context)
    assert seen(lin, payment)["state"] == "paid"
    notify(product, notice)
    assert (seen(lin, payment)["version"], back(product, payment)) == (2, [])


@pytest.mark.parametrize("fault", ["down", "half", "bad-signature"])
def test_a_platform_that_fails_gets_one_refund_when_it_is_back(product: Product, lin: Caller, fault: str) -> None:
    payment = ordered(lin)
    notify(product, pay(product, payment))
    notify(product, pay(product, payment))
    with failing(product, "payment", fault):
        product.work()
    assert seen(lin, payment)["refunds"][0]["state"] == "approved"
    with clock.travel(clock.now() + timedelta(minutes=1)):
        product.work()
    assert (seen(lin, payment)["refunds"][0]["state"], back(product, payment)) == ("sent", ["DONE"])


def test_a_platform_that_is_down_says_so_and_the_payment_stands(product: Product, lin: Caller) -> None:
    payment = started(lin, filed(lin))
    with failing(product, "payment", "down"):
        down = lin.post(f"{ADDRESS}/{payment['id']}/orders", {})
    assert (down.status_code, down.get_json()["code"]) == (503, "source-unavailable")
    assert lin.post(f"{ADDRESS}/{payment['id']}/orders", {}).status_code == 200


def test_a_refund_that_is_through_before_we_know_that_it_was_sent(product: Product, lin: Caller) -> None:
    payment = ordered(lin)
    notify(product, pay(product, payment))
    notify(product, pay(product, payment))
    with failing(product, "payment", "refund-waits"):
        product.work()
    (refund,) = seen(lin, payment)["refunds"]
    assert refund["state"] == "sent"
    notice = ask(product, "POST", f"/sandbox/payment/refunds/{refund['number']}/completion", {})
    notify(product, notice)
    notify(product, notice)
    assert seen(lin, payment)["refunds"][0]["state"] == "done"


def test_without_the_platform_it_is_paid_at_the_counter(
    product: Product, lin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = started(lin, filed(lin))
    alone = dataclasses.replace(product.context, gateways=dataclasses.replace(product.context.gateways, payment=None))
    monkeypatch.setitem(product.app.extensions, "zhangban", alone)
    answer = lin.post(f"{ADDRESS}/{payment['id']}/orders", {})
    assert (answer.status_code, answer.get_json()["code"]) == (503, "payment-not-connected")

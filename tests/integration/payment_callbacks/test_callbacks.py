"""Whose word is taken, and what everybody else is answered."""

import dataclasses

import pytest

from gateways.payment import sign
from kit import clock
from tests.product import Product
from tests.services.payments.paying import CALLBACK, notify, ordered, pay, seen


def test_a_signed_notice_of_what_is_not_ours_is_not_found(product: Product, city_sandbox: dict[str, str]) -> None:
    said = {
        "type": "PAY",
        "orderNo": "unheard-of",
        "tradeNo": "T1",
        "amount": 1000,
        "time": "2026-11-25 12:00:00",
        "appId": city_sandbox["PAYMENT_APP_ID"],
        "timestamp": str(int(clock.now().timestamp() * 1000)),
    }
    signed = {**said, "sign": sign(city_sandbox["PAYMENT_NOTIFY_SECRET"], said)}
    assert notify(product, signed, expect=404)["code"] == "payment-not-found"
    back = {**said, "type": "REFUND", "refundNo": "unheard-of"}
    signed = {**back, "sign": sign(city_sandbox["PAYMENT_NOTIFY_SECRET"], back)}
    assert notify(product, signed, expect=404)["code"] == "payment-not-found"


@pytest.mark.parametrize("body", [{}, {"type": "PAY"}, {"type": 5, "orderNo": [], "sign": {}}])
def test_what_is_no_notice_is_told_so(product: Product, body: dict[str, object]) -> None:
    assert notify(product, body, expect=422)["errors"]


@pytest.mark.parametrize("signature", ["", "0", "签名"])
def test_an_unsigned_notice_is_refused(product: Product, signature: str) -> None:
    refused = notify(product, {"type": "PAY", "orderNo": "1", "sign": signature}, expect=401)
    assert refused["code"] == "notice-refused"


def test_without_the_platform_nobody_is_believed(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen = product.citizen("lin-haiyan")
    payment = ordered(citizen)
    notice = pay(product, payment)
    alone = dataclasses.replace(product.context, gateways=dataclasses.replace(product.context.gateways, payment=None))
    with monkeypatch.context() as patch:
        patch.setitem(product.app.extensions, "zhangban", alone)
        assert product.anybody().post(CALLBACK, notice).status_code == 503
    assert seen(citizen, payment)["state"] == "created"
    notify(product, notice)
    assert seen(citizen, payment)["state"] == "paid"

"""Orders, refunds and the day's file over HTTP, and whose notifications are believed."""

import dataclasses
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest

from gateways import Gateways, KeysRefused, SourceNonsense, SourceRefused, SourceUnavailable, connect
from gateways.payment import (
    NoticeRefused,
    Order,
    PaymentSettings,
    PublicPayment,
    UnifiedPayment,
    canonical_text,
    sign,
)
from kit import clock
from kit.ids import new_id
from kit.settings import SettingsError, load_settings, read_section
from kit.shared import SharedSecrets
from tests.gateways.scripted_server import always, scripted_server

Call = Callable[..., tuple[int, Any]]
Force = Callable[..., None]
HEAD = "type,orderNo,tradeNo,refundNo,amount,time\n"


@pytest.fixture
def platform(gateways: Gateways) -> PublicPayment:
    assert gateways.payment is not None
    return gateways.payment


@pytest.fixture
def own(sandbox_values: dict[str, str]) -> PaymentSettings:
    return read_section(PaymentSettings, "PAYMENT", sandbox_values)


def ordered(platform: PublicPayment, amount: int = 1000) -> str:
    number = f"F{new_id().hex}"
    assert platform.order(order_of(number, amount)).endswith(number)
    return number


def order_of(number: str, amount: int = 1000) -> Order:
    return Order(number, amount, "补换驾驶证：工本费", "http://127.0.0.1:1/x", clock.today())


def paid(call: Call, number: str, **asked: Any) -> dict[str, Any]:
    """Pay an order and return the platform's notification."""
    status, notice = call("POST", f"/sandbox/payment/{number}/payments", asked)
    assert status == 201
    return dict(notice)


def test_one_number_is_one_order_and_every_payment_of_it_is_seen(platform: PublicPayment, call: Call) -> None:
    number = ordered(platform)
    assert platform.order(order_of(number)) == platform.order(order_of(number))
    with pytest.raises(SourceRefused, match="ORDER_DIFFERS"):
        platform.order(order_of(number, 999))
    assert platform.trades(number) == []
    first, second = platform.read_notice(paid(call, number)), platform.read_notice(paid(call, number))
    assert platform.trades(number) == [first.trade, second.trade]
    assert (first.kind, first.order_number, first.trade.amount) == ("pay", number, 1000)
    with pytest.raises(SourceRefused, match="ORDER_UNKNOWN"):
        platform.trades("unheard-of")


def test_a_refund_goes_back_once_and_is_in_the_days_file(platform: PublicPayment, call: Call, force: Force) -> None:
    number = ordered(platform)
    trade = platform.read_notice(paid(call, number)).trade
    force("payment", "refund-waits")
    assert platform.refund(number, trade, f"{number}R1", "重复缴费") is False
    assert platform.is_refunded(f"{number}R1") is False
    status, notice = call("POST", f"/sandbox/payment/refunds/{number}R1/completion", {})
    assert (status, platform.read_notice(notice).kind) == (201, "refund")
    assert platform.is_refunded(f"{number}R1") is True
    assert platform.refund(number, trade, f"{number}R1", "重复缴费") is True
    lines = [line for line in platform.lines(clock.today()) if line.order_number == number]
    assert [(line.kind, line.number, line.amount) for line in lines] == [
        ("pay", trade.number, 1000),
        ("refund", f"{number}R1", 1000),
    ]
    with pytest.raises(SourceRefused, match="TRADE_UNKNOWN"):
        platform.refund(number, dataclasses.replace(trade, amount=1), f"{number}R2", "金额不符")


@pytest.mark.parametrize("wrong", [{"secret": "other"}, {"app_id": "other"}])
def test_a_wrong_key_waits_until_it_is_mended(own: PaymentSettings, wrong: Any) -> None:
    with pytest.raises(KeysRefused) as refused:
        UnifiedPayment(dataclasses.replace(own, **wrong)).trades("1")
    assert refused.value.transient


def test_the_failures_of_the_platform_have_names(platform: PublicPayment, force: Force) -> None:
    force("payment", "bad-signature")
    with pytest.raises(KeysRefused):
        platform.trades("1")
    force("payment", "half")
    with pytest.raises(SourceUnavailable):
        platform.lines(clock.today())


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 1},
        {"orderNo": "another"},
        {"sign": ""},
        {"sign": "0" * 64},
        {"sign": "签名"},
        {"appId": "other"},
        {"extra": "added"},
        {"type": "REFUND"},
        {"timestamp": "1"},
    ],
)
def test_a_notification_that_was_changed_is_not_believed(platform: PublicPayment, call: Call, changes: Any) -> None:
    notice = paid(call, ordered(platform))
    assert platform.read_notice(notice).kind == "pay"
    with pytest.raises(NoticeRefused):
        platform.read_notice({**notice, **changes})


def test_a_notification_that_is_signed_and_says_nothing_is_not_believed(
    platform: PublicPayment, call: Call, own: PaymentSettings
) -> None:
    notice = paid(call, ordered(platform))
    for changes in ({"type": "OTHER"}, {"amount": "1000"}, {"tradeNo": ""}, {"time": "today"}, {"timestamp": "１"}):
        changed = {**notice, **changes}
        with pytest.raises(NoticeRefused):
            platform.read_notice({**changed, "sign": sign(own.notify_secret, changed)})
    with clock.travel(clock.now() + timedelta(days=4)), pytest.raises(NoticeRefused):
        platform.read_notice(notice)
    with pytest.raises(NoticeRefused):
        platform.read_notice([notice])


def test_what_is_signed() -> None:
    fields = {"b": 2, "a": "一", "sign": "x", "empty": "", "none": None}
    assert canonical_text(fields) == "a=一&b=2"
    assert sign("secret", fields) == sign("secret", {"a": "一", "b": "2"})
    assert sign("secret", fields) != sign("other", fields)


@pytest.mark.parametrize(
    ("content", "digest"),
    [
        (HEAD, "0"),
        ("type,orderNo\n", None),
        (HEAD + "PAY,1,2,,ten,2026-11-25 12:00:00\n", None),
        (HEAD + "GIFT,1,2,,10,2026-11-25 12:00:00\n", None),
    ],
)
def test_a_file_that_does_not_add_up_is_nonsense(content: str, digest: str | None) -> None:
    data = {"content": content, "sha256": digest or hashlib.sha256(content.encode()).hexdigest()}
    with scripted_server(always(orjson.dumps({"code": "0", "data": data}))) as server:
        client = UnifiedPayment(PaymentSettings(server.url, "app", "secret"))
        with pytest.raises(SourceNonsense):
            client.lines(clock.today())


@pytest.mark.parametrize("data", [None, {}, {"payUrl": "javascript:1", "trades": {}, "status": "SOON"}])
def test_an_answer_that_says_nothing_is_nonsense(data: object) -> None:
    with scripted_server(always(orjson.dumps({"code": "0", "data": data}))) as server:
        client = UnifiedPayment(PaymentSettings(server.url, "app", "secret"))
        for ask in (lambda: client.order(order_of("1")), lambda: client.trades("1"), lambda: client.is_refunded("1")):
            with pytest.raises(SourceNonsense):
                ask()


def test_a_city_without_the_platform_has_none(sandbox_values: dict[str, str], secrets: SharedSecrets) -> None:
    without = {name: value for name, value in sandbox_values.items() if not name.startswith("PAYMENT_")}
    assert connect(load_settings(without), secrets).payment is None
    with pytest.raises(SettingsError, match="PAYMENT_"):
        connect(load_settings({**without, "PAYMENT_APP_ID": "app"}), secrets)

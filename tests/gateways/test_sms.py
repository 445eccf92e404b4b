"""Text messages over HTTP: both signatures, templates, keys, and what each refusal is."""

import dataclasses
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from gateways import Gateways, KeysRefused, SourceNonsense, SourceRefused, SourceUnavailable, connect
from gateways.sms import BusSms, SmsQuotaExhausted, SmsSender, SmsSettings
from gateways.sms.client import sign
from kit.ids import new_id
from kit.settings import SettingsError, load_settings, read_section
from kit.shared import SharedSecrets
from tests.gateways.scripted_server import always, scripted_server

Call = Callable[..., tuple[int, Any]]
Force = Callable[..., None]
PHONE = "13800000001"
TEMPLATES = {"request.zh": "T-1"}


@pytest.fixture
def sms(gateways: Gateways) -> SmsSender:
    assert gateways.sms is not None
    return gateways.sms


@pytest.fixture
def own(sandbox_values: dict[str, str]) -> SmsSettings:
    return read_section(SmsSettings, "SMS", sandbox_values)


def client_of(url: str) -> BusSms:
    return BusSms(SmsSettings(url, "access", "secret", "id", "key", "secret", "sign"), TEMPLATES)


def send(sms: SmsSender, key: str = "", phones: tuple[str, ...] = (PHONE,), template: str = "request.zh") -> str:
    return sms.send(phones, template, {"title": "请补正材料"}, key or str(new_id()))


def arrived(call: Call, key: str) -> list[dict[str, Any]]:
    return [item for item in call("GET", "/sandbox/sms")[1]["items"] if item["key"] == key]


def test_a_message_arrives_once_by_its_key(sms: SmsSender, call: Call) -> None:
    key = str(new_id())
    assert send(sms, key) == send(sms, key)
    assert [(item["template"], item["phones"]) for item in arrived(call, key)] == [("T-1", ["138****0001"])]
    assert len([item for item in call("GET", "/sandbox/calls")[1]["items"] if item.get("key") == key]) == 2
    assert send(sms) != send(sms)


def test_what_was_sent_is_not_in_the_record_of_calls(sms: SmsSender, call: Call) -> None:
    send(sms)
    assert PHONE not in orjson.dumps(call("GET", "/sandbox/calls")[1]).decode()


def test_no_template_of_ours_or_of_the_platform_is_refused(own: SmsSettings, sms: SmsSender) -> None:
    with pytest.raises(SourceRefused, match="template unheard-of"):
        send(sms, template="unheard-of")
    with pytest.raises(SourceRefused, match="TEMPLATE_INVALID"):
        send(BusSms(own, {"request.zh": "T-2"}))


def test_a_thousand_phones_are_taken_and_no_more(sms: SmsSender) -> None:
    send(sms, phones=(PHONE,) * 1000)
    with pytest.raises(SourceRefused, match="PHONE_NUMBERS_INVALID"):
        send(sms, phones=(PHONE,) * 1001)


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret_key": "other"},
        {"access_key": "other"},
        {"app_secret": "other"},
        {"app_key": "other"},
        {"sign_id": "other"},
        {"sign_rule": "hmac-sha256"},
        {"sign_rule": "none"},
    ],
)
def test_a_wrong_key_or_rule_waits_until_it_is_mended(own: SmsSettings, wrong: Any) -> None:
    with pytest.raises(KeysRefused) as refused:
        send(BusSms(dataclasses.replace(own, **wrong), TEMPLATES))
    assert refused.value.transient


def test_the_failures_of_the_platform_have_names(sms: SmsSender, force: Force) -> None:
    force("sms", "quota")
    with pytest.raises(SmsQuotaExhausted) as refused:
        send(sms)
    assert not refused.value.transient
    force("sms", "bad-signature")
    with pytest.raises(KeysRefused):
        send(sms)
    force("sms", "cut")
    with pytest.raises(SourceUnavailable):
        send(sms)


def test_an_answer_that_was_cut_in_half_is_asked_again_and_sent_once(sms: SmsSender, force: Force, call: Call) -> None:
    key = str(new_id())
    force("sms", "half")
    with pytest.raises(SourceUnavailable):
        send(sms, key)
    send(sms, key)
    assert len(arrived(call, key)) == 1


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"code": null}', b'{"code": "0", "data": ""}', b"<html>"])
def test_an_answer_without_a_receipt_is_nonsense(body: bytes) -> None:
    with scripted_server(always(body)) as server, pytest.raises(SourceNonsense):
        send(client_of(server.url))


def test_the_call_names_its_service_and_a_wrapped_answer_is_read_too() -> None:
    with scripted_server(always(b'{"code": 200, "body": {"code": "00", "data": 17}}')) as server:
        assert send(client_of(server.url)) == "17"
    assert b"_api_name: atg.biz.smssend" in server.seen[0].lower()


def test_the_rules_of_the_inner_signature() -> None:
    assert sign("md5", "demoapp", "demopwd", "20250102030405") == "4ca8f885294ae3bca09b287f25d42c18"
    assert len(sign("hmac-sha256", "demoapp", "demopwd", "20250102030405")) == 64
    assert sign("none", "demoapp", "demopwd", "20250102030405") == ""


def test_a_city_without_text_messages_has_none_and_half_a_connection_is_an_error(
    sandbox_values: dict[str, str], secrets: SharedSecrets
) -> None:
    without = {name: value for name, value in sandbox_values.items() if not name.startswith("SMS_")}
    assert connect(load_settings(without), secrets).sms is None
    with pytest.raises(SettingsError, match="SMS_"):
        connect(load_settings({**without, "SMS_APP_KEY": "key"}), secrets)

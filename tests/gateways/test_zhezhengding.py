"""Signing in at the office portal, over HTTP, in the several shapes of its answers."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import orjson
import pytest
import urllib3

from gateways import Gateways, SourceNonsense, SourceRefused, SourceUnavailable, TicketRefused, connect
from gateways.zhezhengding import (
    OfficeIdentity,
    ScanNotOffered,
    Zhezhengding,
    ZhezhengdingSettings,
    canonical_text,
    sign,
)
from gateways.zhezhengding.signature import headers
from kit import clock
from kit.settings import load_settings
from kit.shared import SharedSecrets
from tests.gateways.scripted_server import Script, answer, scripted_server

Mint = Callable[[str], str]
Force = Callable[..., None]
Call = Callable[..., tuple[int, Any]]
OFFICER = OfficeIdentity("1001", "GE_wang", "王首席")
USER = {"accountId": 1001, "employeeCode": "GE_wang", "lastName": "王首席"}


def test_an_officer(gateways: Gateways, code: Mint) -> None:
    assert gateways.zhezhengding.exchange_code(code("officer")) == OFFICER


def test_a_code_is_good_once(gateways: Gateways, code: Mint) -> None:
    minted = code("officer")
    gateways.zhezhengding.exchange_code(minted)
    with pytest.raises(TicketRefused):
        gateways.zhezhengding.exchange_code(minted)


@pytest.mark.parametrize("wrong", ["", "unknown", "x" * 5000])
def test_a_wrong_code(gateways: Gateways, wrong: str) -> None:
    with pytest.raises(TicketRefused):
        gateways.zhezhengding.exchange_code(wrong)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("down", SourceUnavailable),
        ("nonsense", SourceNonsense),
        ("empty", SourceNonsense),
        ("bad-signature", SourceRefused),
        ("clock-skew", SourceRefused),
    ],
)
def test_a_fault_of_the_portal(
    gateways: Gateways, code: Mint, force: Force, fault: str, error: type[Exception]
) -> None:
    minted = code("officer")
    force("zhezhengding", fault)
    with pytest.raises(error):
        gateways.zhezhengding.exchange_code(minted)
    assert gateways.zhezhengding.exchange_code(minted) == OFFICER


def test_a_cut_line_costs_the_token_call_nothing(gateways: Gateways, code: Mint, force: Force) -> None:
    force("zhezhengding", "cut")
    assert gateways.zhezhengding.exchange_code(code("officer")) == OFFICER


def test_a_second_try_has_a_nonce_of_its_own(secrets: SharedSecrets) -> None:
    office = _office(USER)

    def script(number: int, request: bytes) -> Iterator[bytes]:
        if number > 1:
            yield from office(number, request)

    with scripted_server(script) as server:
        assert _client(server.url, secrets).exchange_code("code") == OFFICER
        nonces = [re.search(rb"X-Hmac-Auth-Nonce: ([0-9]+)", request) for request in server.seen]
    assert len({found[1] for found in nonces if found}) == 3


def test_a_nonce_is_good_once(sandbox_values: dict[str, str]) -> None:
    key, secret = sandbox_values["ZHEZHENGDING_APP_KEY"], sandbox_values["ZHEZHENGDING_APP_SECRET"]
    parameters = {"appkey": key, "appsecret": secret}
    signed = headers(key, secret, "GET", "/gettoken.json", parameters.items())
    with urllib3.PoolManager() as pool:
        url = sandbox_values["ZHEZHENGDING_BASE_URL"] + "/gettoken.json"
        answers = [pool.request("GET", url, fields=parameters, headers=signed).json() for _ in range(2)]
    assert answers[0]["success"] is True
    assert (answers[1]["success"], answers[1]["Code"]) == (False, "OPF-B001-05-16-0009")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"X-Hmac-Auth-Signature": "A"}, "SignatureDoesNotMatch"),
        ({"X-Hmac-Auth-Algorithm": "md5"}, "SignatureDoesNotMatch"),
        ({"X-Hmac-Auth-Nonce": "1"}, "SignatureDoesNotMatch"),
        ({"apiKey": "x"}, "SignatureDoesNotMatch"),
        ({"X-Hmac-Auth-Timestamp": "now"}, "InvalidTimestamp"),
        ({"X-Hmac-Auth-Timestamp": "2025-01-02T11:04:05.123+08:00"}, "RequestTimeTooSkewed"),
        ({"X-Hmac-Auth-Timestamp": "2025-01-02T11:04:05"}, "InvalidTimestamp"),
    ],
)
def test_the_sandbox_checks_signatures(sandbox_values: dict[str, str], change: dict[str, str], said: str) -> None:
    key, secret = sandbox_values["ZHEZHENGDING_APP_KEY"], sandbox_values["ZHEZHENGDING_APP_SECRET"]
    signed = {**headers(key, secret, "GET", "/gettoken.json", []), **change}
    with urllib3.PoolManager() as pool:
        url = sandbox_values["ZHEZHENGDING_BASE_URL"] + "/gettoken.json"
        assert pool.request("GET", url, headers=signed).json()["Message"] == said


def test_a_signature_over_a_final_line_feed_is_refused(sandbox_values: dict[str, str]) -> None:
    key, secret = sandbox_values["ZHEZHENGDING_APP_KEY"], sandbox_values["ZHEZHENGDING_APP_SECRET"]
    signed = headers(key, secret, "GET", "/gettoken.json", [])
    stamp, nonce = signed["X-Hmac-Auth-Timestamp"], signed["X-Hmac-Auth-Nonce"]
    signed["X-Hmac-Auth-Signature"] = sign(secret, canonical_text("GET", stamp, nonce, "/gettoken.json", []) + "\n")
    with urllib3.PoolManager() as pool:
        url = sandbox_values["ZHEZHENGDING_BASE_URL"] + "/gettoken.json"
        assert pool.request("GET", url, headers=signed).json()["Message"] == "SignatureDoesNotMatch"


def test_an_application_may_sign_by_md5(sandbox_values: dict[str, str], call: Call, secrets: SharedSecrets) -> None:
    values = {**sandbox_values, "ZHEZHENGDING_SIGNATURE": "md5"}
    client = connect(load_settings(values), secrets).zhezhengding
    code = call("POST", "/sandbox/zhezhengding/codes", {"persona": "officer"})[1]["code"]
    assert client.exchange_code(code) == OFFICER


def test_an_officer_who_scans_at_a_computer(gateways: Gateways, call: Call) -> None:
    body = {"persona": "officer", "scan": True}
    code = call("POST", "/sandbox/zhezhengding/codes", body)[1]["code"]
    with pytest.raises(TicketRefused):
        gateways.zhezhengding.exchange_code(code)
    assert gateways.zhezhengding.exchange_scan_code(code) == OFFICER
    with pytest.raises(TicketRefused):
        gateways.zhezhengding.exchange_scan_code(code)


def test_scanning_needs_an_application_of_its_own(sandbox_values: dict[str, str], secrets: SharedSecrets) -> None:
    values = {**sandbox_values, "ZHEZHENGDING_SCAN_APP_KEY": ""}
    with pytest.raises(ScanNotOffered):
        connect(load_settings(values), secrets).zhezhengding.exchange_scan_code("code")


@pytest.mark.parametrize("fault", ["token-expired", "data-as-text", "seconds-as-number"])
def test_a_shape_or_a_token_of_the_portal_costs_nobody_a_sign_in(
    gateways: Gateways, code: Mint, force: Force, fault: str
) -> None:
    force("zhezhengding", fault)
    assert gateways.zhezhengding.exchange_code(code("officer")) == OFFICER


def _office(*users: object, expires: object = "7200") -> Script:
    """Answer token calls with tokens 1, 2, … and user calls with the given answers in turn, the last one for ever."""
    tokens, waiting = iter(range(1, 100)), list(users)

    def script(_number: int, request: bytes) -> Iterator[bytes]:
        if b"/gettoken.json" in request:
            data = {"accessToken": f"tok-{next(tokens)}", "expiresIn": expires}
            yield answer(orjson.dumps({"success": True, "content": {"success": True, "data": data}}))
        else:
            yield answer(orjson.dumps(waiting.pop(0) if len(waiting) > 1 else waiting[0]))

    return script


def _client(url: str, secrets: SharedSecrets) -> Zhezhengding:
    return Zhezhengding(ZhezhengdingSettings("key", "secret", url), secrets)


@pytest.mark.parametrize(
    "body",
    [
        {"success": True, **USER},
        {"success": True, "content": {"success": True, "data": USER}},
        {"success": True, "content": {"data": orjson.dumps(USER).decode()}},
        {"success": True, **USER, "lastName": "", "nickNameCn": "王首席"},
    ],
)
def test_the_user_is_found_in_every_shape(body: object, secrets: SharedSecrets) -> None:
    with scripted_server(_office(body)) as server:
        assert _client(server.url, secrets).exchange_code("code") == OFFICER


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"success": True, "content": None},
        {"success": True, "content": {"data": "not json"}},
        {"success": True, "content": {"data": [1]}},
        {**USER, "employeeCode": None},
        {**USER, "employeeCode": " "},
        {**USER, "accountId": {}},
        {"accountId": "1", "lastName": "超级管理员"},
    ],
)
def test_nobody_becomes_an_officer_by_an_empty_answer(body: object, secrets: SharedSecrets) -> None:
    with scripted_server(_office(body)) as server, pytest.raises(SourceNonsense):
        _client(server.url, secrets).exchange_code("code")


@pytest.mark.parametrize("expires", ["soon", [1]])
def test_a_token_without_an_end_is_nonsense(expires: object, secrets: SharedSecrets) -> None:
    with scripted_server(_office(USER, expires=expires)) as server, pytest.raises(SourceNonsense):
        _client(server.url, secrets).exchange_code("code")


def _token_calls(seen: list[bytes]) -> int:
    return sum(b"/gettoken.json" in request for request in seen)


@pytest.mark.parametrize("expires", ["7200", 7200])
def test_the_token_is_kept_until_shortly_before_its_end(expires: Any, secrets: SharedSecrets) -> None:
    with scripted_server(_office(USER, expires=expires)) as server:
        client = _client(server.url, secrets)
        with ThreadPoolExecutor(6) as pool:
            assert set(pool.map(client.exchange_code, "abcdefghij")) == {OFFICER}
        assert _token_calls(server.seen) == 1
        with clock.travel(clock.now() + timedelta(minutes=114)):
            client.exchange_code("code")
        assert _token_calls(server.seen) == 1
        with clock.travel(clock.now() + timedelta(minutes=116)):
            client.exchange_code("code")
        assert _token_calls(server.seen) == 2


def test_a_token_ended_before_its_time_is_replaced_once(secrets: SharedSecrets) -> None:
    refusal = {"success": False, "bizErrorCode": "240133"}
    with scripted_server(_office(refusal, USER)) as server:
        assert _client(server.url, secrets).exchange_code("code") == OFFICER
        assert _token_calls(server.seen) == 2
    with scripted_server(_office(refusal)) as server:
        with pytest.raises(SourceRefused):
            _client(server.url, secrets).exchange_code("code")
        assert len(server.seen) == 3

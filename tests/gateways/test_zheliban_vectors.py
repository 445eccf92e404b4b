"""The worked examples of the portal's protocols, sent to the sandbox byte for byte: it takes these and no others."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
import urllib3

from gateways.zheliban import ZhelibanSettings, esso_sign, simpleauth_sign
from kit import clock
from tests.gateways.sandbox_server import sandbox_server
from tests.gateways.small_pack import write_small_pack

DATE = "Thu, 02 Jan 2025 03:04:05 GMT"
MOMENT = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
TIME = "20250102030405"
FORBIDDEN = "The route_id is forbidden."
TOKEN = "iLrb7G7F6O21JF9axjI6Iqp1eBcPW1+PmRW8B3A0288="
WITHOUT_THE_LAST_LINE_FEED = "jFbYSKyu5Nt93w9wSljRBGVMbqk3AHKAtdDjTaJn/tg="
CHINESE = "SttWbFMFH9EixWSTPzezdRgYdHu1uHoh4sIb9bDJ55k="
LIST_PATH = "/restapi/prod/IC33000000000000000001/demo/list?a=1&name=%E5%BC%A0%20%E4%B8%89"
ESSO_BODY = b'{"token":"demo-ssotoken"}'
ESSO_SIGNATURE = "EWuR2pJSzoSw3sUIH9PvWhHeWqEf9kUyxAUhtUiHT3A="


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    keys = {
        "ZHELIBAN_ACCESS_KEY": "DEMO-AK-0001",
        "ZHELIBAN_SECRET_KEY": "DEMO-SK-0001",
        "ZHELIBAN_SERVICE_CODE": "demoapp",
        "ZHELIBAN_SERVICE_PASSWORD": "demopwd",
        "ZHELIBAN_ESSO_PROJECT_ID": "demo-project",
        "ZHELIBAN_ESSO_SECRET": "demo-secret",
    }
    with sandbox_server(write_small_pack(tmp_path_factory.mktemp("vectors")), keys) as values:
        yield values["ZHANGBAN_SANDBOX_URL"]


def _sent(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Any:
    with urllib3.PoolManager() as pool, clock.travel(MOMENT):
        return pool.request(method, url, headers=dict(headers), body=body, retries=False)


def _gateway(signature: str) -> dict[str, str]:
    return {
        "X-BG-HMAC-ACCESS-KEY": "DEMO-AK-0001",
        "X-BG-HMAC-ALGORITHM": "hmac-sha256",
        "X-BG-DATE-TIME": DATE,
        "X-BG-HMAC-SIGNATURE": signature,
        "Content-Type": "application/json",
    }


def test_the_post_without_query(address: str) -> None:
    answer = _sent("POST", address + ZhelibanSettings.token_path, _gateway(TOKEN), b'{"ticketId":"x"}')
    assert (answer.status, answer.json()["errorCode"]) == (200, "C-USER-SSO-TICKET-INVALID"), "signed well"


@pytest.mark.parametrize("signature", [WITHOUT_THE_LAST_LINE_FEED, CHINESE, "", TOKEN.lower(), "签名"])
def test_a_signature_of_anything_else_is_refused(address: str, signature: str) -> None:
    sent = signature.encode().decode("latin-1")
    answer = _sent("POST", address + ZhelibanSettings.token_path, _gateway(sent), b"{}")
    assert (answer.status, answer.json()) == (401, {"message": "Invalid signature"})


def test_the_get_with_chinese_and_a_blank(address: str) -> None:
    answer = _sent("GET", address + LIST_PATH, _gateway(CHINESE))
    assert (answer.status, answer.json()) == (401, {"message": FORBIDDEN}), "signed well, not granted"
    other = LIST_PATH.replace("a=1", "a=2")
    assert _sent("GET", address + other, _gateway(CHINESE)).json() == {"message": "Invalid signature"}


@pytest.mark.parametrize(
    ("code", "password", "signature"),
    [
        ("demoapp", "demopwd", "4ca8f885294ae3bca09b287f25d42c18"),
        ("DEMO-AK-0001", "DEMO-SK-0001", "9524095ad5240cf1ba90fd494fd5145f"),
    ],
)
def test_the_personal_sign_on(code: str, password: str, signature: str) -> None:
    assert simpleauth_sign(code, password, TIME) == signature
    assert simpleauth_sign(code, password, "20250102030406") != signature


def _simpleauth(**changes: str) -> str:
    form = {"method": "ticketValidation", "servicecode": "demoapp", "time": TIME, "datatype": "json", "st": "x"}
    return urlencode({**form, "sign": "4ca8f885294ae3bca09b287f25d42c18", **changes})


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = "/sso/servlet/simpleauth"


@pytest.mark.parametrize("verb", ["GET", "POST"])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "6002"),
        ({"sign": "4CA8F885294AE3BCA09B287F25D42C18"}, "9901"),
        ({"sign": "9524095ad5240cf1ba90fd494fd5145f"}, "9901"),
        ({"sign": ""}, "9901"),
        ({"time": "20250102030406"}, "9901"),
        ({"time": "2025-01-02"}, "9902"),
        ({"servicecode": "other"}, "9900"),
        ({"method": "ticketvalidation"}, "9800"),
    ],
)
def test_the_sandbox_checks_the_personal_sign_on(address: str, verb: str, changes: dict[str, str], code: str) -> None:
    sent = _simpleauth(**changes)
    answer = (
        _sent("GET", f"{address}{DIRECT}?{sent}", {})
        if verb == "GET"
        else _sent("POST", address + DIRECT, FORM, sent.encode())
    )
    assert (answer.status, answer.json()["result"]) == (200, code)


def test_without_asking_for_json_the_answer_is_xml(address: str) -> None:
    answer = _sent("POST", address + DIRECT, FORM, _simpleauth(datatype="xml").encode())
    assert b"<result>6002</result>" in answer.data


@pytest.mark.parametrize(
    ("sign", "code"),
    [("9524095ad5240cf1ba90fd494fd5145f", "6002"), ("4ca8f885294ae3bca09b287f25d42c18", "9901")],
)
def test_the_component_wants_the_inner_sign_beside_the_headers(address: str, sign: str, code: str) -> None:
    path = ZhelibanSettings.ticket_component_path
    text = f"POST\n{path}\n\nDEMO-AK-0001\n{DATE}\n"
    headers = {**_gateway(_hmac("DEMO-SK-0001", text)), **FORM}
    form = _simpleauth(servicecode="DEMO-AK-0001", sign=sign).encode()
    assert _sent("POST", address + path, headers, form).json()["result"] == code
    assert _sent("POST", address + path, FORM, form).status == 401


def _hmac(secret: str, text: str) -> str:
    return esso_sign(secret, text.encode())


@pytest.mark.parametrize(
    ("project", "signature", "code"),
    [
        ("demo-project", ESSO_SIGNATURE, "1410025"),
        ("other", ESSO_SIGNATURE, "1410020"),
        ("demo-project", "116b91da9252ce84b0dec5081fd3ef5a11de5aa11ff6453", "1410020"),
        ("demo-project", "", "1410020"),
    ],
)
def test_the_older_legal_call(address: str, project: str, signature: str, code: str) -> None:
    assert esso_sign("demo-secret", ESSO_BODY) == ESSO_SIGNATURE
    assert orjson.dumps({"token": "demo-ssotoken"}) == ESSO_BODY, "what is signed is what is sent"
    headers = {"x-esso-project-id": project, "x-esso-signature": signature, "Content-Type": "application/json"}
    answer = _sent("POST", address + ZhelibanSettings.esso_path, headers, ESSO_BODY)
    assert (answer.status, answer.json()["errCode"]) == (200, code)


def test_a_reformatted_body_is_not_what_was_signed(address: str) -> None:
    headers = {"x-esso-project-id": "demo-project", "x-esso-signature": ESSO_SIGNATURE}
    answer = _sent("POST", address + ZhelibanSettings.esso_path, headers, b'{"token": "demo-ssotoken"}')
    assert answer.json()["errCode"] == "1410020"

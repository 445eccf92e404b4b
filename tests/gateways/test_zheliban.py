"""Signing in at the portal, over HTTP, with everything that the portal may answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import orjson
import pytest
import urllib3

from gateways import Gateways, SourceNonsense, SourceRefused, SourceUnavailable, TicketRefused, connect
from gateways.zheliban import ActingFor, PortalIdentity, Zheliban, ZhelibanSettings
from gateways.zheliban.signature import headers
from kit import clock
from kit.settings import SettingsError, load_settings
from kit.shared import SharedSecrets
from tests.gateways import small_pack
from tests.gateways.scripted_server import Script, answer, scripted_server

Mint = Callable[[str], str]
Force = Callable[..., None]
TOKEN_PATH = ZhelibanSettings.token_path


def test_a_person(gateways: Gateways, ticket: Mint) -> None:
    assert gateways.zheliban.exchange_ticket(ticket("lin")) == PortalIdentity(
        user_id="user-lin",
        name="林小舟",
        certificate_kind="resident_id",
        certificate_number=small_pack.CITIZEN,
        phone="13800000001",
        assurance_level=3,
    )


def test_a_residence_permit(gateways: Gateways, ticket: Mint) -> None:
    identity = gateways.zheliban.exchange_ticket(ticket("chan"))
    assert (identity.certificate_kind, identity.assurance_level) == ("hmt_residence_permit", 2)


def test_an_organisation_and_the_human_who_acts_for_it(gateways: Gateways, ticket: Mint) -> None:
    identity = gateways.zheliban.exchange_ticket(ticket("company"))
    assert identity.organisation == ActingFor("corp-1", "舟山示例海运有限公司", small_pack.COMPANY)
    assert (identity.name, identity.certificate_number) == ("周代办", small_pack.AGENT)


def test_a_ticket_is_good_once(gateways: Gateways, ticket: Mint) -> None:
    minted = ticket("lin")
    assert minted.startswith("debug_tk_")
    gateways.zheliban.exchange_ticket(minted)
    with pytest.raises(TicketRefused) as refused:
        gateways.zheliban.exchange_ticket(minted)
    assert refused.value.status == 401


def test_of_many_at_once_one_gets_in(gateways: Gateways, ticket: Mint) -> None:
    minted = ticket("lin")

    def enter(_number: int) -> bool:
        try:
            gateways.zheliban.exchange_ticket(minted)
        except TicketRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(enter, range(16))) == 1


@pytest.mark.parametrize("wrong", ["", "debug_tk_unknown", "x" * 5000, "'; --", "票"])
def test_a_wrong_ticket(gateways: Gateways, wrong: str) -> None:
    with pytest.raises(TicketRefused):
        gateways.zheliban.exchange_ticket(wrong)


def test_a_ticket_that_waited_too_long(gateways: Gateways, ticket: Mint) -> None:
    minted = ticket("lin")
    with clock.travel(clock.now() + timedelta(minutes=6)), pytest.raises(TicketRefused):
        gateways.zheliban.exchange_ticket(minted)


def test_production_refuses_tickets_and_keys_of_the_sandbox(
    sandbox_values: dict[str, str], ticket: Mint, secrets: SharedSecrets
) -> None:
    production = {
        **sandbox_values,
        "ZHANGBAN_ENVIRONMENT": "production",
        "ZHANGBAN_SANDBOX_ENABLED": "false",
    }
    with pytest.raises(SettingsError):
        connect(load_settings(production), secrets)
    issued = {name: name for name, value in production.items() if value.startswith("sandbox-")}
    with pytest.raises(TicketRefused):
        connect(load_settings({**production, **issued}), secrets).zheliban.exchange_ticket(ticket("lin"))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("down", SourceUnavailable),
        ("cut", SourceUnavailable),
        ("nonsense", SourceNonsense),
        ("empty", SourceNonsense),
        ("clock-skew", SourceRefused),
        ("bad-signature", SourceRefused),
    ],
)
def test_a_fault_of_the_portal(
    gateways: Gateways, ticket: Mint, force: Force, fault: str, error: type[Exception]
) -> None:
    minted = ticket("lin")
    force("zheliban", fault)
    with pytest.raises(error):
        gateways.zheliban.exchange_ticket(minted)
    assert gateways.zheliban.exchange_ticket(minted).name == "林小舟"


def test_a_refusal_says_what_the_administrator_must_mend(gateways: Gateways, ticket: Mint, force: Force) -> None:
    force("zheliban", "clock-skew")
    with pytest.raises(SourceRefused) as refused:
        gateways.zheliban.exchange_ticket(ticket("lin"))
    assert "Clock skew exceeded" in refused.value.sentence("zh")


def test_a_slow_portal_is_given_up(gateways: Gateways, ticket: Mint, force: Force) -> None:
    force("zheliban", "slow")
    started = clock.now()
    with pytest.raises(SourceUnavailable):
        gateways.zheliban.exchange_ticket(ticket("lin"))
    assert clock.now() - started < timedelta(seconds=4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X-BG-HMAC-ACCESS-KEY": "other"}, "Invalid access key"),
        ({"X-BG-HMAC-SIGNATURE": "AAAA"}, "Invalid signature"),
        ({"X-BG-DATE-TIME": "yesterday"}, "Clock skew exceeded"),
        ({"X-BG-DATE-TIME": "Thu, 02 Jan 2025 03:04:05 GMT"}, "Clock skew exceeded"),
    ],
)
def test_the_sandbox_checks_as_the_gateway_does(
    sandbox_values: dict[str, str], change: dict[str, str], message: str
) -> None:
    keys = (sandbox_values["ZHELIBAN_ACCESS_KEY"], sandbox_values["ZHELIBAN_SECRET_KEY"])
    assert _refusal(sandbox_values, {**headers("POST", TOKEN_PATH, {}, *keys), **change}) == message


@pytest.mark.parametrize(("seconds", "refused"), [(85, False), (-85, False), (95, True), (-95, True)])
def test_ninety_seconds_of_skew_are_borne(sandbox_values: dict[str, str], seconds: int, *, refused: bool) -> None:
    keys = (sandbox_values["ZHELIBAN_ACCESS_KEY"], sandbox_values["ZHELIBAN_SECRET_KEY"])
    with clock.travel(clock.now() + timedelta(seconds=seconds)):
        signed = headers("POST", TOKEN_PATH, {}, *keys)
    assert _refusal(sandbox_values, signed) == ("Clock skew exceeded" if refused else None)


def _refusal(values: dict[str, str], signed: dict[str, str]) -> str | None:
    with urllib3.PoolManager() as pool:
        found = pool.request("POST", values["ZHELIBAN_BASE_URL"] + TOKEN_PATH, json={}, headers=signed).json()
    message: str | None = found.get("message")
    return message


def _person(**changes: object) -> dict[str, Any]:
    info = {"userId": "1", "userName": "甲", "idType": "ID_CARD", "idNo": "1", "attributes": None, **changes}
    return {"userType": "PERSON", "personInfo": info}


def _portal(user: object) -> Script:
    first = answer(orjson.dumps({"success": True, "data": {"accessToken": "debug_at_1"}}))
    second = answer(orjson.dumps({"success": True, "data": user}))
    return lambda number, _request: iter([first if number == 1 else second])


@pytest.mark.parametrize(
    "user",
    [
        None,
        [],
        "text",
        {},
        {"userType": "PERSON"},
        {"userType": "PERSON", "personInfo": None},
        {"userType": "LEGAL_PERSON", "legalPersonInfo": {"name": "x"}},
        _person(idType="UNHEARD_OF"),
        _person(attributes={"authLevel": "high"}),
        _person(attributes={"authLevel": "9"}),
        _person(attributes="text"),
    ],
)
def test_a_user_that_cannot_be_read_is_nonsense(user: object) -> None:
    with scripted_server(_portal(user)) as server, pytest.raises(SourceNonsense):
        _client(server.url).exchange_ticket("tk")


@pytest.mark.parametrize(("number", "level"), [("1", 2), (None, 1)])
def test_without_a_stated_level_nobody_is_more_than_real_name(number: str | None, level: int) -> None:
    with scripted_server(_portal(_person(idNo=number))) as server:
        assert _client(server.url).exchange_ticket("tk").assurance_level == level


def test_a_company_with_its_own_digital_certificate_names_no_human() -> None:
    legal = {"name": "某公司", "unifiedSocialId": small_pack.COMPANY, "corpId": "c", "principalUserId": "u"}
    with scripted_server(_portal({"userType": "LEGAL_PERSON", "legalPersonInfo": legal})) as server:
        identity = _client(server.url).exchange_ticket("tk")
    assert (identity.name, identity.certificate_number) == ("", "")
    assert identity.organisation is not None
    assert identity.organisation.uscc == small_pack.COMPANY


def _client(url: str) -> Zheliban:
    return Zheliban(ZhelibanSettings("ak", "sk", url))

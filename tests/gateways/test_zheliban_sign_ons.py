"""The older sign-ons of the portal, over HTTP: every protocol, every code, every kind of certificate, every level."""

from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import orjson
import pytest

from gateways import SourceNonsense, SourceRefused, SourceUnavailable, TicketRefused
from gateways.zheliban import (
    AccountInactive,
    ActingFor,
    CertificateNotTaken,
    PortalIdentity,
    Zheliban,
    ZhelibanSettings,
)
from gateways.zheliban.client import SignOnNotOffered
from gateways.zheliban.levels import SCALES, assurance_level
from kit.settings import SettingsError, read_section
from tests.gateways import small_pack
from tests.gateways.conftest import Call
from tests.gateways.scripted_server import Script, answer, scripted_server

Mint = Callable[[str], str]
Force = Callable[..., None]
Connect = Callable[..., Zheliban]

PERSONAL = [
    {"ZHELIBAN_PERSON_SSO": "simpleauth"},
    {"ZHELIBAN_PERSON_SSO": "simpleauth", "ZHELIBAN_SIMPLEAUTH_VERB": "GET"},
    {"ZHELIBAN_PERSON_SSO": "simpleauth-component"},
]
LEGAL = ["component", "direct"]


@pytest.fixture
def connected(sandbox_values: dict[str, str]) -> Connect:
    def connect(**changes: str) -> Zheliban:
        return Zheliban(read_section(ZhelibanSettings, "ZHELIBAN", {**sandbox_values, **changes}))

    return connect


@pytest.fixture
def ssotoken(call: Call) -> Mint:
    """Mint a token of the legal persons' sign-on."""
    return lambda persona: str(call("POST", "/sandbox/zheliban/ssotokens", {"persona": persona})[1]["ssotoken"])


@pytest.mark.parametrize("changes", PERSONAL)
def test_a_person(connected: Connect, ticket: Mint, changes: dict[str, str]) -> None:
    client = connected(**changes)
    minted = ticket("lin")
    assert client.exchange_ticket(minted, "app") == PortalIdentity(
        user_id="user-lin",
        name="林小舟",
        certificate_kind="resident_id",
        certificate_number=small_pack.CITIZEN,
        phone="13800000001",
        assurance_level=3,
        account_space="zheliban_simpleauth",
    )
    with pytest.raises(TicketRefused):
        client.exchange_ticket(minted, "app")
    assert client.exchange_ticket(ticket("chan")).certificate_kind == "hmt_residence_permit"
    with pytest.raises(TicketRefused):
        client.exchange_ticket(ticket("company"))


def test_a_container_may_speak_the_unified_sign_on_beside_another_that_does_not(
    connected: Connect, ticket: Mint, call: Call
) -> None:
    client = connected(ZHELIBAN_PERSON_SSO="simpleauth", ZHELIBAN_UNIFIED_CONTAINERS="wechat,alipay")
    for container, last in (("alipay", "getUserInfo"), ("app", "simpleauth"), (None, "simpleauth")):
        client.exchange_ticket(ticket("lin"), container)
        assert call("GET", "/sandbox/calls")[1]["items"][-1]["path"].endswith(last)


@pytest.mark.parametrize("protocol", LEGAL)
def test_a_company_and_the_human_who_acts_for_it(connected: Connect, ssotoken: Mint, protocol: str) -> None:
    client = connected(ZHELIBAN_LEGAL_SSO=protocol)
    minted = ssotoken("company")
    assert client.exchange_ssotoken(minted) == PortalIdentity(
        user_id="user-agent",
        name="周代办",
        certificate_kind="resident_id",
        certificate_number=small_pack.AGENT,
        phone="13800000003",
        assurance_level=3,
        organisation=ActingFor("user-agent", "舟山示例海运有限公司", small_pack.COMPANY),
        account_space="zheliban_legal",
    )
    with pytest.raises(TicketRefused):
        client.exchange_ssotoken(minted)


def test_where_legal_persons_come_with_tickets_no_token_is_taken(connected: Connect, ssotoken: Mint) -> None:
    with pytest.raises(SignOnNotOffered):
        connected().exchange_ssotoken(ssotoken("company"))


@pytest.mark.parametrize("changes", [*PERSONAL, {"ZHELIBAN_PERSON_SSO": "unified"}])
@pytest.mark.parametrize("fault", ["ticket-reused", "token-expired"])
def test_a_ticket_that_is_no_good(
    connected: Connect, ticket: Mint, force: Force, changes: dict[str, str], fault: str
) -> None:
    force("zheliban", fault)
    with pytest.raises(TicketRefused):
        connected(**changes).exchange_ticket(ticket("lin"))


COMPONENT = {"ZHELIBAN_PERSON_SSO": "simpleauth-component"}
DIRECT = {"ZHELIBAN_PERSON_SSO": "simpleauth"}


@pytest.mark.parametrize(
    ("changes", "fault", "reason"),
    [
        (DIRECT, "ip-refused", "9903 IP地址未授权"),
        (DIRECT, "bad-signature", "9901 签名验证失败"),
        (COMPONENT, "ip-refused", "9903 IP地址未授权"),
        (COMPONENT, "bad-signature", "Invalid signature"),
        (COMPONENT, "clock-skew", "Clock skew exceeded"),
        (COMPONENT, "route-forbidden", "The route_id is forbidden."),
        ({}, "route-forbidden", "The route_id is forbidden."),
    ],
)
def test_a_refusal_says_what_the_portal_said_and_costs_nobody_the_ticket(
    connected: Connect, ticket: Mint, force: Force, changes: dict[str, str], fault: str, reason: str
) -> None:
    client, minted = connected(**changes), ticket("lin")
    force("zheliban", fault)
    with pytest.raises(SourceRefused) as refused:
        client.exchange_ticket(minted)
    assert refused.value.values["reason"] == reason
    assert client.exchange_ticket(minted).name == "林小舟"


@pytest.mark.parametrize(
    ("protocol", "fault", "reason"),
    [
        ("component", "no-permission", "1410020 没有权限"),
        ("direct", "no-permission", "1410020 没有权限"),
        ("direct", "bad-signature", "1410020 没有权限"),
        ("component", "route-forbidden", "The route_id is forbidden."),
    ],
)
def test_a_refusal_of_the_legal_sign_on(
    connected: Connect, ssotoken: Mint, force: Force, protocol: str, fault: str, reason: str
) -> None:
    client, minted = connected(ZHELIBAN_LEGAL_SSO=protocol), ssotoken("company")
    force("zheliban", fault)
    with pytest.raises(SourceRefused) as refused:
        client.exchange_ssotoken(minted)
    assert refused.value.values["reason"] == reason
    assert client.exchange_ssotoken(minted).organisation


@pytest.mark.parametrize("changes", PERSONAL)
@pytest.mark.parametrize(("fault", "error"), [("down", SourceUnavailable), ("nonsense", SourceNonsense)])
def test_a_fault_of_the_line(
    connected: Connect, ticket: Mint, force: Force, changes: dict[str, str], fault: str, error: type[Exception]
) -> None:
    client, minted = connected(**changes), ticket("lin")
    force("zheliban", fault)
    with pytest.raises(error):
        client.exchange_ticket(minted)
    assert client.exchange_ticket(minted).name == "林小舟"


def test_a_ticket_is_sent_once_even_by_get(connected: Connect, ticket: Mint, force: Force) -> None:
    client = connected(ZHELIBAN_PERSON_SSO="simpleauth", ZHELIBAN_SIMPLEAUTH_VERB="GET")
    minted = ticket("lin")
    force("zheliban", "half")
    with pytest.raises(SourceUnavailable):
        client.exchange_ticket(minted)
    with pytest.raises(TicketRefused):
        client.exchange_ticket(minted)


TICKETS = ["6001", "6002", "6003", "6004", "6501", "6502", "6504", "6505"]
REFUSALS = ["6099", "6503", "6599", "9800", "9900", "9901", "9902", "9903", "9904"]


@pytest.mark.parametrize("code", [*TICKETS, *map(int, TICKETS), *REFUSALS])
def test_every_code_of_the_personal_sign_on(code: object) -> None:
    with (
        scripted_server(_always({"result": code, "errmsg": "说明"})) as server,
        pytest.raises(TicketRefused if str(code) in TICKETS else SourceRefused),
    ):
        _simple(server.url).exchange_ticket("st")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("0001", SourceRefused),
        ("1410006", TicketRefused),
        ("1410020", SourceRefused),
        (1410020, SourceRefused),
        ("1410025", TicketRefused),
        ("1410026", TicketRefused),
        (1410036, TicketRefused),
    ],
)
def test_every_code_of_the_legal_sign_on(code: object, error: type[Exception]) -> None:
    with scripted_server(_always({"errCode": code, "msg": "说明", "info": None})) as server, pytest.raises(error):
        _legal(server.url).exchange_ssotoken("token")


def _always(body: object) -> Script:
    return lambda _number, _request: iter([answer(orjson.dumps(body))])


def _simple(url: str) -> Zheliban:
    return Zheliban(
        ZhelibanSettings(
            "ak", "sk", person_sso="simpleauth", simpleauth_url=url, service_code="code", service_password="pwd"
        )
    )


def _legal(url: str) -> Zheliban:
    return Zheliban(
        ZhelibanSettings("ak", "sk", legal_sso="direct", esso_url=url, esso_project_id="project", esso_secret="secret")
    )


RECORD = {"userid": "u-1", "username": "甲", "loginname": "jia", "mobile": "13800000009", "useable": "1"}


def _person(**record: object) -> PortalIdentity:
    def script(number: int, _request: bytes) -> Iterator[bytes]:
        body = {"result": "0", "token": "tk"} if number == 1 else {"result": 0, **RECORD, **record}
        yield answer(orjson.dumps(body))

    with scripted_server(script) as server:
        return _simple(server.url).exchange_ticket("st")


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"idtype": "1", "idnum": "330902199001011238"}, "resident_id"),
        ({"idtype": 1, "idnum": "810000199205050012"}, "hmt_residence_permit"),
        ({"idtype": "1", "idnum": "911124198801010018"}, "foreign_permanent_residence"),
        ({"idtype": "2", "idnum": "ignored", "passport": "E12345678"}, "passport"),
        ({"idtype": "4", "permitlicense": "H12345678"}, "hm_travel_permit"),
        ({"idtype": "5", "taiwanlicense": "12345678"}, "taiwan_travel_permit"),
        ({"idtype": "6", "greencard": "USA330082050101"}, "foreign_permanent_residence"),
        ({"idtype": "6", "greencard": "", "permitlicense": "H12345678"}, "hm_travel_permit"),
        ({"idtype": "7", "passport": "E12345678"}, "passport"),
        ({"idtype": "8", "idnum": "810000199205050012"}, "hmt_residence_permit"),
    ],
)
def test_each_kind_of_document_has_its_own_field(record: dict[str, object], kind: str) -> None:
    found = _person(authlevel="2", **record)
    assert found.certificate_kind == kind
    assert found.certificate_number in {str(value) for value in record.values()} - {"ignored"}


def test_who_only_left_a_phone_number_has_no_certificate() -> None:
    found = _person(authlevel="1", idtype="1", idnum="330902199001011238")
    assert (found.assurance_level, found.certificate_kind, found.certificate_number) == (1, "", "")
    assert _person(username="").name == "jia"
    assert _person().assurance_level == 1, "no level stated is none vouched for"


def test_a_certificate_or_account_that_is_not_taken_is_told_so() -> None:
    with pytest.raises(CertificateNotTaken):
        _person(authlevel="3", idtype="3", officerlicense="军字第1号")
    with pytest.raises(AccountInactive):
        _person(authlevel="3", useable="2", idtype="1", idnum="330902199001011238")


@pytest.mark.parametrize(
    "record",
    [
        {"userid": ""},
        {"userid": None},
        {"userid": ["u"]},
        {"username": "", "loginname": ""},
        {"authlevel": "4"},
        {"authlevel": "high"},
        {"authlevel": "2"},
        {"authlevel": "2", "idtype": "1"},
        {"authlevel": "2", "idtype": "2", "idnum": "330902199001011238"},
        {"authlevel": "2", "idtype": "six", "greencard": "x"},
    ],
)
def test_a_record_that_cannot_be_read_is_nonsense(record: dict[str, object]) -> None:
    with pytest.raises(SourceNonsense):
        _person(**record)


INFO = {"userId": "c-1", "CompanyName": "某公司", "uniscid": small_pack.COMPANY, "realLevel": "3"}


def _company(**info: object) -> PortalIdentity:
    with scripted_server(_always({"errCode": 0, "msg": "", "info": {**INFO, **info}})) as server:
        return _legal(server.url).exchange_ssotoken("token")


@pytest.mark.parametrize(
    ("attn_type", "kind"),
    [
        ("51", "resident_id"),
        (111, "resident_id"),
        ("414", "passport"),
        ("516", "hm_travel_permit"),
        ("511", "taiwan_travel_permit"),
        ("553", "foreign_permanent_residence"),
    ],
)
def test_each_code_of_the_agents_document(attn_type: object, kind: str) -> None:
    found = _company(attnName="甲", attnPhone="13800000009", attnIDType=attn_type, attnIDNo="X1")
    assert (found.certificate_kind, found.certificate_number, found.name) == (kind, "X1", "甲")


def test_a_company_with_its_own_digital_certificate_names_no_human() -> None:
    found = _company(realLevel="1", loginType="Cert")
    assert (found.name, found.certificate_kind, found.assurance_level) == ("", "", 3)
    assert found.organisation == ActingFor("c-1", "某公司", small_pack.COMPANY)


@pytest.mark.parametrize(
    "info", [{"userId": ""}, {"CompanyName": None}, {"realLevel": "0"}, {"realLevel": True}, {"attnIDNo": {}}]
)
def test_a_company_that_cannot_be_read_is_nonsense(info: dict[str, object]) -> None:
    with pytest.raises(SourceNonsense):
        _company(**info)


def test_an_agents_document_of_another_kind_is_told_so() -> None:
    with pytest.raises(CertificateNotTaken):
        _company(attnIDType="999", attnIDNo="X1")


@pytest.mark.parametrize(
    ("scale", "stated", "level"),
    [
        ("authlevel", "1", 1),
        ("authlevel", "2", 2),
        ("authlevel", 3, 3),
        ("authlevel", " 3 ", 3),
        ("realLevel", "4", 1),
        ("realLevel", "3", 2),
        ("realLevel", 2, 3),
        ("realLevel", "1", 3),
    ],
)
def test_the_scales_run_against_each_other_and_ours_is_one(scale: str, stated: object, level: int) -> None:
    assert assurance_level(scale, stated) == level


@pytest.mark.parametrize(("scale", "stated"), [("authlevel", "0"), ("authlevel", "4"), ("realLevel", "5")])
def test_what_is_off_the_scale_is_no_level(scale: str, stated: str) -> None:
    with pytest.raises(KeyError):
        assurance_level(scale, stated)


def test_every_scale_that_can_be_set_is_known() -> None:
    assert set(get_args(get_type_hints(ZhelibanSettings)["legal_level_scale"])) == set(SCALES)


def test_the_unified_level_of_a_legal_person_may_count_downwards() -> None:
    legal: dict[str, Any] = {"name": "某公司", "unifiedSocialId": small_pack.COMPANY, "corpId": "c"}
    user = {
        "userType": "LEGAL_PERSON",
        "legalPersonInfo": {**legal, "principalUserId": "u", "attributes": {"realLevel": "4"}},
    }

    def script(number: int, _request: bytes) -> Iterator[bytes]:
        yield answer(orjson.dumps({"success": True, "data": {"accessToken": "at"} if number == 1 else user}))

    with scripted_server(script) as server:
        settings = ZhelibanSettings(
            "ak", "sk", server.url, legal_level_attribute="realLevel", legal_level_scale="realLevel"
        )
        assert Zheliban(settings).exchange_ticket("tk").assurance_level == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"person_sso": "simpleauth"},
        {"person_sso": "simpleauth", "service_code": "x"},
        {"legal_sso": "direct"},
        {"legal_sso": "direct", "esso_project_id": "x"},
        {"person_sso": "other"},
        {"unified_containers": "fridge"},
    ],
)
def test_a_protocol_without_its_keys_stops_the_start(changes: dict[str, str]) -> None:
    values = {f"ZHELIBAN_{name.upper()}": value for name, value in changes.items()}
    with pytest.raises(SettingsError, match="ZHELIBAN_"):
        read_section(ZhelibanSettings, "ZHELIBAN", {"ZHELIBAN_ACCESS_KEY": "a", "ZHELIBAN_SECRET_KEY": "s", **values})

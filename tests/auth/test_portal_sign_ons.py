"""What a user sees of each sign-on of the portal when it fails: a sentence, no session, and the ticket not lost."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson
import pytest
import urllib3
from sqlalchemy import func, select

from auth.models import AuthSession, AuthSubject
from tests.auth.conftest import StartWorker
from tests.gateways.sandbox_server import sandbox_server
from tests.gateways.scripted_server import answer, scripted_server
from tests.gateways.small_pack import PERSONAS, write_small_pack
from tests.product import Product

ADDRESS = "/auth/v1/sessions"
UNIFIED: dict[str, str] = {}
SIMPLE = {"ZHELIBAN_PERSON_SSO": "simpleauth"}
COMPONENT = {"ZHELIBAN_PERSON_SSO": "simpleauth-component"}
LEGAL = {"ZHELIBAN_LEGAL_SSO": "component"}
LEGAL_DIRECT = {"ZHELIBAN_LEGAL_SSO": "direct"}
Force = Callable[..., None]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Serve a sandbox whose faults are this file's, with a person and a company that nobody has verified."""
    pack = write_small_pack(tmp_path_factory.mktemp("portal"))
    people = [
        *PERSONAS,
        {**PERSONAS[0], "persona": "typed", "assurance_level": 1, "portal_user_id": "user-typed"},
        {**PERSONAS[2], "persona": "unproven", "assurance_level": 1, "portal_user_id": "user-unproven"},
    ]
    (pack / "personas.json").write_bytes(orjson.dumps({"items": people}))
    with sandbox_server(pack) as values:
        yield values


@pytest.fixture
def force(portal: dict[str, str]) -> Iterator[Force]:
    address = f"{portal['ZHANGBAN_SANDBOX_URL']}/sandbox/faults"

    def force_fault(fault: str) -> None:
        asked = {"system": "zheliban", "fault": fault, "times": 1}
        assert urllib3.request("POST", address, json=asked, retries=False).status == 201

    yield force_fault
    urllib3.request("DELETE", address, retries=False)


def _proof(house: Product, settings: Mapping[str, str], persona: str | None = None) -> dict[str, str]:
    """Get what a page brings: a legal person's token where that sign-on is set, else a ticket."""
    legal = "ZHELIBAN_LEGAL_SSO" in settings
    name = "ssotoken" if legal else "ticket"
    persona = persona or ("company" if legal else "lin")
    minted = house.anybody().post(f"/sandbox/zheliban/{name}s", {"persona": persona}).get_json()[name]
    return {"method": f"zheliban-{name}", name: minted}


def _counts(house: Product) -> tuple[Any, ...]:
    with house.context.database.unit() as unit:
        return tuple(unit.scalar(select(func.count()).select_from(table)) for table in (AuthSession, AuthSubject))


@pytest.mark.parametrize("settings", [UNIFIED, SIMPLE, COMPONENT, LEGAL, LEGAL_DIRECT])
def test_each_sign_on_signs_in_once(
    start_worker: StartWorker, portal: dict[str, str], settings: dict[str, str]
) -> None:
    house = start_worker(portal, **settings)
    proof = _proof(house, settings)
    signed_in = house.anybody().post(ADDRESS, proof)
    assert signed_in.status_code == 201, signed_in.text
    name = "舟山示例海运有限公司" if "ssotoken" in proof else "林小舟"
    assert (signed_in.get_json()["subject"]["name"], signed_in.get_json()["subject"]["assurance_level"]) == (name, 3)
    again = house.anybody().post(ADDRESS, proof)
    assert (again.status_code, again.get_json()["code"]) == (401, "ticket-refused")
    assert _counts(house)[0] == 1


_NO_GOOD = {"ticket-reused": (401, "登录票据无效"), "token-expired": (401, "登录票据无效")}
_LINE = {"down": (503, "暂时无法访问"), "cut": (503, "暂时无法访问"), "nonsense": (502, "无法识别")}
_GATEWAY = {
    "bad-signature": (503, "Invalid signature"),
    "clock-skew": (503, "Clock skew exceeded"),
    "route-forbidden": (503, "The route_id is forbidden."),
}
_ADDRESS = {"ip-refused": (503, "9903 IP地址未授权")}
_PERMISSION = {"no-permission": (503, "1410020 没有权限")}


@pytest.mark.parametrize(
    ("settings", "faults"),
    [
        (UNIFIED, _NO_GOOD | _LINE | _GATEWAY),
        (SIMPLE, _NO_GOOD | _LINE | _ADDRESS | {"bad-signature": (503, "9901 签名验证失败")}),
        (COMPONENT, _NO_GOOD | _LINE | _GATEWAY | _ADDRESS),
        (LEGAL, _NO_GOOD | _LINE | _GATEWAY | _PERMISSION),
        (LEGAL_DIRECT, _NO_GOOD | _LINE | _PERMISSION | {"bad-signature": (503, "1410020 没有权限")}),
    ],
    ids=["unified", "simpleauth", "simpleauth-component", "legal", "legal-direct"],
)
def test_a_forced_failure_is_told_and_signs_nobody_in(
    start_worker: StartWorker,
    portal: dict[str, str],
    force: Force,
    settings: dict[str, str],
    faults: dict[str, tuple[int, str]],
) -> None:
    house = start_worker(portal, **settings)
    kept = _proof(house, settings)
    for fault, (status, sentence) in faults.items():
        proof = _proof(house, settings) if status == 401 else kept
        force(fault)
        refused = house.anybody().post(ADDRESS, proof, Accept_Language="zh")
        assert (refused.status_code, sentence in refused.get_json()["detail"]) == (status, True), (fault, refused.text)
        assert _counts(house) == (0, 0)
    assert house.anybody().post(ADDRESS, kept).status_code == 201, "a fault of the portal costs nobody the ticket"


@pytest.mark.parametrize("settings", [UNIFIED, LEGAL])
def test_an_organisation_that_nobody_verified_opens_nothing(
    start_worker: StartWorker, portal: dict[str, str], settings: dict[str, str]
) -> None:
    house = start_worker(portal, **settings)
    refused = house.anybody().post(ADDRESS, _proof(house, settings, "unproven"))
    assert (refused.status_code, refused.get_json()["code"]) == (403, "organisation-unproven")
    assert _counts(house) == (0, 0)


def test_an_organisation_without_a_credit_code_opens_nothing(start_worker: StartWorker, portal: dict[str, str]) -> None:
    info = {"userId": "c-9", "CompanyName": "某公司", "realLevel": "1", "uniscid": None}
    body = answer(orjson.dumps({"errCode": 0, "msg": "", "info": info}))
    with scripted_server(lambda _number, _request: iter([body])) as server:
        house = start_worker(portal, **LEGAL_DIRECT, ZHELIBAN_ESSO_URL=server.url)
        refused = house.anybody().post(ADDRESS, {"method": "zheliban-ssotoken", "ssotoken": "t"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "organisation-unproven")
    assert _counts(house) == (0, 0)


def test_who_only_left_a_phone_number_signs_in_as_nobody_else(
    start_worker: StartWorker, portal: dict[str, str]
) -> None:
    house = start_worker(portal, **SIMPLE)
    lin = house.anybody().post(ADDRESS, _proof(house, SIMPLE)).get_json()["subject"]
    typed = house.anybody().post(ADDRESS, _proof(house, SIMPLE, "typed")).get_json()["subject"]
    again = house.anybody().post(ADDRESS, _proof(house, SIMPLE, "typed")).get_json()["subject"]
    assert (typed["assurance_level"], typed["id"]) == (1, again["id"])
    assert typed["id"] != lin["id"]


def test_the_same_person_is_one_identity_through_whatever_sign_on(
    start_worker: StartWorker, portal: dict[str, str]
) -> None:
    found = set()
    for settings in (UNIFIED, SIMPLE, COMPONENT):
        house = start_worker(portal, **settings)
        found.add(house.anybody().post(ADDRESS, _proof(house, settings)).get_json()["subject"]["id"])
    assert len(found) == 1


def test_an_equal_id_of_another_sign_on_is_another_account(start_worker: StartWorker, portal: dict[str, str]) -> None:
    """A company's account and a person's may bear one number: an unverified person must not come in by it."""
    unified = start_worker(portal)
    first = unified.anybody().post(ADDRESS, _proof(unified, UNIFIED, "typed")).get_json()["subject"]["id"]
    simple = start_worker(portal, **SIMPLE)
    assert simple.anybody().post(ADDRESS, _proof(simple, SIMPLE, "typed")).get_json()["subject"]["id"] != first


def test_a_ticket_is_exchanged_as_its_container_speaks(start_worker: StartWorker, portal: dict[str, str]) -> None:
    house = start_worker(portal, **SIMPLE)
    company = _proof(house, SIMPLE, "company")
    in_wechat = house.anybody().post(ADDRESS, {**company, "container": "wechat"})
    assert in_wechat.status_code == 201, "the unified sign-on serves legal persons too"
    in_app = house.anybody().post(ADDRESS, {**_proof(house, SIMPLE, "company"), "container": "app"})
    assert (in_app.status_code, in_app.get_json()["code"]) == (401, "ticket-refused")


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"method": "zheliban-ssotoken", "ssotoken": "t"}, "sign-on-not-offered", "/method"),
        ({"method": "zheliban-ssotoken", "ticket": "t"}, "invalid-arguments", "/ssotoken"),
        ({"method": "zheliban-ssotoken", "ssotoken": ""}, "invalid-arguments", "/ssotoken"),
        ({"method": "zheliban-ticket", "ticket": "t", "container": "fridge"}, "invalid-arguments", "/container"),
    ],
)
def test_what_is_wrong_with_a_sign_in_is_pointed_at(
    product: Product, body: dict[str, str], code: str, pointer: str
) -> None:
    refused = product.anybody().post(ADDRESS, body)
    assert (refused.status_code, refused.get_json()["code"]) == (422, code)
    assert [error["pointer"] for error in refused.get_json()["errors"]] == [pointer]

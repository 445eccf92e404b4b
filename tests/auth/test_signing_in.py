"""Signing in over HTTP, and who one is then."""

from typing import Any

import pytest
import urllib3
from sqlalchemy import func, select

from auth import DataScope, authenticate
from auth.models import AuthSession, AuthSubject
from auth.schemas import MeOut, SessionOut
from auth.sessions import start_citizen_session
from gateways import TicketRefused
from gateways.zheliban import PortalIdentity
from kit import clock
from kit.ids import new_id
from tests.auth.conftest import StartWorker
from tests.product import Caller, Product

ADDRESS = "/auth/v1/sessions"
PROPERTY_CENTRE = "12330900MB15A0079G"
POLICE = "11330900002600237T"
POLICE_PARTS = {"11330900002600341Y", "113309000026004565", "113309020026102320"}
LIN = PortalIdentity("zlb-u-0001", "林海燕", "resident_id", "330902199004120325", "13957200001", 3)


def _ticket(house: Product, persona: str = "lin-haiyan") -> dict[str, str]:
    minted = house.anybody().post("/sandbox/zheliban/tickets", {"persona": persona})
    return {"method": "zheliban-ticket", "ticket": minted.get_json()["ticket"]}


def _code(house: Product, persona: str = "officer-ying") -> dict[str, str]:
    minted = house.anybody().post("/sandbox/zhezhengding/codes", {"persona": persona})
    return {"method": "zhezhengding-code", "code": minted.get_json()["code"]}


def _scan(house: Product, persona: str = "officer-ying") -> dict[str, str]:
    minted = house.anybody().post("/sandbox/zhezhengding/codes", {"persona": persona, "scan": True})
    return {"method": "zhezhengding-scan", "code": minted.get_json()["code"]}


def _counted(house: Product, table: Any) -> Any:
    with house.context.database.unit() as unit:
        return unit.scalar(select(func.count()).select_from(table))


def _me(caller: Caller) -> dict[str, Any]:
    answer = caller.get("/auth/v1/me")
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_a_sign_in_answers_what_the_contract_says(house: Product) -> None:
    answer = house.anybody().post(ADDRESS, _ticket(house))
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.get_json()
    assert set(body) == set(SessionOut().fields)
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    subject = {name: value for name, value in body["subject"].items() if name != "id"}
    assert subject == {"kind": "person", "name": "林海燕", "assurance_level": 3}
    assert Caller(house.app.test_client(), body["access_token"]).get("/auth/v1/me").status_code == 200


def test_no_token_lies_readable_in_the_database(house: Product) -> None:
    proof = _ticket(house)
    body = house.anybody().post(ADDRESS, proof).get_json()
    with house.context.database.unit() as unit:
        rows = [
            str(unit.rows(table.select()))
            for table in AuthSession.metadata.sorted_tables
            if table.name.startswith("auth_")
        ]
    for secret in (body["access_token"], body["refresh_token"], proof["ticket"]):
        assert not [row for row in rows if secret in row]


@pytest.mark.parametrize("proof_of", [_ticket, _code, _scan], ids=["ticket", "code", "scan"])
def test_a_used_proof_is_refused_and_opens_no_second_session(house: Product, proof_of: Any) -> None:
    proof = proof_of(house)
    assert house.anybody().post(ADDRESS, proof).status_code == 201
    again = house.anybody().post(ADDRESS, proof)
    assert (again.status_code, again.get_json()["code"]) == (401, "ticket-refused")
    assert again.headers["WWW-Authenticate"].startswith("Bearer")
    assert _counted(house, AuthSession) == 1


@pytest.mark.parametrize(
    "proof",
    [
        {"method": "zheliban-ticket", "ticket": "debug_tk_nobody"},
        {"method": "zheliban-ticket", "ticket": "令牌"},
        {"method": "zhezhengding-code", "code": "nobody"},
    ],
)
def test_an_unknown_proof_is_refused_and_leaves_nothing(house: Product, proof: dict[str, str]) -> None:
    answer = house.anybody().post(ADDRESS, proof)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "ticket-refused")
    assert (_counted(house, AuthSession), _counted(house, AuthSubject)) == (0, 0)


def test_a_ticket_is_remembered_whatever_the_portal_forgets(house: Product) -> None:
    with house.context.database.unit() as unit:
        start_citizen_session(unit, house.context, "tk", LIN)
    with pytest.raises(TicketRefused), house.context.database.unit() as unit:
        start_citizen_session(unit, house.context, "tk", LIN)
    assert _counted(house, AuthSession) == 1


def test_a_citizens_ticket_is_no_officers_code(house: Product) -> None:
    crossed = {"method": "zhezhengding-code", "code": _ticket(house)["ticket"]}
    assert house.anybody().post(ADDRESS, crossed).get_json()["code"] == "ticket-refused"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"method": "password", "ticket": "x"}, "/method"),
        ({"method": "", "ticket": "x"}, "/method"),
        ({"method": ["zheliban-ticket"], "ticket": "x"}, "/method"),
        ({"ticket": "x"}, "/method"),
        ({"method": "zheliban-ticket"}, "/ticket"),
        ({"method": "zheliban-ticket", "code": "x"}, "/ticket"),
        ({"method": "zhezhengding-code", "ticket": "x"}, "/code"),
        ({"method": "zheliban-ticket", "ticket": ""}, "/ticket"),
        ({"method": "zheliban-ticket", "ticket": "x" * 401}, "/ticket"),
        ({"method": "zheliban-ticket", "ticket": 7}, "/ticket"),
        ({"method": "zheliban-ticket", "ticket": "x", "persona": "lin-haiyan"}, "/persona"),
    ],
)
def test_what_is_wrong_with_a_sign_in_is_pointed_at(product: Product, body: dict[str, Any], pointer: str) -> None:
    answer = product.anybody().post(ADDRESS, body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid-arguments")
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]


def test_a_portal_that_is_down_costs_nobody_the_ticket(start_worker: StartWorker, own_sandbox: dict[str, str]) -> None:
    house = start_worker(own_sandbox)
    proof = _ticket(house)
    fault = {"system": "zheliban", "fault": "down", "times": 1}
    address = f"{own_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/faults"
    assert urllib3.request("POST", address, json=fault, retries=False).status == 201
    answer = house.anybody().post(ADDRESS, proof)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "source-unavailable")
    assert house.anybody().post(ADDRESS, proof).status_code == 201


def test_a_person_is_told_who_they_are_with_the_number_masked(house: Product) -> None:
    caller = house.citizen()
    me = _me(caller)
    assert set(me) == set(MeOut().fields)
    assert me["id"] == caller.session["subject"]["id"]
    assert (me["kind"], me["name"], me["assurance_level"], me["audience"]) == ("person", "林海燕", 3, "services")
    assert me["certificates"] == [
        {"kind": "resident_id", "kind_name": "居民身份证", "number": "3****************5"},
    ]
    assert (me["acting_person_id"], me["employee_code"], me["department_code"], me["permissions"]) == (
        None,
        None,
        None,
        [],
    )
    assert LIN.certificate_number not in caller.get("/auth/v1/me").text


def test_an_organisation_carries_the_human_who_acts_for_it(house: Product) -> None:
    me = _me(house.citizen("haiyun-design"))
    assert (me["kind"], me["name"]) == ("organisation", "舟山海韵船舶设计有限公司")
    assert [item["kind"] for item in me["certificates"]] == ["uscc"]
    agent = PortalIdentity("zlb-u-0900", "王建国", "resident_id", "330902197903052515", "", 3)
    with house.context.database.unit() as unit:
        himself = start_citizen_session(unit, house.context, str(new_id()), agent).subject
    assert me["acting_person_id"] == str(himself.id) != me["id"]


def test_an_officer_carries_department_permissions_and_code(house: Product) -> None:
    me = _me(house.officer("officer-ying"))
    assert (me["kind"], me["audience"], me["employee_code"]) == ("officer", "office", "GE_0005")
    assert me["department_code"] == PROPERTY_CENTRE
    both = ["cases.accept", "cases.deliver", "cases.read", "cases.review", "cases.suspend"]
    assert me["permissions"] == both, "both posts together, none more"


@pytest.mark.parametrize(
    ("persona", "scope"),
    [
        ("officer-ying", DataScope(departments=frozenset({PROPERTY_CENTRE}))),
        ("officer-fei", DataScope(departments=frozenset({POLICE, *POLICE_PARTS}))),
        ("officer-gu", DataScope(all_departments=True)),
    ],
)
def test_an_officers_scope_is_the_posts_departments_with_all_below_them(
    house: Product, persona: str, scope: DataScope
) -> None:
    header = f"Bearer {house.officer(persona).token}"
    with house.context.database.unit() as unit:
        found = authenticate(unit, house.context, header, "office").scope
    assert found == scope
    assert found.covers(PROPERTY_CENTRE) is (persona != "officer-fei")


def test_a_citizen_has_no_scope_at_all(house: Product) -> None:
    header = f"Bearer {house.citizen().token}"
    with house.context.database.unit() as unit:
        subject = authenticate(unit, house.context, header, "services")
    assert not subject.permissions
    assert not subject.scope.covers(PROPERTY_CENTRE)


def test_a_sign_in_is_timed_by_the_products_clock(house: Product) -> None:
    house.citizen()
    with house.context.database.unit() as unit:
        row = unit.first(select(AuthSession.started_at, AuthSession.ends_at))
    assert row is not None
    assert abs((row.started_at - clock.now()).total_seconds()) < 60
    assert (row.ends_at - row.started_at).days == 30


def test_who_scans_is_the_same_officer_as_in_the_app(house: Product) -> None:
    in_app, at_computer = (house.anybody().post(ADDRESS, proof(house)).get_json() for proof in (_code, _scan))
    assert at_computer["subject"] == in_app["subject"]
    crossed = {**_scan(house), "method": "zhezhengding-code"}
    assert house.anybody().post(ADDRESS, crossed).status_code == 401


def test_where_nobody_can_scan_it_is_said(start_worker: StartWorker) -> None:
    house = start_worker(ZHEZHENGDING_SCAN_APP_KEY="")
    answer = house.anybody().post(ADDRESS, _scan(house))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "scan-not-offered")

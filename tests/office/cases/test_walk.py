"""Every turn of a case, from every state, by every role of the city's pack: who gets through, and who changes nothing.

The state is reached by real turns; a role is an officer's session with just that role's permissions over the case's
department. The expectation is read from the lifecycle's data and the pack's roles, the answer comes over HTTP.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from auth.models import AuthSession
from engines.cases import CASE, Case, case_by_id
from engines.cases.closing import archive_case, return_unanswered
from engines.lifecycles import Transition
from tests.product import PACK, Caller, Product
from tests.services.signatures.test_signing import ask

ELSEWHERE = "12330900MB15A00288"
TAX_BUREAU = "11330900MB15A0087E"
ROLES: dict[str, list[str]] = {
    item["code"]: item["permissions"] for item in json.loads((PACK / "roles.json").read_text("utf-8"))["items"]
}
EVERYTHING = sorted({permission for permissions in ROLES.values() for permission in permissions})
REASON = {"reason": "按规定办理。"}
#: What is sent for each turn; every turn that HTTP offers has its line.
BODIES: Mapping[str, Mapping[str, Any]] = {
    "acceptance": {},
    "non-acceptance": REASON,
    "correction-requests": {"items": ["照片不清晰"]},
    "corrections": {},
    "supplements": {"materials": [{"code": "M01", "file_ids": [str(UUID(int=1))]}]},
    "assignments": {"officer_id": None},
    "reviews": {"outcome": "approved", "opinion": "同意"},
    "opinion-requests": {"department": TAX_BUREAU, "question": "请核实纳税情况。"},
    "opinions": {"opinion": "已核实。"},
    "suspensions": {"kind": "inspection", "reason": "须复检。"},
    "resumption": {"result": "复检合格。"},
    "extension-requests": {"days": 2, "reason": "情况复杂。"},
    "extension-decisions": {"outcome": "approved"},
    "decision": {"outcome": "granted", "reason": "准予"},
    "decision-amendments": {"reason": "有笔误。", "text": "准予换证。"},
    "reopening": REASON,
    "commitment-checks": {"material": "M01", "outcome": "kept"},
    "dispatch": {"carrier": "中国邮政", "tracking_number": "1234567890123"},
    "handover": {"received_by": "林海燕"},
    "receipt-confirmation": {},
    "human-review": {},
    "withdrawal": {},
}
OFFICE_TURNS = [turn for turn in CASE.transitions if turn.resource and turn.permission]
OWN_TURNS = [turn for turn in CASE.transitions if turn.resource and turn.relation == "applicant"]


def test_every_turn_that_http_offers_is_walked() -> None:
    offered = {turn.resource for turn in CASE.transitions if turn.resource}
    assert {turn.resource for turn in [*OFFICE_TURNS, *OWN_TURNS]} == offered
    assert set(BODIES) == offered


#: The office's turns that take a case to a state.
TURNS_TO: Mapping[str, tuple[str, ...]] = {
    "correction": ("correction-requests",),
    "returned": ("correction-requests",),
    "not_accepted": ("non-acceptance",),
    "accepted": ("acceptance",),
    "suspended": ("acceptance", "suspensions"),
    "in_handling": ("acceptance", "reviews"),
    "done": ("acceptance", "reviews", "decision"),
    "delivered": ("acceptance", "reviews", "decision", "handover"),
}
#: And what then happens by itself.
BY_ITSELF: Mapping[str, Callable[..., Any]] = {"returned": return_unanswered, "archived": archive_case}


def bring(product: Product, citizen: Caller, state: str) -> UUID:
    """File a case and take it to a state by real turns."""
    if state == "signing":
        return UUID(ask(product.citizen("zhou-liwen")).get_json()["id"])
    case_id = product.file_renewal(citizen, delivery={"way": "counter"})["id"]
    if state in {"withdrawn", "archived"}:
        citizen.post(f"/services/v1/cases/{case_id}/withdrawal", {}, If_Match='"1"')
    chief = product.officer()
    for turn in TURNS_TO.get(state, ()):
        chief.turn(case_id, turn, BODIES[turn])
    if state in BY_ITSELF:
        with product.context.database.unit() as unit:
            BY_ITSELF[state](unit, case_by_id(unit, UUID(case_id)))
    return UUID(case_id)


def standing(product: Product, case_id: UUID) -> tuple[str, int, str]:
    with product.context.database.unit() as unit:
        row: Any = unit.first(select(Case.state, Case.version, Case.department_code).where(Case.id == case_id))
    return row.state, row.version, row.department_code


def empowered(product: Product, officer: Caller, permissions: list[str], department: str) -> Caller:
    """Give an officer's session these permissions over one department, and no others."""
    powers = {"permissions": permissions, "all_departments": False, "departments": [department]}
    with product.context.database.unit() as unit:
        unit.write(
            update(AuthSession).where(AuthSession.subject_id == UUID(officer.session["subject"]["id"])).values(powers)
        )
    return officer


def expected(turn: Transition, state: str, permissions: list[str], *, inside: bool) -> str:
    if not inside or "cases.read" not in permissions:
        return "404"
    if state not in turn.sources:
        return "409"
    # Nobody was asked for an opinion in these cases.
    return "yes" if turn.permission in permissions and turn.relation != "consulted" else "403"


def outcome(answer: Any) -> str:
    code = (answer.get_json() or {}).get("code")
    if answer.status_code == 404:
        return "404"
    if code == "transition-forbidden":
        return "409"
    if code == "not-your-turn":
        return "403"
    assert answer.status_code < 500, answer.text
    return "yes"


@pytest.mark.parametrize("state", [item.code for item in CASE.states])
def test_every_role_makes_its_own_turns_and_no_others(product: Product, state: str) -> None:
    citizen = product.citizen()
    case_id = bring(product, citizen, state)
    assert standing(product, case_id)[0] == state
    officer = product.officer("officer-tang")
    places = {**{role: (permissions, True) for role, permissions in ROLES.items()}, "elsewhere": (EVERYTHING, False)}
    for role, (permissions, inside) in places.items():
        for turn in OFFICE_TURNS:
            _, version, department = standing(product, case_id)
            empowered(product, officer, permissions, department if inside else ELSEWHERE)
            address = f"/office/v1/cases/{case_id}/{turn.resource}"
            answer = officer.post(address, BODIES[str(turn.resource)], If_Match=f'"{version}"')
            assert outcome(answer) == expected(turn, state, permissions, inside=inside), (role, turn.name, answer.text)
            if answer.status_code == 200:
                case_id = bring(product, citizen, state)
            else:
                assert standing(product, case_id) == (state, version, department), (role, turn.name)


@pytest.mark.parametrize("state", [item.code for item in CASE.states])
def test_the_applicant_makes_their_own_turns_and_no_stranger_does(product: Product, state: str) -> None:
    citizen = product.citizen()
    applicant = product.citizen("zhou-liwen") if state == "signing" else citizen
    case_id = bring(product, citizen, state)
    strangers = [product.citizen("chen-xiaoyu"), product.citizen("haiyun-design")]
    for caller in [*strangers, applicant]:
        for turn in OWN_TURNS:
            before = standing(product, case_id)
            address = f"/services/v1/cases/{case_id}/{turn.resource}"
            answer = caller.post(address, BODIES[str(turn.resource)], If_Match=f'"{before[1]}"')
            wanted = "404" if caller is not applicant else "yes" if state in turn.sources else "409"
            assert outcome(answer) == wanted, (turn.name, answer.text)
            if answer.status_code == 200:
                case_id = bring(product, citizen, state)
            else:
                assert standing(product, case_id) == before

"""Every lifecycle that a micro-app declares: whole, reachable over HTTP, and the same for every role of the pack."""

import json
from dataclasses import replace
from typing import Any

import pytest

from assembly.discovery import find_micro_apps
from assembly.lifecycle_pages import lifecycles
from auth import SYSTEM, DataScope, Subject
from engines.cases import Case
from engines.lifecycles import Lifecycle, Record, Transition, TransitionForbidden, available_actions, check_transition
from engines.lifecycles.transitions import NotYourTurn
from kit.ids import new_id
from tests.engines.subjects import officer, somebody
from tests.product import PACK, Product

APPS = find_micro_apps()
LIFECYCLES: dict[str, Lifecycle] = {code: found for code, (found, _) in lifecycles().items()}
DECLARED = {permission for app in APPS for permission in app.manifest.permissions}
ROLES: dict[str, list[str]] = {
    item["code"]: item["permissions"] for item in json.loads((PACK / "roles.json").read_text("utf-8"))["items"]
}
HERE, SEATED, ASKED, ELSEWHERE = "here", "seated", "asked", "elsewhere"
#: Where the officers of a relation sit; the rest of the relations are no officers'.
PLACES = {"department": HERE, "seat": SEATED, "consulted": ASKED}
APPLICANT, SIGNER = somebody(), somebody()
AGENT = replace(APPLICANT, represented_by=somebody())
PEOPLE: dict[str, tuple[Subject, str | None]] = {
    "applicant": (APPLICANT, "applicant"),
    "agent": (AGENT, "applicant"),
    "signer": (SIGNER, "signer"),
    "stranger": (somebody(), None),
    "organisation": (somebody("organisation"), None),
    "client": (somebody("client"), None),
    "system": (SYSTEM, "system"),
    "a person with every permission": (replace(officer(*DECLARED, everywhere=True), kind="person"), None),
}


def test_there_are_lifecycles() -> None:
    assert {"case", "joint_case"} <= set(LIFECYCLES)


@pytest.mark.parametrize("code", LIFECYCLES)
def test_every_state_is_entered_and_only_final_ones_are_not_left(code: str) -> None:
    lifecycle = LIFECYCLES[code]
    entered = {turn.target for turn in lifecycle.transitions if turn.target}
    beginnings = [state.code for state in lifecycle.states if state.code not in entered]
    left = {source for turn in lifecycle.transitions if turn.target for source in turn.sources if source != turn.target}
    assert len(beginnings) <= 2, beginnings
    assert {state.code for state in lifecycle.states if state.code not in left} == {
        state.code for state in lifecycle.states if state.final
    }
    assert len({turn.name for turn in lifecycle.transitions}) == len(lifecycle.transitions)


@pytest.mark.parametrize("code", LIFECYCLES)
def test_every_permission_is_declared_and_some_role_has_it(code: str) -> None:
    needed = {turn.permission for turn in LIFECYCLES[code].transitions if turn.permission}
    assert needed <= DECLARED
    assert needed <= {permission for permissions in ROLES.values() for permission in permissions}


def test_the_roles_carry_what_micro_apps_ask_for_and_nothing_else() -> None:
    assert {permission for permissions in ROLES.values() for permission in permissions} == DECLARED


@pytest.mark.parametrize("code", LIFECYCLES)
def test_every_turn_that_is_offered_has_its_address(product: Product, code: str) -> None:
    addresses: dict[str, set[str]] = {"office": set(), "services": set()}
    for rule in product.app.url_map.iter_rules():
        area = rule.rule.split("/")[1]
        if area in addresses and "POST" in (rule.methods or set()):
            addresses[area].add(rule.rule.rpartition("/")[2])
    areas = {app.manifest.audience for app in APPS if LIFECYCLES[code] in app.manifest.lifecycles}
    for turn in LIFECYCLES[code].transitions:
        if turn.resource is not None:
            # Officers need a permission; a turn of a relation alone is at the citizens' door or where it is carried.
            doors = {"office"} if turn.permission else {"services", *areas}
            assert any(turn.resource in addresses[door] for door in doors), turn.name


def record_in(lifecycle: Lifecycle, state: str) -> Record:
    return Record(
        lifecycle,
        Case,  # nothing is read or written here
        new_id(),
        state,
        1,
        HERE,
        APPLICANT.id,
        seats=(SEATED,),
        consulted=(ASKED,),
        signers=(SIGNER.id,),
    )


def outcome(subject: Subject, record: Record, turn: Transition) -> str:
    try:
        check_transition(subject, record, turn.name)
    except TransitionForbidden:
        return "from here, no"
    except NotYourTurn:
        return "not by you"
    return "yes"


def check(subject: Subject, record: Record, allowed: set[str]) -> None:
    """Compare every turn, and what is offered, with what this subject is allowed."""
    turns = record.lifecycle.transitions
    expected = {
        turn.name: "from here, no"
        if record.state not in turn.sources
        else "yes"
        if turn.name in allowed
        else "not by you"
        for turn in turns
    }
    assert {turn.name: outcome(subject, record, turn) for turn in turns} == expected
    offered: list[dict[str, Any]] = available_actions(subject, record)
    possible = {turn.name for turn in turns if turn.resource and expected[turn.name] == "yes"}
    assert {item["action"] for item in offered} == possible


@pytest.mark.parametrize("code", LIFECYCLES)
def test_people_make_the_turns_of_their_relation_from_every_state(code: str) -> None:
    lifecycle = LIFECYCLES[code]
    for subject, relation in PEOPLE.values():
        allowed = {turn.name for turn in lifecycle.transitions if turn.relation == relation}
        for state in lifecycle.states:
            check(subject, record_in(lifecycle, state.code), allowed)


@pytest.mark.parametrize("place", [HERE, SEATED, ASKED, ELSEWHERE, "everywhere"])
@pytest.mark.parametrize("code", LIFECYCLES)
def test_officers_make_the_turns_that_their_role_and_place_allow(code: str, place: str) -> None:
    lifecycle = LIFECYCLES[code]
    needed = {turn.permission for turn in lifecycle.transitions if turn.permission}
    # Roles that carry the same permissions of this lifecycle are one to it.
    for permissions in {frozenset(needed.intersection(permissions)) for permissions in ROLES.values()}:
        subject = replace(officer(*permissions), scope=DataScope(place == "everywhere", frozenset({place})))
        allowed = {
            turn.name
            for turn in lifecycle.transitions
            if turn.permission in permissions
            and turn.relation in PLACES
            and place in {"everywhere", PLACES[turn.relation]}
        }
        for state in lifecycle.states:
            check(subject, record_in(lifecycle, state.code), allowed)

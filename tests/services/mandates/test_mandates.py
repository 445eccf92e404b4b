"""Giving, accepting, refusing, revoking and laying down, over HTTP on both databases."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from auth.guardianship import last_day_under_age
from kit import clock
from kit.outbox import Job
from services.mandates.actions import end_mandate
from services.mandates.rules import MOST_MANDATES
from tests.product import RENEWAL, Caller, Product
from tests.services.mandates.giving import ADDRESS, LIN, WARD, ZHOU, accepted, asked, offer, run_out, turn


@pytest.fixture
def lin(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


@pytest.fixture
def zhou(product: Product) -> Caller:
    return product.citizen("zhou-liwen")


def listed(caller: Caller, side: str, **more: Any) -> list[dict[str, Any]]:
    return caller.every(ADDRESS, side=side, **more)


def test_a_mandate_is_used_once_its_agent_has_accepted(product: Product, lin: Caller, zhou: Caller) -> None:
    made = offer(lin)
    assert (made["state"], made["in_force"], made["agent"]["name"]) == ("offered", False, "周礼文")
    assert [action["action"] for action in made["available_actions"]] == ["revoke"]
    shown = zhou.get(f"{ADDRESS}/{made['id']}").get_json()
    assert (shown["principal"], shown["matters"]) == ({"kind": "person", "name": "林海燕"}, [RENEWAL])
    assert {action["action"] for action in shown["available_actions"]} == {"accept", "refuse"}
    taken = turn(zhou, made, "acceptance").get_json()
    assert (taken["state"], taken["in_force"]) == ("active", True)
    assert [event["turn"] for event in taken["timeline"]] == ["offer", "accept"]
    assert made["id"] in [item["id"] for item in listed(lin, "given")]
    assert made["id"] in [item["id"] for item in listed(zhou, "received", state="active")]
    assert made["id"] not in [item["id"] for item in listed(zhou, "given")]


def test_an_agent_refuses_or_lays_down_and_says_why(lin: Caller, zhou: Caller) -> None:
    refused = turn(zhou, offer(lin), "refusal", reason="近期不在本市。").get_json()
    assert (refused["state"], refused["timeline"][-1]["opinion"]) == ("refused", "近期不在本市。")
    assert refused["available_actions"] == []
    held = accepted(lin, zhou)
    laid_down = turn(zhou, held, "resignation", reason="事情已办完。").get_json()
    assert (laid_down["state"], laid_down["in_force"]) == ("ended", False)
    assert turn(zhou, held, "resignation").get_json()["code"] == "transition-forbidden"


def test_a_principal_revokes_at_any_time(lin: Caller, zhou: Caller) -> None:
    for mandate in (offer(lin), accepted(lin, zhou)):
        revoked = turn(lin, mandate, "revocation", reason="改由本人办理。").get_json()
        assert (revoked["state"], revoked["in_force"]) == ("revoked", False)
        assert turn(zhou, mandate, "acceptance").status_code == 409


def test_each_side_makes_its_own_turns(product: Product, lin: Caller, zhou: Caller) -> None:
    made = offer(lin)
    assert turn(lin, made, "acceptance").get_json()["code"] == "not-your-turn"
    assert turn(zhou, made, "revocation").get_json()["code"] == "not-your-turn"
    stranger = product.citizen("ho-wing-sze")
    assert stranger.get(f"{ADDRESS}/{made['id']}").get_json()["code"] == "mandate-not-found"
    for resource in ("acceptance", "refusal", "revocation", "resignation"):
        assert turn(stranger, made, resource).status_code == 404
    assert made["id"] not in [item["id"] for side in ("given", "received") for item in listed(stranger, side)]
    address = f"{ADDRESS}/{made['id']}/acceptance"
    assert zhou.post(address, {}).status_code == 428
    assert zhou.post(address, {}, If_Match='"7"').status_code == 412


def test_the_name_in_the_mandate_must_be_the_agents(lin: Caller, zhou: Caller) -> None:
    made = offer(lin, agent={**ZHOU, "name": "周利文"})
    assert turn(zhou, made, "acceptance").get_json()["code"] == "agent-name-differs"
    assert turn(zhou, made, "refusal").status_code == 200


def days(number: int) -> str:
    return (clock.today() + timedelta(days=number)).isoformat()


@pytest.mark.parametrize(
    ("more", "code", "pointer"),
    [
        ({"agent": {**ZHOU, "number": "330903198507231177"}}, "certificate-invalid", "/agent/number"),
        (
            {"agent": {"certificate_kind": "resident_id", "number": "330902199004120325", "name": "林海燕"}},
            "agent-is-principal",
            None,
        ),
        ({"kind": "company_agent"}, "mandate-kind-does-not-fit", "/kind"),
        ({"kind": "guardian"}, "invalid-arguments", "/kind"),
        ({"from_on": days(-1)}, "mandate-term-invalid", "/from_on"),
        ({"from_on": days(5), "until_on": days(4)}, "mandate-term-invalid", "/until_on"),
        ({"until_on": days(4000)}, "mandate-term-invalid", "/until_on"),
        ({"until_on": "2026-02-30"}, "invalid-arguments", "/until_on"),
        ({"matters": ["11330900002600237T3330709999999"]}, "mandate-scope-invalid", "/matters/0"),
        ({"kind": "lawyer"}, "mandate-scope-invalid", "/matters/0"),
        ({"topics": ["no_such_topic"]}, "mandate-scope-invalid", "/topics/0"),
        ({"matters": []}, "invalid-arguments", "/everything"),
        ({"matters": [RENEWAL], "everything": True}, "invalid-arguments", "/everything"),
        ({"agent": {**ZHOU, "certificate_kind": "uscc"}}, "invalid-arguments", "/agent/certificate_kind"),
    ],
)
def test_a_mandate_that_cannot_be_given(lin: Caller, more: dict[str, Any], code: str, pointer: str | None) -> None:
    before = len(listed(lin, "given"))
    refused = lin.post(ADDRESS, asked(**more))
    assert (refused.status_code, refused.get_json()["code"]) == (422, code), refused.text
    if pointer:
        assert refused.get_json()["errors"][0]["pointer"] == pointer
    assert len(listed(lin, "given")) == before


def test_who_is_not_verified_gives_none(product: Product) -> None:
    refused = product.citizen("chen-xiaoyu").post(ADDRESS, asked())
    assert (refused.status_code, refused.get_json()["code"]) == (403, "assurance-too-low")


def test_a_company_gives_one_to_its_staff(product: Product, zhou: Caller) -> None:
    company = product.citizen("haiyun-design")
    assert company.post(ADDRESS, asked(kind="relative", everything=True)).status_code == 422
    held = accepted(company, zhou, kind="company_agent", topics=["housing_fund"])
    assert held["principal"] == {"kind": "organisation", "name": "舟山海韵船舶设计有限公司"}


def test_the_number_of_open_mandates_is_bounded(product: Product) -> None:
    principal = product.citizen("ho-wing-sze")
    first = offer(principal, everything=True)
    for _ in range(MOST_MANDATES - 1):
        offer(principal, everything=True)
    refused = principal.post(ADDRESS, asked(everything=True))
    assert (refused.status_code, refused.get_json()["code"]) == (409, "too-many-mandates")
    turn(principal, first, "revocation")
    offer(principal, everything=True)


def test_the_same_key_offers_once(lin: Caller) -> None:
    body, key = asked(), str(uuid.uuid4())
    first = lin.post(ADDRESS, body, Idempotency_Key=key).get_json()
    assert lin.post(ADDRESS, body, Idempotency_Key=key).get_json()["id"] == first["id"]


def test_a_mandate_ends_with_its_last_day(product: Product, lin: Caller, zhou: Caller) -> None:
    held = accepted(lin, zhou)

    def end() -> None:
        with product.context.database.unit() as unit:
            job = Job(unit, product.context, uuid.uuid4(), None, {"mandate_id": held["id"]})
            end_mandate(job)

    end()
    assert zhou.get(f"{ADDRESS}/{held['id']}").get_json()["state"] == "active"
    run_out(product, held)
    assert zhou.get(f"{ADDRESS}/{held['id']}").get_json()["in_force"] is False
    for _ in range(2):
        end()
    ended = lin.get(f"{ADDRESS}/{held['id']}").get_json()
    assert (ended["state"], [event["turn"] for event in ended["timeline"]]) == ("ended", ["offer", "accept", "end"])


def test_a_parent_acts_for_a_child_by_the_states_record(product: Product, lin: Caller) -> None:
    proven = lin.post(f"{ADDRESS}/guardianships", {"ward": WARD})
    assert proven.status_code == 201, proven.text
    mandate = proven.get_json()
    assert (mandate["kind"], mandate["state"], mandate["in_force"]) == ("guardian", "active", True)
    assert (mandate["principal"]["name"], mandate["until_on"]) == ("周小满", "2037-03-07")
    ward = product.citizen("zhou-xiaoman")
    lines = ward.get("/services/v1/data-uses", query_string={"resource": "guardianship_record"}).get_json()["items"]
    assert (lines[0]["used_by"], lines[0]["purpose"]) == ("林海燕", "核验监护关系")
    assert lines[0]["statute"] == "《中华人民共和国民法典》第二十七条、第三十四条"
    assert mandate["id"] in [item["id"] for item in listed(ward, "given")]
    assert "revoke" not in [a["action"] for a in ward.get(f"{ADDRESS}/{mandate['id']}").get_json()["available_actions"]]
    assert turn(ward, mandate, "revocation").get_json()["code"] == "guardianship-stands"
    assert turn(lin, mandate, "resignation").get_json()["state"] == "ended"


def test_nobody_else_is_a_guardian_and_the_child_sees_who_tried(product: Product) -> None:
    stranger = product.citizen("ho-wing-sze")
    refused = stranger.post(f"{ADDRESS}/guardianships", {"ward": WARD})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "guardianship-not-proven")
    ward = product.citizen("zhou-xiaoman")
    lines = ward.get("/services/v1/data-uses", query_string={"resource": "guardianship_record"}).get_json()["items"]
    assert lines[0]["used_by"] == "何詠詩"
    assert listed(stranger, "received") == []


@pytest.mark.parametrize(
    ("ward", "status", "code"),
    [
        ({**WARD, "name": "周大满"}, 403, "guardianship-not-proven"),
        ({**WARD, "number": "330902201903082141"}, 422, "certificate-invalid"),
        (LIN, 422, "ward-is-adult"),
        ({**WARD, "certificate_kind": "passport"}, 422, "invalid-arguments"),
    ],
)
def test_a_child_that_cannot_be_a_ward(lin: Caller, ward: dict[str, str], status: int, code: str) -> None:
    refused = lin.post(f"{ADDRESS}/guardianships", {"ward": ward})
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("number", "last"),
    [
        ("33090220190308214X", date(2037, 3, 7)),
        ("330902200811302155", date(2026, 11, 29)),
        ("330902200802290000", date(2026, 2, 27)),
        ("330902200801010000", date(2025, 12, 31)),
    ],
)
def test_childhood_ends_the_day_before_the_eighteenth_birthday(number: str, last: date) -> None:
    assert last_day_under_age(number) == last

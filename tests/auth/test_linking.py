"""Linking a certificate over HTTP, and what too low a level is told."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from auth.models import AuthUsedTicket
from tests.auth.conftest import StartWorker
from tests.gateways.sandbox_server import sandbox_server
from tests.gateways.small_pack import PERSONAS, write_small_pack
from tests.product import RENEWAL, SALE, SALE_FORM, Caller, Product

ADDRESS = "/auth/v1/certificates"
_LIN: dict[str, Any] = {**PERSONAS[0], "licences": [], "shared_data": {}}
TRAVELLERS = [
    *PERSONAS,
    {**_LIN, "persona": "lin-abroad", "certificate": {"kind": "passport", "number": "E12345678"}},
    {**_LIN, "persona": "lin-typed", "certificate": {"kind": "passport", "number": "E99999999"}, "assurance_level": 1},
]


@pytest.fixture(scope="module")
def travellers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Serve a sandbox in which one person comes with two certificates and three portal accounts."""
    pack = write_small_pack(tmp_path_factory.mktemp("travellers"))
    named = [item | {"portal_user_id": f"user-{item['persona']}"} for item in TRAVELLERS]
    (pack / "personas.json").write_bytes(orjson.dumps({"items": named}))
    with sandbox_server(pack) as values:
        yield values


@pytest.fixture
def border(start_worker: StartWorker, travellers: dict[str, str]) -> Product:
    return start_worker(travellers)


def _link(house: Product, caller: Caller, persona: str) -> Any:
    ticket = house.anybody().post("/sandbox/zheliban/tickets", {"persona": persona}).get_json()["ticket"]
    return caller.post(ADDRESS, {"ticket": ticket})


def _kinds(caller: Caller) -> list[str]:
    return [item["kind"] for item in caller.get("/auth/v1/me").get_json()["certificates"]]


def test_a_linked_passport_signs_in_the_same_person(border: Product) -> None:
    caller = border.citizen("lin")
    linked = _link(border, caller, "lin-abroad")
    assert linked.status_code == 201
    assert [item["kind"] for item in linked.get_json()["certificates"]] == ["resident_id", "passport"]
    assert "E12345678" not in linked.text
    assert border.citizen("lin-abroad").session["subject"]["id"] == caller.session["subject"]["id"]


def test_without_a_link_the_passport_is_another_person_and_can_no_longer_be_linked(border: Product) -> None:
    caller, abroad = border.citizen("lin"), border.citizen("lin-abroad")
    assert caller.session["subject"]["id"] != abroad.session["subject"]["id"]
    refused = _link(border, caller, "lin-abroad")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "certificate-taken")
    assert (_kinds(caller), _kinds(abroad)) == (["resident_id"], ["passport"])


@pytest.mark.parametrize("persona", ["lin-typed", "chan", "company"])
def test_a_ticket_that_proves_nothing_links_nothing(border: Product, persona: str) -> None:
    caller = border.citizen("lin")
    refused = _link(border, caller, persona)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "proof-too-weak")
    assert _kinds(caller) == ["resident_id"]


def test_a_ticket_links_once(border: Product) -> None:
    caller = border.citizen("lin")
    ticket = border.anybody().post("/sandbox/zheliban/tickets", {"persona": "lin-abroad"}).get_json()["ticket"]
    assert caller.post(ADDRESS, {"ticket": ticket}).status_code == 201
    assert caller.post(ADDRESS, {"ticket": ticket}).get_json()["code"] == "ticket-refused"


def test_a_ticket_that_was_unknown_links_nothing(border: Product) -> None:
    caller = border.citizen("lin")
    assert caller.post(ADDRESS, {"ticket": "debug_tk_nobody"}).status_code == 401
    assert _kinds(caller) == ["resident_id"]


def test_a_ticket_that_linked_is_remembered_whatever_the_portal_forgets(border: Product) -> None:
    assert _link(border, border.citizen("lin"), "lin-abroad").status_code == 201
    with border.context.database.unit() as unit:
        assert unit.scalar(select(func.count()).select_from(AuthUsedTicket)) == 2


@pytest.mark.parametrize(
    ("persona", "matter", "needed", "present"),
    [("chen-xiaoyu", RENEWAL, 2, 1), ("anna-lindqvist", SALE, 3, 2)],
)
def test_too_low_a_level_is_told_the_way_up(
    product: Product, persona: str, matter: str, needed: int, present: int
) -> None:
    caller = product.citizen(persona)
    filing = {"matter_code": matter, "form": SALE_FORM, "materials": []}
    for answer in (
        caller.get(f"/services/v1/matters/{matter}/preparation"),
        caller.post("/services/v1/cases", filing),
    ):
        body = answer.get_json()
        assert (answer.status_code, body["code"]) == (403, "assurance-too-low")
        assert (body["needed"], body["present"]) == (needed, present)
        assert body["way_up"] == product.context.settings.level_up_url
        assert f"{needed} 级" in body["detail"]


def test_a_level_that_just_suffices_is_let_in(product: Product) -> None:
    caller = product.citizen("anna-lindqvist")
    assert caller.session["subject"]["assurance_level"] == 2
    assert caller.get(f"/services/v1/matters/{RENEWAL}/preparation").status_code == 200


def test_too_low_a_level_asks_no_source(product: Product) -> None:
    caller = product.citizen("anna-lindqvist")
    before = caller.every("/services/v1/data-uses")
    caller.get(f"/services/v1/matters/{SALE}/preparation")
    assert caller.every("/services/v1/data-uses") == before

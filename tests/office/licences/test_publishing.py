"""What the licence library hears of our licences: every version, in order, once, whatever happens on the way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import urllib3
from sqlalchemy import delete, select, update

from engines.licences import Licence, publish_licence
from gateways.http_client import CircuitBreaker
from gateways.licence_library import LicenceLibrary, LicenceLibrarySettings
from kit import clock
from kit.ids import new_id
from kit.outbox import Job, OutboxMessage
from tests.office.licences.test_results import replaced
from tests.office.licences.test_turns import GROUNDS, HEAD, act, granted, lose, own
from tests.product import Caller, Product

TOPIC = "licences.publish"
SUSPENDED = ("change", "suspended")
Force = Callable[[str, int], None]


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


@pytest.fixture
def force(product: Product, city_sandbox: dict[str, str]) -> Iterator[Force]:
    """Make the data platform fail, through which the library is reached."""
    address = f"{city_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/faults"

    def force_fault(fault: str, times: int) -> None:
        asked = {"system": "data_sharing", "fault": fault, "times": times}
        assert urllib3.request("POST", address, json=asked, retries=False).status == 201

    yield force_fault
    _mend(product, city_sandbox)


def _mend(product: Product, sandbox: dict[str, str]) -> None:
    urllib3.request("DELETE", f"{sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/faults", retries=False)
    product.context.gateways.data_sharing.http.breaker = CircuitBreaker()


def _shelf(sandbox: dict[str, str]) -> dict[str, dict[str, Any]]:
    answer = urllib3.request("GET", f"{sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/licences", retries=False)
    return {item["licence"]: item for item in answer.json()["items"]}


def _received(sandbox: dict[str, str], licence: dict[str, Any]) -> list[tuple[str, str]]:
    found = _shelf(sandbox).get(licence["id"], {"received": []})
    keys = [item["key"] for item in found["received"]]
    assert keys == [f"licence:{licence['id']}:{number}" for number in range(1, len(keys) + 1)]
    return [(item["operation"], item["status"]) for item in found["received"]]


def _make_due(product: Product) -> None:
    """Let the time pass that the jobs of this topic wait."""
    with product.context.database.unit() as unit:
        unit.write(update(OutboxMessage).where(OutboxMessage.topic == TOPIC).values(run_at=clock.now()))


def _waiting(product: Product, licence: dict[str, Any]) -> list[tuple[str | None, Any]]:
    """Return key and moment of giving up of what is left to push."""
    with product.context.database.unit() as unit:
        rows = unit.rows(select(OutboxMessage.key, OutboxMessage.given_up_at).where(OutboxMessage.topic == TOPIC))
    return sorted((row.key, row.given_up_at) for row in rows if licence["id"] in row.key)


def test_a_granted_licence_is_in_the_library_without_a_word_of_its_holder_in_sight(
    product: Product, citizen: Caller, city_sandbox: dict[str, str]
) -> None:
    licence = granted(product, citizen)
    product.work()
    held = _shelf(city_sandbox)[licence["id"]]
    assert (held["status"], held["version"]) == ("valid", 1)
    assert (held["certificate_identifier"], held["area_code"]) == (licence["identifier"], "330900")
    assert _received(city_sandbox, licence) == [("issue", "valid")]
    assert "林海燕" not in str(held)
    assert "330902199004120325" not in str(held)


def test_every_turn_follows_in_its_order(product: Product, citizen: Caller, city_sandbox: dict[str, str]) -> None:
    licence, head = granted(product, citizen), product.officer(HEAD)
    act(head, licence, "suspensions", GROUNDS)
    product.work()
    assert _shelf(city_sandbox)[licence["id"]]["status"] == "suspended"
    act(head, licence, "resumption", GROUNDS)
    act(head, licence, "revocation", {**GROUNDS, "kind": "penalty"})
    product.work()
    assert _shelf(city_sandbox)[licence["id"]]["status"] == "revoked"
    turns = [("issue", "valid"), SUSPENDED, ("change", "valid"), ("revoke", "revoked")]
    assert _received(city_sandbox, licence) == turns
    assert _waiting(product, licence) == []


def test_a_lost_licence_and_the_one_in_its_place(
    product: Product, citizen: Caller, city_sandbox: dict[str, str]
) -> None:
    first = granted(product, citizen)
    lose(citizen, first)
    second = replaced(product, citizen)
    product.work()
    assert _received(city_sandbox, first) == [("issue", "valid"), ("change", "lost"), ("change", "replaced")]
    assert _received(city_sandbox, second) == [("issue", "valid")]


def test_with_the_library_down_meanwhile_nothing_is_lost_or_twice_and_the_order_is_kept(
    product: Product, citizen: Caller, city_sandbox: dict[str, str], force: Force
) -> None:
    licence, head = granted(product, citizen), product.officer(HEAD)
    force("down", 1000)
    act(head, licence, "suspensions", GROUNDS)
    product.work()
    act(head, licence, "revocation", {**GROUNDS, "kind": "annulment"})
    for _ in range(3):
        product.work()
        _make_due(product)
    assert own(citizen, licence)["status"] == "revoked", "the office does not wait for the library"
    assert _received(city_sandbox, licence) == []
    assert [given_up for _, given_up in _waiting(product, licence)] == [None] * 3
    _mend(product, city_sandbox)
    _make_due(product)
    product.work()
    assert _received(city_sandbox, licence) == [("issue", "valid"), SUSPENDED, ("revoke", "revoked")]
    assert _waiting(product, licence) == []


def test_an_answer_that_is_lost_on_the_way_makes_no_second_entry(
    product: Product, citizen: Caller, city_sandbox: dict[str, str], force: Force
) -> None:
    product.work()
    licence = granted(product, citizen)
    # The edition before it is pushed as replaced, in whatever order.
    force("half", 2)
    for _ in range(3):
        product.work()
        _make_due(product)
    assert _received(city_sandbox, licence) == [("issue", "valid")]
    calls = urllib3.request("GET", f"{city_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/calls", retries=False).json()
    keys = [item.get("key") for item in calls["items"]]
    assert keys.count(f"licence:{licence['id']}:1") >= 2, "it was sent again under the same key"


def test_what_was_given_up_goes_with_the_next_turn(
    product: Product, citizen: Caller, city_sandbox: dict[str, str], force: Force
) -> None:
    licence, head = granted(product, citizen), product.officer(HEAD)
    force("missing-parameter", 1000)
    product.work()
    _mend(product, city_sandbox)
    with product.context.database.unit() as unit:
        unit.write(delete(OutboxMessage).where(OutboxMessage.topic == TOPIC))
    act(head, licence, "revocation", {**GROUNDS, "kind": "cancellation"})
    product.work()
    assert _received(city_sandbox, licence) == [("issue", "valid"), ("revoke", "revoked")]


def test_a_job_that_comes_late_sends_nothing(product: Product, citizen: Caller, city_sandbox: dict[str, str]) -> None:
    licence = granted(product, citizen)
    product.work()
    payload = {"licence_id": licence["id"], "version": 1}
    with product.context.database.unit() as unit:
        publish_licence(Job(unit, product.context, new_id(), None, payload))
    assert _received(city_sandbox, licence) == [("issue", "valid")]


def test_where_the_city_has_no_interfaces_for_it_nothing_is_pushed(
    product: Product, citizen: Caller, city_sandbox: dict[str, str]
) -> None:
    gateways = product.context.gateways
    unconnected = replace(gateways, licence_library=LicenceLibrary(LicenceLibrarySettings(), gateways.data_sharing))
    elsewhere = Product(product.app, replace(product.context, gateways=unconnected))
    licence = granted(product, citizen)
    elsewhere.work()
    assert _received(city_sandbox, licence) == []
    assert _waiting(product, licence) == []
    with product.context.database.unit() as unit:
        stored = unit.scalar(select(Licence.published_version).where(Licence.identifier == licence["identifier"]))
    assert stored is None

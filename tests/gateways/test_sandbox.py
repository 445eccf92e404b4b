"""The sandbox's own doors and controls."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from gateways import CircuitOpen, Gateways, SourceUnavailable
from gateways.http_client import CircuitBreaker
from gateways.sandbox import generate_keys
from gateways.use import Use
from tests.gateways import small_pack

Call = Callable[..., tuple[int, Any]]
Force = Callable[..., None]
USE = Use("办理公积金提取", "matter-1")


def test_the_personas_are_listed_without_their_numbers(call: Call) -> None:
    status, body = call("GET", "/sandbox/personas")
    assert status == 200
    assert body["items"][0] == {"persona": "lin", "kind": "person", "name": "林小舟"}
    assert [item["kind"] for item in body["items"]] == ["person", "person", "organisation", "officer"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sandbox/zheliban/tickets", {"persona": "nobody"}, 404),
        ("/sandbox/zheliban/tickets", {"persona": "officer"}, 422),
        ("/sandbox/zheliban/tickets", [], 404),
        ("/sandbox/zheliban/tickets", None, 404),
        ("/sandbox/zheliban/ssotokens", {"persona": "lin"}, 422),
        ("/sandbox/zheliban/ssotokens", {"persona": "nobody"}, 404),
        ("/sandbox/zhezhengding/codes", {"persona": "lin"}, 422),
        ("/sandbox/zhezhengding/codes", {"persona": {"a": 1}}, 404),
        ("/sandbox/faults", {"system": "other", "fault": "down"}, 422),
        ("/sandbox/faults", {"system": "zheliban", "fault": "unheard-of"}, 422),
        ("/sandbox/faults", {"system": "zheliban", "fault": "down", "times": "many"}, 422),
        ("/sandbox/faults", [1], 422),
    ],
)
def test_a_wrong_request_is_told_so(call: Call, path: str, body: object, status: int) -> None:
    assert call("POST", path, body)[0] == status


def test_every_start_makes_other_keys() -> None:
    one, two = generate_keys("http://127.0.0.1:1"), generate_keys("http://127.0.0.1:1")
    assert one.keys() == two.keys()
    assert all(one[name] != two[name] for name in one if name.endswith(("_KEY", "_SECRET")))


def test_a_source_that_is_down_is_left_alone_and_found_again(gateways: Gateways, force: Force, call: Call) -> None:
    client = gateways.data_sharing
    client.query(small_pack.FUND_INTERFACE, {}, USE)
    client.http.breaker = CircuitBreaker(failures_to_open=3, open_seconds=0.2)
    force("data_sharing", "down", 3)
    for _ in range(3):
        with pytest.raises(SourceUnavailable):
            client.query(small_pack.FUND_INTERFACE, {}, USE)
    before = len(call("GET", "/sandbox/calls")[1]["items"])
    with pytest.raises(CircuitOpen):
        client.query(small_pack.FUND_INTERFACE, {}, USE)
    assert len(call("GET", "/sandbox/calls")[1]["items"]) == before
    threading.Event().wait(0.25)
    assert client.query(small_pack.FUND_INTERFACE, {}, USE) == []


def test_one_source_down_leaves_the_others_alone(gateways: Gateways, force: Force, call: Call) -> None:
    force("data_sharing", "down", 100)
    for _ in range(6):
        with pytest.raises(SourceUnavailable):
            gateways.data_sharing.query(small_pack.FUND_INTERFACE, {}, USE)
    minted = call("POST", "/sandbox/zheliban/tickets", {"persona": "lin"})[1]["ticket"]
    assert gateways.zheliban.exchange_ticket(minted).name == "林小舟"

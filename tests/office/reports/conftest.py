"""What tests of reporting share: the sandbox's doors, and time that passes for jobs that were put off."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import urllib3
from sqlalchemy import update

from kit import clock
from kit.outbox import OutboxMessage
from tests.product import Product

Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def bus(product: Product) -> Iterator[Call]:
    """Speak to the sandbox's own paths; no fault is left behind."""
    url = product.context.settings.sandbox_url
    with urllib3.PoolManager() as pool:

        def send(method: str, path: str, body: object = None) -> tuple[int, Any]:
            sent = None if body is None else orjson.dumps(body)
            headers = {"Content-Type": "application/json"}
            answer = pool.request(method, url + path, body=sent, headers=headers, retries=False)
            return answer.status, orjson.loads(answer.data) if answer.data else None

        yield send
        send("DELETE", "/sandbox/faults")


@pytest.fixture
def force(product: Product, bus: Call) -> Callable[..., None]:
    """Carry out what others left, so that a fault strikes this test's calls, and make the sandbox fail."""

    def force_fault(fault: str, times: int = 1, system: str = "government_bus") -> None:
        product.work()
        assert bus("POST", "/sandbox/faults", {"system": system, "fault": fault, "times": times})[0] == 201

    return force_fault


@pytest.fixture
def arrived(bus: Call) -> Callable[[str], dict[str, Any]]:
    """Return what the bus has of a case of ours."""

    def find(case_id: str) -> dict[str, Any]:
        items = bus("GET", "/sandbox/government_bus/cases")[1]["items"]
        return next((dict(item) for item in items if item["case_id"] == case_id), {"services": []})

    return find


@pytest.fixture
def later(product: Product) -> Callable[[], None]:
    """Let the jobs that were put off be due, and carry them out."""

    def pass_time() -> None:
        with product.context.database.unit() as unit:
            unit.write(
                update(OutboxMessage)
                .where(OutboxMessage.topic.startswith("reporting."))
                .values(run_at=clock.now() - timedelta(seconds=1))
            )
        product.context.gateways.government_bus.http.breaker.succeeded()
        product.work()

    return pass_time

"""The sandbox of a product's outside systems, for tests that look at what arrived there or make it fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import urllib3

from tests.product import Product


def ask(product: Product, method: str, path: str, body: object = None) -> Any:
    """Speak to the sandbox's own doors and return its answer."""
    address = f"{product.context.settings.sandbox_url}{path}"
    answer = urllib3.request(method, address) if body is None else urllib3.request(method, address, json=body)
    assert answer.status < 400, answer.data
    return answer.json() if answer.data else None


@contextmanager
def failing(product: Product, system: str, fault: str, times: int = 1) -> Iterator[None]:
    """Make a system fail in one way until the block ends, or for so many calls."""
    ask(product, "POST", "/sandbox/faults", {"system": system, "fault": fault, "times": times})
    try:
        yield
    finally:
        ask(product, "DELETE", "/sandbox/faults")

"""The worker's round: every duty is done, whatever another one stumbles over."""

import pytest
from structlog.testing import capture_logs

from assembly import worker
from kit.context import Context
from tests.product import Product


def test_a_duty_that_fails_holds_no_other_back(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def stumble(_context: Context) -> None:
        message = "the source is down"
        raise RuntimeError(message)

    def go_on(_context: Context) -> None:
        done.append("went on")

    monkeypatch.setattr(worker, "DUTIES", (stumble, go_on))
    with capture_logs() as told:
        worker.make_round(product.context)
    assert done == ["went on"]
    assert [(line["event"], line["duty"], line["error"]) for line in told] == [
        ("round.failed", "stumble", "RuntimeError")
    ]

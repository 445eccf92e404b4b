"""What the commands print for the people who run the product."""

import pytest
from sqlalchemy import delete, update

from assembly.commands import print_backlog
from kit import clock
from kit.outbox import OutboxMessage, enqueue
from tests.product import Product

TOPIC = "test.stuck"


def test_what_was_given_up_is_shown_and_tried_anew(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    mine = OutboxMessage.topic == TOPIC
    with product.context.database.unit() as unit:
        enqueue(unit, TOPIC, {})
    with product.context.database.unit() as unit:
        unit.write(update(OutboxMessage).where(mine).values(given_up_at=clock.now(), failure="SourceRefused: 601"))
    try:
        assert print_backlog(product.context, retried=None) == 1
        said = capsys.readouterr().out
        assert f"{TOPIC}: 0 waiting, 1 given up\n  ↳ SourceRefused: 601" in said
        print_backlog(product.context, retried=TOPIC)
        said = capsys.readouterr().out
        assert f"1 messages of {TOPIC} are tried anew" in said
        assert f"{TOPIC}: 1 waiting, due since " in said
    finally:
        with product.context.database.unit() as unit:
            unit.write(delete(OutboxMessage).where(mine))

"""How many statements issuing supplies may send, and lists of stock and requests."""

from functools import partial

import pytest

from tests.assembly.test_budgets import keeps_to
from tests.office.supplies.storeroom import REQUESTS, STOCK, Storeroom
from tests.product import Product


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let remembered values last: on a busy machine a second passes within a request, and they are asked again."""
    monkeypatch.setattr("kit.remembering.SECONDS", 3600.0)


def test_lists_and_issuing_keep_to_their_budgets(product: Product) -> None:
    room = Storeroom(product)
    house, items = room.warehouse(), [room.item() for _ in range(3)]
    room.bring(house, *((item, 20) for item in items))
    ready = {number: f"{REQUESTS}/{room.approved(house, *((item, 2) for item in items[:number]))}" for number in (1, 3)}
    etags = {number: room.keeper.get(address).headers["ETag"] for number, address in ready.items()}
    for address in (STOCK, f"{STOCK}/counts", f"{STOCK}/moves", REQUESTS, f"{REQUESTS}/counts"):
        keeps_to(product, partial(room.keeper.get, address), 2, 2)
    keeps_to(product, partial(room.keeper.get, ready[1]), 3, 5)
    # One statement more for each item: its balance.
    for number, address in ready.items():
        issue = partial(room.keeper.post, f"{address}/issues", {}, If_Match=etags[number])
        keeps_to(product, issue, 10 + number, 16 + number)

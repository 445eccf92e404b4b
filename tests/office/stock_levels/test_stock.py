"""Stock over HTTP: what comes in, goes to another warehouse, is written off, and how it is listed and counted."""

import pytest

from kit.ids import new_id
from tests.office.speaking import read, sent
from tests.office.supplies.storeroom import DATA, OFFICE, STOCK, Storeroom, kinds, refused, told
from tests.product import Product


@pytest.fixture
def room(product: Product) -> Storeroom:
    return Storeroom(product)


def test_goods_come_in_move_and_are_written_off(room: Storeroom) -> None:
    first, second, paper, pens = room.warehouse(), room.warehouse(), room.item(), room.item(1_50)
    came = room.bring(first, (paper, 10), (pens, 100))
    assert {row["item_id"]: row["quantity"] for row in came["items"]} == {paper: 10, pens: 100}
    hand = {"warehouse_id": first, "to_warehouse_id": second, "lines": told((paper, 4), (pens, 100)), "reason": "调拨"}
    sent(room.keeper, f"{STOCK}/transfers", hand)
    assert (room.stock(first), room.stock(second)) == ({paper: 6, pens: 0}, {paper: 4, pens: 100})
    # One of the lines is short: neither moves.
    short = sent(room.keeper, f"{STOCK}/transfers", {**hand, "lines": told((paper, 1), (pens, 1))}, 409)
    assert (short["code"], short["item_id"], short["available"], short["wanted"]) == ("stock-short", pens, 0, 1)
    assert refused(sent(room.keeper, f"{STOCK}/transfers", {**hand, "to_warehouse_id": first}, 422)) == [
        ("/to_warehouse_id", "same")
    ]
    level = next(row for row in room.keeper.every(STOCK, warehouse_id=first) if row["item_id"] == paper)
    broken = {"quantity": 2, "reason": "受潮"}
    written = sent(room.keeper, f"{level['href']}/write_offs", broken)
    assert (written["items"][0]["quantity"], written["items"][0]["value_fen"]) == (4, 4 * 25_00)
    assert sent(room.keeper, f"{level['href']}/write_offs", {**broken, "quantity": 5}, 409)["available"] == 4
    assert room.stock(first) == {paper: 4, pens: 0}
    of_paper = [item for item in room.moves(first) if item[0] != "received"][:1]
    assert of_paper == [("written_off", -2, 4)]
    chain = room.keeper.every(f"{STOCK}/moves", level_id=level["id"])
    assert [(row["place"], row["balance"]) for row in chain] == [(3, 4), (2, 6), (1, 10)]
    assert (chain[0]["reason"], chain[0]["moved_by_name"], chain[0]["record_number"][:2]) == ("受潮", "毕清", "BS")


def test_what_cannot_be_is_refused_and_changes_nothing(room: Storeroom) -> None:
    own, paper = room.warehouse(), room.item()
    body = {"warehouse_id": own, "lines": told((paper, 1)), "reason": "集中采购"}
    for quantity in (0, -3, 1.5, "2", 100_001, None):
        sent(room.keeper, f"{STOCK}/receipts", {**body, "lines": [{"item_id": paper, "quantity": quantity}]}, 422)
    twice = {**body, "lines": told((paper, 1), (paper, 2), (str(new_id()), 1))}
    pointed = [("/lines/1/item_id", "twice"), ("/lines/2/item_id", "unknown")]
    assert refused(sent(room.keeper, f"{STOCK}/receipts", twice, 422)) == pointed
    assert refused(sent(room.data_keeper, f"{STOCK}/receipts", body, 422)) == [("/warehouse_id", "unknown")]
    assert sent(room.requester, f"{STOCK}/receipts", body, 403)["code"] == "supplies-out-of-scope"
    assert (room.stock(own), room.moves(own)) == ({}, [])
    # The same creation sent again is made once.
    key = str(new_id())
    for _ in range(2):
        assert room.keeper.post(f"{STOCK}/receipts", body, Idempotency_Key=key).status_code == 201
    assert room.moves(own) == [("received", 1, 1)]


def test_stock_is_listed_and_counted_in_ones_scope(room: Storeroom) -> None:
    own, shared, paper, pens = room.warehouse(), room.warehouse(shared=True), room.item(), room.item(1_50)
    for house in (own, shared):
        room.bring(house, (paper, 2), (pens, 10))
    low = {"warehouse_id": own, "item_id": paper, "minimum": 5}
    level = sent(room.keeper, f"{STOCK}/minimums", low)["items"][0]
    assert (level["low"], kinds(room.keeper, level["id"])) == (True, ["refill_stock"])
    task = room.keeper.tasks(level["id"])[0]
    assert read(room.keeper, task["href"])["minimum"] == 5
    assert [row["item_id"] for row in room.keeper.every(STOCK, warehouse_id=own, low="true")] == [paper]
    counts = read(room.keeper, f"{STOCK}/counts?warehouse_id={own}")
    assert counts == {"total": 2, "low": 1, "value_fen": 2 * 25_00 + 10 * 1_50, "complete": True}
    # The data bureau asks from the shared one: it sees what lies there, and no moves.
    assert {row["warehouse_id"] for row in room.data.every(STOCK, item_id=paper)} == {shared}
    assert room.data.get(level["href"]).status_code == 404
    assert room.data.every(f"{STOCK}/moves", item_id=paper) == []
    assert len(room.leader.every(f"{STOCK}/moves", item_id=paper, limit=1)) == 2
    assert room.keeper.every(STOCK, item_id=paper, department=DATA) == []
    assert len(room.keeper.every(STOCK, item_id=paper, department=OFFICE, limit=1)) == 2
    room.bring(own, (paper, 3))
    assert kinds(room.keeper, level["id"]) == []

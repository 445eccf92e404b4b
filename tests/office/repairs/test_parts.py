"""Parts of repairs out of stock, over HTTP: they leave with the completion, never below nothing, and cost once."""

from typing import Any

import pytest
from sqlalchemy import select

from engines.costs import CostEntry
from kit.ids import new_id
from tests.office.repairs.workshop import BASE, Workshop, read, turn
from tests.office.speaking import read as at
from tests.office.supplies.storeroom import Storeroom
from tests.product import Product


class Stocked(Workshop):
    """A workshop with a warehouse of its department's, in which lie three valves at eighteen yuan."""

    def __init__(self, product: Product) -> None:
        super().__init__(product)
        self.room = Storeroom(product)
        self.code = f"V{new_id().hex[-12:]}"
        self.valve = self.room.item(18_00, code=self.code, name="角阀", unit="只")
        self.house = self.room.warehouse()
        self.room.bring(self.house, (self.valve, 3))

    def begun(self) -> str:
        """Have the plumber arrive at a repair."""
        repair_id = self.dispatched()
        turn(self.plumber, repair_id, "arrival", {})
        return repair_id

    def work(self, quantity: int, **changes: Any) -> dict[str, Any]:
        """Return a completion with some valves and a part from outside."""
        part = {"item": self.code, "warehouse_id": self.house, "quantity": quantity, **changes}
        outside = {"name": "生料带", "quantity": 1, "price_fen": 2_00}
        return {"work": "更换角阀，试水无渗漏。", "parts": [part, outside], "labour_fen": 80_00}


@pytest.fixture
def shop(product: Product) -> Stocked:
    return Stocked(product)


def costs_of(product: Product, repair_id: str) -> list[tuple[str, int]]:
    """Carry out what was left to be done, and return the costs that anything told of a repair."""
    product.work()
    with product.context.database.unit() as unit:
        rows = unit.rows(select(CostEntry.record_id, CostEntry.kind, CostEntry.amount_fen).order_by(CostEntry.id))
    return [(row.kind, row.amount_fen) for row in rows if str(row.record_id) == repair_id]


def test_parts_leave_with_the_completion_and_cost_once(product: Product, shop: Stocked) -> None:
    repair_id = shop.begun()
    done = turn(shop.plumber, repair_id, "completion", shop.work(2))
    assert (done["works"][0]["parts_fen"], done["cost_fen"]) == (38_00, 118_00)
    assert [(part["name"], part["item"], part["price_fen"]) for part in done["works"][0]["parts"]] == [
        ("角阀", shop.code, 18_00),
        ("生料带", None, 2_00),
    ]
    assert shop.room.stock(shop.house) == {shop.valve: 1}
    move = shop.room.keeper.every("/office/v1/stock_levels/moves", warehouse_id=shop.house)[0]
    assert (move["kind"], move["quantity"], move["price_fen"], move["record_number"]) == (
        "used",
        -2,
        18_00,
        done["number"],
    )
    assert done["number"] in move["reason"]
    assert at(shop.leader, move["record"])["id"] == repair_id
    # Sent back and done anew: only what the new work took moves.
    turn(shop.reporter, repair_id, "returns", {"reason": "仍然漏水。"})
    again = turn(shop.plumber, repair_id, "completion", {**shop.work(1), "labour_fen": 0})
    assert (again["cost_fen"], shop.room.stock(shop.house)) == (118_00 + 20_00, {shop.valve: 0})
    turn(shop.reporter, repair_id, "acceptance", {"rating": 5})
    assert costs_of(product, repair_id) == [("repairs", 118_00), ("repairs", 20_00)]


def test_what_is_short_leaves_everything_as_it_was(shop: Stocked) -> None:
    repair_id = shop.begun()
    short = turn(shop.plumber, repair_id, "completion", shop.work(4), 409)
    assert (short["code"], short["available"], short["wanted"]) == ("stock-short", 3, 4)
    assert (read(shop.plumber, repair_id)["state"], shop.room.stock(shop.house)) == ("in_progress", {shop.valve: 3})
    # Who may not complete it learns nothing of the stock, and takes nothing.
    refused = turn(shop.fitter, repair_id, "completion", shop.work(4), 403)
    assert "available" not in refused
    others = shop.room.warehouse(shop.room.data_keeper, shared=True)
    for body, pointer in (
        (shop.work(1, item="V0"), "/parts/0/item"),
        (shop.work(1, warehouse_id=others), "/parts/0/warehouse_id"),
        (shop.work(1, name="角阀"), "/parts/0/item"),
        (shop.work(1, warehouse_id=None), "/parts/0/item"),
    ):
        wrong = turn(shop.plumber, repair_id, "completion", body, 422)
        assert [item["pointer"] for item in wrong["errors"]] == [pointer]
    twice = {**shop.work(1), "parts": shop.work(1)["parts"][:1] * 2}
    assert turn(shop.plumber, repair_id, "completion", twice, 422)["errors"][0]["code"] == "twice"
    assert shop.plumber.get(f"{BASE}/{repair_id}").get_json()["works"] == []

"""A stocktaking over HTTP: begun once, counted, confirmed by a second person, seen in one's scope."""

import pytest

from tests.office.speaking import read, sent, turn
from tests.office.supplies.storeroom import STOCKTAKINGS, Storeroom, kinds, refused
from tests.product import Product


@pytest.fixture
def room(product: Product) -> Storeroom:
    return Storeroom(product)


def test_a_warehouse_is_counted_and_a_second_person_confirms(room: Storeroom) -> None:
    house, paper, pens = room.warehouse(), room.item(), room.item(1_50)
    room.bring(house, (paper, 10), (pens, 100))
    begun = sent(room.keeper, STOCKTAKINGS, {"warehouse_id": house, "note": "年终盘点"})
    stocktaking_id, address = begun["id"], begun["href"]
    assert {row["item_id"]: (row["expected"], row["book"]) for row in begun["lines"]} == {
        paper: (10, None),
        pens: (100, None),
    }
    again = sent(room.keeper, STOCKTAKINGS, {"warehouse_id": house}, 409)
    assert again["code"] == "warehouse-being-counted"
    assert kinds(room.keeper, stocktaking_id) == ["count_stock"]
    # Goods come in while it is counted.
    room.bring(house, (paper, 5))
    counts = [{"item_id": paper, "counted": 14, "reason": ""}, {"item_id": pens, "counted": 100}]
    assert refused(turn(room.keeper, address, "counts", {"lines": counts}, 422)) == [("/lines/0/reason", "required")]
    for wrong in (-1, 1.5, None):
        turn(room.keeper, address, "counts", {"lines": [{"item_id": paper, "counted": wrong}]}, 422)
    assert turn(room.keeper, address, "submission", {}, 409)["code"] == "stocktaking-counts-missing"
    counts[0]["reason"] = "破损1包"
    counted = turn(room.keeper, address, "counts", {"lines": counts})
    line = next(row for row in counted["lines"] if row["item_id"] == paper)
    assert [line[name] for name in ("expected", "book", "moved_meanwhile", "counted", "difference")] == [
        10,
        15,
        5,
        14,
        -1,
    ]
    turn(room.keeper, address, "submission", {})
    assert (kinds(room.keeper, stocktaking_id), kinds(room.chief, stocktaking_id)) == ([], ["confirm_stocktaking"])
    assert turn(room.keeper, address, "confirmation", {}, 403)["code"] == "not-your-turn"
    turn(room.chief, address, "return", {"reason": "复印纸请重新清点。"})
    turn(room.keeper, address, "counts", {"lines": counts[:1]})
    turn(room.keeper, address, "submission", {})
    # What comes in after the count comes on top of it.
    room.bring(house, (paper, 2))
    assert room.stock(house) == {paper: 17, pens: 100}
    confirmed = turn(room.chief, address, "confirmation", {"note": "属实。"})
    assert (confirmed["state"], room.stock(house)) == ("confirmed", {paper: 16, pens: 100})
    assert room.moves(house)[0] == ("counted", -1, 16)
    assert turn(room.chief, address, "confirmation", {}, 409)["code"] == "transition-forbidden"
    assert room.moves(house)[0] == ("counted", -1, 16)
    assert kinds(room.chief, stocktaking_id) == []


def test_who_sees_stocktakings(room: Storeroom) -> None:
    house = room.warehouse(shared=True)
    refusal = sent(room.requester, STOCKTAKINGS, {"warehouse_id": house}, 403)
    assert refusal["code"] == "supplies-out-of-scope"
    begun = sent(room.keeper, STOCKTAKINGS, {"warehouse_id": house})
    # A shared warehouse can be asked from by all, and is counted in its organ.
    assert room.data.get(begun["href"]).status_code == 404
    assert room.data.every(STOCKTAKINGS, warehouse_id=house) == []
    assert [row["number"] for row in room.leader.every(STOCKTAKINGS, warehouse_id=house)] == [begun["number"]]
    turn(room.keeper, begun["href"], "cancellation", {"reason": "改期。"})
    assert read(room.leader, begun["href"])["state_name"] == "已取消"
    assert room.keeper.every(STOCKTAKINGS, warehouse_id=house, state="counting") == []
    sent(room.keeper, STOCKTAKINGS, {"warehouse_id": house})
    counts = read(room.leader, f"{STOCKTAKINGS}/counts?warehouse_id={house}")
    assert counts == {"states": {"cancelled": 1, "counting": 1}, "total": 2, "complete": True}

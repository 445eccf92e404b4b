"""The catalogue and the warehouses: who keeps them, who sees them, and what is refused."""

import pytest

from kit.ids import new_id
from tests.office.speaking import read, sent, turn
from tests.office.supplies.storeroom import DATA, SUPPLIES, Storeroom
from tests.product import Product


@pytest.fixture
def room(product: Product) -> Storeroom:
    return Storeroom(product)


def test_a_catalogue_is_kept_by_keepers_and_read_by_all(room: Storeroom) -> None:
    word = new_id().hex
    body = {"code": word, "name": f"硒鼓{word}", "unit": "个", "category": "耗材", "price_fen": 320_00}
    item = sent(room.keeper, f"{SUPPLIES}/items", body)
    assert sent(room.keeper, f"{SUPPLIES}/items", body, 409)["code"] == "stock-item-code-taken"
    assert sent(room.requester, f"{SUPPLIES}/items", {**body, "code": f"{word}2"}, 403)["status"] == 403
    foreign = {**body, "code": f"{word}3", "department": DATA}
    assert sent(room.keeper, f"{SUPPLIES}/items", foreign, 403)["code"] == "supplies-out-of-scope"
    for wrong in ({"price_fen": -1}, {"price_fen": 1.5}, {"unit": ""}, {"code": "含空 格"}):
        sent(room.keeper, f"{SUPPLIES}/items", {**body, "code": f"{word}4", **wrong}, 422)

    address = f"{SUPPLIES}/items/{item['id']}"
    change = {**{name: body[name] for name in ("name", "unit", "category")}, "price_fen": 300_00, "active": False}
    assert turn(room.data_keeper, address, "amendments", change, 403)["code"] == "supplies-out-of-scope"
    assert turn(room.keeper, address, "amendments", change)["price_fen"] == 300_00
    assert room.keeper.post(f"{address}/amendments", change, If_Match='"1"').status_code == 412
    assert [row["id"] for row in room.data.every(f"{SUPPLIES}/items", words=word)] == [item["id"]]
    assert room.data.every(f"{SUPPLIES}/items", words=word, active="true") == []
    assert room.product.officer("officer-xu").every(f"{SUPPLIES}/items") == []


def test_a_shared_warehouse_serves_every_organ_and_others_their_own(room: Storeroom) -> None:
    own, shared = room.warehouse(), room.warehouse(shared=True)
    seen = {row["id"] for row in room.data.every(f"{SUPPLIES}/warehouses")}
    assert (own in seen, shared in seen) == (False, True)
    assert room.data.get(f"{SUPPLIES}/warehouses/{own}").status_code == 404
    assert read(room.leader, f"{SUPPLIES}/warehouses/{own}")["shared"] is False
    name = read(room.keeper, f"{SUPPLIES}/warehouses/{shared}")["name"]
    body = {"name": name, "place": "行政中心B103"}
    assert turn(room.keeper, f"{SUPPLIES}/warehouses/{own}", "amendments", body, 409)["code"] == "warehouse-name-taken"
    assert turn(room.data_keeper, f"{SUPPLIES}/warehouses/{shared}", "amendments", body, 403)["status"] == 403
    assert turn(room.keeper, f"{SUPPLIES}/warehouses/{shared}", "amendments", body)["shared"] is False

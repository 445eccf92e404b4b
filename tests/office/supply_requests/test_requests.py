"""A request for supplies from the wish to the confirmed receipt, its cost, and what is refused on the way."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from engines.costs import CostEntry
from kit.ids import new_id
from tests.office.speaking import read, sent, turn
from tests.office.supplies.storeroom import REQUESTS, SUPPLIES, Storeroom, kinds, refused, told
from tests.product import Product


@pytest.fixture
def room(product: Product) -> Storeroom:
    return Storeroom(product)


def costs(room: Storeroom, request_id: str) -> list[tuple[str, int]]:
    with room.product.context.database.unit() as unit:
        wanted = select(CostEntry.department_code, CostEntry.kind, CostEntry.amount_fen, CostEntry.record_id)
        rows = unit.rows(wanted.order_by(CostEntry.id))
    return [(row.kind, row.amount_fen) for row in rows if str(row.record_id) == request_id]


def line(request: dict[str, Any], item: str) -> tuple[int, int, int, int]:
    found = next(row for row in request["lines"] if row["item_id"] == item)
    return found["wanted"], found["approved"], found["issued"], found["returned"]


def test_a_request_runs_from_the_wish_to_the_receipt(room: Storeroom) -> None:
    house, paper, pens = room.warehouse(), room.item(), room.item(1_50)
    room.bring(house, (paper, 5), (pens, 100))
    request_id = room.asked(house, (paper, 8), (pens, 30))
    address = f"{REQUESTS}/{request_id}"
    assert (kinds(room.approver, request_id), kinds(room.keeper, request_id)) == (["approve_supplies"], [])
    assert turn(room.keeper, address, "issues", {}, 409)["code"] == "transition-forbidden"
    approved = turn(room.approver, address, "approval", {"lines": told((paper, 6)), "note": "同意，复印纸减为6包。"})
    assert (line(approved, paper), line(approved, pens)) == ((8, 6, 0, 0), (30, 30, 0, 0))
    assert (kinds(room.approver, request_id), kinds(room.keeper, request_id)) == ([], ["issue_supplies"])

    # More than there is: nothing goes out, and nothing is written.
    short = turn(room.keeper, address, "issues", {}, 409)
    assert (short["code"], short["available"], short["wanted"]) == ("stock-short", 5, 6)
    assert (room.stock(house), costs(room, request_id)) == ({paper: 5, pens: 100}, [])
    assert refused(turn(room.keeper, address, "issues", {"lines": told((paper, 7))}, 422)) == [
        ("/lines/0/quantity", "too-many")
    ]
    part = turn(room.keeper, address, "issues", {"lines": told((paper, 5), (pens, 30)), "note": "余1包待到货。"})
    assert (part["state"], part["cost_fen"], room.stock(house)) == (
        "partly_issued",
        5 * 2500 + 30 * 150,
        {paper: 0, pens: 70},
    )
    assert turn(room.requester, address, "receipt", {}, 409)["code"] == "transition-forbidden"
    assert turn(room.requester, address, "cancellation", {"reason": "不用了。"}, 409)["code"] == "transition-forbidden"
    room.bring(house, (paper, 10))
    # A new price is not that of what was asked for before.
    item = f"{SUPPLIES}/items/{paper}"
    turn(room.keeper, item, "amendments", {"name": "复印纸", "unit": "包", "category": "纸张", "price_fen": 99_00})
    whole = turn(room.keeper, address, "issues", {})
    assert (whole["state"], line(whole, paper), kinds(room.keeper, request_id)) == ("issued", (8, 6, 6, 0), [])
    assert kinds(room.requester, request_id) == ["receive_supplies"]
    assert turn(room.approver, address, "receipt", {}, 403)["code"] == "not-your-turn"
    closed = turn(room.requester, address, "receipt", {"note": "收齐。"})
    assert (closed["state_name"], kinds(room.requester, request_id)) == ("已领用", [])
    assert [event["turn"] for event in closed["timeline"]] == ["ask", "approve", "issue_part", "issue", "receive"]

    back = turn(room.keeper, address, "returns", {"lines": told((paper, 2)), "reason": "未用完。"})
    assert (back["state"], line(back, paper), back["cost_fen"]) == ("closed", (8, 6, 6, 2), 4 * 2500 + 30 * 150)
    too_many = turn(room.keeper, address, "returns", {"lines": told((paper, 5)), "reason": "再退。"}, 422)
    assert refused(too_many) == [("/lines/0/quantity", "too-many")]
    assert room.moves(house)[0] == ("returned", 2, 11)
    told_costs = costs(room, request_id)
    assert sorted(told_costs) == sorted([("supplies", n) for n in (12_500, 4_500, 2_500, -5_000)])
    assert sum(fen for _, fen in told_costs) == back["cost_fen"]


def test_who_may_decide_and_what_is_refused(room: Storeroom) -> None:
    house, paper, gone = room.warehouse(), room.item(), room.item(active=False)
    room.bring(house, (paper, 5))
    body = {"warehouse_id": house, "purpose": "日常办公", "lines": told((paper, 2))}
    for quantity in (0, -1, 2.5, True):
        sent(room.requester, REQUESTS, {**body, "lines": [{"item_id": paper, "quantity": quantity}]}, 422)
    assert refused(sent(room.requester, REQUESTS, {**body, "lines": told((gone, 1))}, 422)) == [
        ("/lines/0/item_id", "unknown")
    ]
    assert refused(sent(room.data, REQUESTS, body, 422)) == [("/warehouse_id", "unknown")]
    assert sent(room.keeper, REQUESTS, body, 403)["code"] == "supplies-out-of-scope"

    own = f"{REQUESTS}/{room.asked(house, (paper, 2), by=room.approver)}"
    assert turn(room.approver, own, "approval", {}, 403)["code"] == "supplies-own-request"
    assert turn(room.approver, own, "refusal", {"reason": "不同意。"}, 403)["code"] == "supplies-own-request"
    assert read(room.approver, own)["state"] == "submitted"
    assert turn(room.keeper, own, "approval", {}, 403)["code"] == "not-your-turn"
    for lines, code in (
        (told((paper, 3)), "too-many"),
        (told((str(new_id()), 1)), "unknown"),
        (told((paper, 0)), "nothing"),
    ):
        assert refused(turn(room.chief, own, "approval", {"lines": lines}, 422))[0][1] == code
    turn(room.chief, own, "refusal", {"reason": "本季度额度已用完。"})
    assert turn(room.chief, own, "approval", {}, 409)["code"] == "transition-forbidden"

    other = f"{REQUESTS}/{room.approved(house, (paper, 2))}"
    assert turn(room.approver, other, "cancellation", {"reason": "不用了。"}, 403)["code"] == "not-your-turn"
    turn(room.requester, other, "cancellation", {"reason": "不用了。"})
    third = f"{REQUESTS}/{room.approved(house, (paper, 2))}"
    assert turn(room.keeper, third, "turning_down", {"reason": "供货商停产。"})["state"] == "refused"
    fourth = f"{REQUESTS}/{room.approved(house, (paper, 5))}"
    turn(room.keeper, fourth, "issues", {"lines": told((paper, 1))})
    assert turn(room.keeper, fourth, "ending", {"reason": "余量不再供应。"})["state"] == "issued"
    assert room.stock(house) == {paper: 4}
    assert (
        room.keeper.post(f"{fourth}/returns", {"lines": told((paper, 1)), "reason": "退。"}, If_Match='"1"').status_code
        == 412
    )


def test_the_last_piece_goes_to_one_of_two_requests(room: Storeroom) -> None:
    house, paper = room.warehouse(), room.item()
    room.bring(house, (paper, 3))
    asked = [f"{REQUESTS}/{room.approved(house, (paper, 2))}" for _ in range(4)]
    etags = [room.keeper.get(address).headers["ETag"] for address in asked]

    def issue(place: int) -> int:
        return room.keeper.post(f"{asked[place]}/issues", {}, If_Match=etags[place]).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(issue, range(4)))
    assert statuses == [200, 409, 409, 409]
    assert room.stock(house) == {paper: 1}


def test_who_sees_a_request_and_finds_it_in_lists(room: Storeroom) -> None:
    shared, paper = room.warehouse(shared=True), room.item()
    room.bring(shared, (paper, 9))
    own, theirs = room.asked(shared, (paper, 1)), room.asked(shared, (paper, 2), by=room.data)
    of_it: dict[str, Any] = {"warehouse_id": shared, "limit": 1}

    def seen(caller: Any, **more: Any) -> list[str]:
        return [row["id"] for row in caller.every(REQUESTS, **of_it, **more)]

    assert (seen(room.requester), seen(room.data), seen(room.data_approver)) == ([own], [theirs], [theirs])
    assert (seen(room.keeper), seen(room.leader)) == ([theirs, own], [theirs, own])
    assert room.data.get(f"{REQUESTS}/{own}").status_code == 404
    assert room.product.officer("officer-xu").get(f"{REQUESTS}/{own}").status_code == 404
    assert (seen(room.requester, mine="true"), seen(room.keeper, mine="true")) == ([own], [])
    turn(room.data_approver, f"{REQUESTS}/{theirs}", "approval", {})
    issued = turn(room.keeper, f"{REQUESTS}/{theirs}", "issues", {})
    assert (issued["department_name"], [item["action"] for item in issued["available_actions"]]) == (
        "舟山市大数据发展管理局",
        ["take_back"],
    )
    counts = read(room.keeper, f"{REQUESTS}/counts?warehouse_id={shared}")
    assert (counts["states"], counts["cost_fen"], counts["total"]) == ({"submitted": 1, "issued": 1}, 2 * 25_00, 2)
    assert seen(room.keeper, state="issued", department="11330900MB15A0263B") == [theirs]

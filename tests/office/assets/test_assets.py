"""An asset from its registration to its disposal: used, repaired, handed to another organ, labelled, listed."""

import io
from typing import Any

import pytest
import segno

from kit.ids import new_id
from tests.engines.assets.test_labels import pages
from tests.office.speaking import read, sent
from tests.office.speaking import turn as _turn
from tests.office.supervision_matters.matters import in_days
from tests.office.supplies.storeroom import DATA, OFFICE, Staff, kinds, refused
from tests.product import Caller, Product

ASSETS = "/office/v1/assets"


class Books(Staff):
    """The assets of two organs."""

    def card(self, **changes: Any) -> dict[str, Any]:
        """Return a card."""
        return {
            "name": "笔记本电脑",
            "category": "A02010105",
            "model": "曙光H620",
            "serial_number": f"SN{new_id().hex}",
            "price_fen": 5_499_00,
            "bought_on": in_days(-100),
            "warranty_until": in_days(900),
            "place": "资产仓库",
            **changes,
        }

    def registered(self, **changes: Any) -> str:
        """Register an asset of the city office."""
        return str(sent(self.keeper, ASSETS, self.card(**changes))["id"])

    def used(self) -> str:
        """Register an asset and give it out."""
        asset_id = self.registered()
        turn(self.keeper, asset_id, "assignment", {"user_name": "缪海宁", "place": "3号楼512"})
        return asset_id


@pytest.fixture
def books(product: Product) -> Books:
    return Books(product)


def turn(caller: Caller, asset_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    return _turn(caller, f"{ASSETS}/{asset_id}", what, body, expect)


def test_an_asset_is_used_repaired_and_disposed_of_by_two(books: Books) -> None:
    asset_id = books.used()
    asset = turn(books.keeper, asset_id, "assignment", {"user_name": "季云舟", "place": "3号楼501"})
    assert (asset["state"], asset["user_name"], asset["under_warranty"]) == ("in_use", "季云舟", True)
    turn(books.keeper, asset_id, "repair", {"reason": "屏幕损坏。"})
    assert kinds(books.keeper, asset_id) == ["end_asset_repair"]
    assert turn(books.keeper, asset_id, "transfer", {"receiver": DATA, "reason": "调剂。"}, 409)["state"] == "in_repair"
    back = turn(books.keeper, asset_id, "repair_end", {"result": "已更换屏幕。"})
    assert (back["state"], back["user_name"], kinds(books.keeper, asset_id)) == ("in_use", "季云舟", [])

    body = {"disposal": "scrapped", "reason": "主板损坏，无维修价值。"}
    assert turn(books.chief, asset_id, "disposal", body, 403)["code"] == "not-your-turn"
    asked = turn(books.keeper, asset_id, "disposal", body)
    assert (asked["state"], asked["user_name"], asked["disposal_name"]) == ("disposing", None, "报废")
    assert kinds(books.chief, asset_id) == ["decide_asset_disposal"]
    assert turn(books.keeper, asset_id, "disposal_approval", {}, 403)["code"] == "not-your-turn"
    assert books.data_approver.get(f"{ASSETS}/{asset_id}").status_code == 404
    refusal = turn(books.chief, asset_id, "disposal_refusal", {"reason": "可修复后调剂。"})
    assert (refusal["state"], refusal["disposal"], refusal["asked_reason"]) == ("idle", None, None)
    turn(books.keeper, asset_id, "repair", {"reason": "主板。"})
    assert turn(books.keeper, asset_id, "repair_end", {"result": "无法修复。"})["state"] == "idle"
    turn(books.keeper, asset_id, "disposal", body)
    turn(books.keeper, asset_id, "disposal_withdrawal", {"reason": "再核。"})
    turn(books.keeper, asset_id, "disposal", body)
    gone = turn(books.chief, asset_id, "disposal_approval", {"note": "同意报废。"})
    assert (gone["state_name"], gone["disposal"], kinds(books.chief, asset_id)) == ("已处置", "scrapped", [])
    assert gone["disposed_at"] is not None
    assert gone["available_actions"] == []
    assert turn(books.chief, asset_id, "disposal_approval", {}, 409)["code"] == "transition-forbidden"
    assert (
        turn(books.keeper, asset_id, "assignment", {"user_name": "缪海宁", "place": "512"}, 409)["state"] == "disposed"
    )


def test_a_transfer_is_asked_by_the_holder_and_accepted_by_the_receiver(books: Books) -> None:
    asset_id = books.used()
    address = f"{ASSETS}/{asset_id}"
    offer = {"receiver": DATA, "reason": "闲置调剂。"}
    for receiver, code in ((OFFICE, "same"), ("11330900002609999X", "unknown")):
        wrong = turn(books.keeper, asset_id, "transfer", {**offer, "receiver": receiver}, 422)
        assert refused(wrong) == [("/receiver", code)]
    assert books.data_keeper.get(address).status_code == 404
    turn(books.keeper, asset_id, "transfer", offer)
    assert (read(books.data_keeper, address)["state"], kinds(books.data_keeper, asset_id)) == (
        "transferring",
        ["accept_asset_transfer"],
    )
    assert turn(books.keeper, asset_id, "transfer_acceptance", {"place": "512"}, 403)["code"] == "not-your-turn"
    assert (
        turn(books.data_keeper, asset_id, "transfer_withdrawal", {"reason": "撤回。"}, 403)["code"] == "not-your-turn"
    )
    turn(books.data_keeper, asset_id, "transfer_refusal", {"reason": "暂不需要。"})
    assert books.data_keeper.get(address).status_code == 404
    turn(books.keeper, asset_id, "transfer", offer)
    turn(books.keeper, asset_id, "transfer_withdrawal", {"reason": "另行安排。"})
    turn(books.keeper, asset_id, "transfer", offer)
    taken = turn(books.data_keeper, asset_id, "transfer_acceptance", {"place": "大数据局资产仓库"})
    assert (taken["state"], taken["department_code"], taken["receiver_code"]) == ("idle", DATA, None)
    assert kinds(books.data_keeper, asset_id) == []
    assert books.keeper.get(address).status_code == 404
    assert [event["turn"] for event in taken["timeline"]][-2:] == ["offer", "accept"]


def test_cards_are_checked_changed_listed_and_counted(books: Books) -> None:
    word = new_id().hex
    wrong: list[tuple[dict[str, Any], tuple[str, str] | None]] = [
        ({"bought_on": in_days(1), "warranty_until": in_days(2)}, ("/bought_on", "future")),
        ({"warranty_until": in_days(-101)}, ("/warranty_until", "order")),
        ({"department": "11330900002609999X"}, ("/department", "unknown")),
        ({"price_fen": -1}, None),
        ({"price_fen": 10.5}, None),
        ({"category": "电脑"}, None),
    ]
    for changes, pointed in wrong:
        answer = sent(books.keeper, ASSETS, books.card(name=word, **changes), 422)
        assert pointed is None or refused(answer) == [pointed]
    assert sent(books.keeper, ASSETS, books.card(name=word, department=DATA), 403)["code"] == "assets-out-of-scope"
    assert sent(books.requester, ASSETS, books.card(name=word), 403)["status"] == 403
    assert books.leader.every(ASSETS, words=word) == []

    desk = books.registered(name=f"办公桌{word}", category="A05010201", price_fen=1_200_00, warranty_until=None)
    laptop = books.registered(name=f"笔记本{word}", bought_on=in_days(-5))
    bureau = str(sent(books.data_keeper, ASSETS, books.card(name=f"打印机{word}", category="A02010601"))["id"])
    turn(books.keeper, laptop, "assignment", {"user_name": "缪海宁", "place": f"3号楼{word}"})

    def found(caller: Caller, **more: Any) -> list[str]:
        return [row["id"] for row in caller.every(ASSETS, words=word, limit=1, **more)]

    assert (found(books.requester), found(books.data), found(books.leader)) == (
        [laptop, desk],
        [bureau],
        [bureau, laptop, desk],
    )
    assert found(books.product.officer("officer-xu")) == []
    assert found(books.leader, category="A02") == [bureau, laptop]
    assert found(books.leader, department=DATA) == [bureau]
    assert found(books.leader, state="in_use", user="缪海宁") == [laptop]
    assert found(books.leader, bought_from=in_days(-10)) == [laptop]
    assert found(books.leader, warranty_before=in_days(901)) == [bureau, laptop]
    counts = read(books.leader, f"{ASSETS}/counts?words={word}")
    assert counts == {
        "states": {"idle": 2, "in_use": 1},
        "price_fen": 2 * 5_499_00 + 1_200_00,
        "total": 3,
        "complete": True,
    }
    changed = turn(books.keeper, desk, "amendments", books.card(name=f"办公桌{word}", price_fen=1_300_00))
    assert changed["timeline"][-1]["detail"]["before"]["price_fen"] == 1_200_00
    stale = books.keeper.post(f"{ASSETS}/{desk}/release", {"place": "仓库"}, If_Match='"1"')
    assert stale.status_code == 412


def test_labels_are_printed_alone_and_thirty_a_page(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    word = new_id().hex[-12:]
    asset_ids = [books.registered(model=word) for _ in range(31)]
    label = books.requester.get(f"{ASSETS}/{asset_ids[0]}/label")
    (page,) = pages(label.data)
    number = read(books.keeper, f"{ASSETS}/{asset_ids[0]}")["number"]
    assert (label.content_type, number in page, word in page) == ("application/pdf", True, True)
    assert f"{ASSETS}/{asset_ids[0]}" in page.replace("\r\n", "")
    sheet = books.requester.get(f"{ASSETS}/labels", query_string={"words": word})
    assert [page.count(word) for page in pages(sheet.data)] == [30, 1]
    code = books.requester.get(f"{ASSETS}/{asset_ids[0]}/code")
    assert (code.content_type, code.data[:5], number.encode() in code.data) == ("image/svg+xml", b"<?xml", True)
    assert books.data.get(f"{ASSETS}/{asset_ids[0]}/label").status_code == 404
    drawn = io.BytesIO()
    address = f"{books.product.context.settings.public_url}{ASSETS}/{asset_ids[0]}"
    segno.make(address, error="m").save(drawn, kind="svg", border=1, scale=4, title=number)
    assert code.data == drawn.getvalue()
    monkeypatch.setattr("engines.assets.labels.MOST_LABELS", 30)
    many = books.requester.get(f"{ASSETS}/labels", query_string={"words": word})
    assert (many.status_code, many.get_json()["code"]) == (422, "asset-labels-too-many")

"""Both sides show what happened, anybody can verify it, and nothing can be changed in it unseen."""

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, update

from auth.models import AuthDepartment
from kit.database import Unit
from kit.remembering import forget_everything
from tests.office.documents.drafts import BASE, DINGHAI, Desk, turn
from tests.office.incoming_documents.test_exchange import IN, act, receipt_at
from tests.product import Product

VERIFY = "/integration/v1/handover_proofs/verification"
PAGE = Path(__file__).parents[3] / "docs" / "handover.md"


@pytest.fixture(scope="module")
def proof(product: Product) -> dict[str, Any]:
    desk, dinghai = Desk(product), product.officer("officer-ping")
    document_id = desk.sent()
    receipt = receipt_at(desk, document_id, DINGHAI)
    act(dinghai, receipt, "receipt", {})
    mine = dinghai.get(f"{IN}/{receipt}/proof").get_json()
    assert (
        desk.clerk.get(f"{BASE}/{document_id}/receipts/{receipt}/proof").get_json()["statements"] == mine["statements"]
    )
    assert product.officer("officer-jia").get(f"{IN}/{receipt}/proof").status_code == 404
    other = desk.sent()
    assert desk.clerk.get(f"{BASE}/{other}/receipts/{receipt}/proof").status_code == 404
    return dict(mine)


def verified(product: Product, proof: dict[str, Any]) -> dict[str, Any]:
    answer = product.anybody().post(VERIFY, proof)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_a_proof_says_what_happened_and_when(product: Product, proof: dict[str, Any]) -> None:
    found = verified(product, proof)
    assert (found["valid"], found["findings"]) == (True, [])
    assert [(item["event"], item["actor"]) for item in found["statements"]] == [
        ("sent", "系统"),
        ("arrived", "系统"),
        ("signed_for", "平一鸣"),
    ]
    assert proof["manifest"]["metadata"]["number"] == found["statements"][0]["number"]
    assert len(proof["manifest"]["metadata"]) == 18


def _without_the_first(proof: dict[str, Any]) -> None:
    del proof["statements"][0]


def _without_the_last(proof: dict[str, Any]) -> None:
    del proof["statements"][-1]


def _in_another_order(proof: dict[str, Any]) -> None:
    proof["statements"].reverse()


def _another_text(proof: dict[str, Any]) -> None:
    proof["manifest"]["body"][0]["text"] += "（已改）"


def _another_signature(proof: dict[str, Any]) -> None:
    head, body, signature = proof["statements"][2].split(".")
    proof["statements"][2] = f"{head}.{body}.{'A' * 20}{signature[20:]}"


def _about_another(proof: dict[str, Any]) -> None:
    proof["receipt"] = "0190b4f0-0000-7000-8000-000000000000"


def _nothing(proof: dict[str, Any]) -> None:
    proof["statements"] = []


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (_without_the_first, {"sequence", "chain", "head"}),
        (_without_the_last, {"head"}),
        (_in_another_order, {"sequence", "chain", "head"}),
        (_another_text, {"package"}),
        (_another_signature, {"signature", "head"}),
        (_about_another, {"receipt", "head"}),
        (_nothing, {"empty", "head"}),
    ],
)
def test_what_was_changed_shows(
    product: Product, proof: dict[str, Any], change: Callable[[dict[str, Any]], None], codes: set[str]
) -> None:
    changed = deepcopy(proof)
    change(changed)
    found = verified(product, changed)
    assert not found["valid"]
    assert {item["code"] for item in found["findings"]} == codes


def test_keys_that_a_proof_brings_are_not_believed(product: Product, proof: dict[str, Any]) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    forged = [
        jwt.encode(jwt.decode(item, options={"verify_signature": False}), own, "ES256", headers={"kid": "own"})
        for item in proof["statements"]
    ]
    found = verified(product, {**proof, "statements": forged, "keys": [{"kid": "own"}]})
    assert {item["code"] for item in found["findings"]} == {"key", "head"}
    assert found["statements"] == []


def test_the_lines_of_the_page_verify_a_proof_without_us(product: Product, proof: dict[str, Any]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    room: dict[str, Any] = {}
    exec(code, room)  # noqa: S102 -- the page's own lines are what is tested
    trusted = product.anybody().get("/.well-known/jwks.json").get_json()["keys"]
    assert [event for event, _, _ in room["verify"](proof, trusted)] == ["sent", "arrived", "signed_for"]
    for change, said in ((_without_the_last, "cut off"), (_another_text, "package")):
        changed = deepcopy(proof)
        change(changed)
        with pytest.raises(ValueError, match=said):
            room["verify"](changed, trusted)


def test_bad_proofs_are_refused(product: Product) -> None:
    anybody = product.anybody()
    bodies: list[Any] = [{}, {"format": "x"}, [], {"statements": ["x"], "manifest": {}, "receipt": "x", "keys": []}]
    for body in bodies:
        assert anybody.post(VERIFY, body).status_code == 422


def test_a_proof_holds_when_an_organ_is_renamed_since(product: Product, proof: dict[str, Any]) -> None:
    renamed = "11330900002600114R"
    with product.context.database.unit() as unit:
        name = unit.scalar(select(AuthDepartment.name).where(AuthDepartment.uscc == renamed))
        _rename(unit, renamed, "舟山市人民政府办公厅")
    try:
        again = product.officer("officer-ping").get(f"{IN}/{proof['receipt']}/proof").get_json()
        assert verified(product, again)["valid"]
    finally:
        with product.context.database.unit() as unit:
            _rename(unit, renamed, name)


def _rename(unit: Unit, uscc: str, name: str) -> None:
    unit.write(update(AuthDepartment).where(AuthDepartment.uscc == uscc).values(name=name))
    forget_everything()


def test_what_is_recalled_on_its_way_never_arrived_and_keeps_its_place_in_the_chain(product: Product) -> None:
    desk = Desk(product)
    document_id = desk.ready()
    turn(desk.clerk, document_id, "dispatch", {})
    assert turn(desk.clerk, document_id, "reminders", {}, expect=409)["code"] == "urged-already"
    turn(desk.clerk, document_id, "recalls", {"organs": [DINGHAI], "opinion": "发送有误"})
    product.work()
    receipt = receipt_at(desk, document_id, DINGHAI)
    found = verified(product, desk.clerk.get(f"{BASE}/{document_id}/receipts/{receipt}/proof").get_json())
    assert (found["valid"], [item["event"] for item in found["statements"]]) == (True, ["sent", "recalled"])
    assert product.officer("officer-ping").tasks(receipt) == []


@pytest.mark.parametrize(
    "value", [b"123456789012345678901234567890", b'"\\ud800"', b"[" * 260 + b"]" * 260, b"[" * 100_000 + b"]" * 100_000]
)
def test_json_that_cannot_be_written_again_is_refused(product: Product, value: bytes) -> None:
    whole = (
        b'{"format":"zhangban-handover/1","receipt":"x","statements":[],"head":"x","keys":[],"manifest":{"a":%b}}'
        % value
    )
    anybody = product.anybody()
    answer = anybody.send("POST", VERIFY, data=whole, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed-json")


def test_a_manifest_is_bounded(product: Product, proof: dict[str, Any]) -> None:
    deep: dict[str, Any] = {}
    for _ in range(20):
        deep = {"a": deep}
    for manifest in (deep, {"a": "长" * 1_000_000}):
        assert product.anybody().post(VERIFY, {**proof, "manifest": manifest}).status_code == 422

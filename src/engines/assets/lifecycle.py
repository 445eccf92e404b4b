"""The life of an asset: used, idle, repaired, handed to another organ, disposed of.

What is to be transferred or disposed of is taken out of use when that is asked; where nothing comes of it, it is idle
and can be given out again.
"""

from typing import Any

from sqlalchemy import Row

from engines.assets.models import Asset
from engines.lifecycles import Lifecycle, Record, State, Transition

READ = "assets.read"
MANAGE = "assets.manage"
APPROVE = "assets.approve"


def _holds(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None = None
) -> Transition:
    """Return a turn of the keeper of the organ that holds the asset."""
    return Transition(name, sources, target, "department", zh, en, permission=MANAGE, resource=resource)


def _receives(name: str, target: str, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of the keeper of the organ that a transfer is offered to, which has the seat."""
    return Transition(name, ("transferring",), target, "seat", zh, en, permission=MANAGE, resource=resource)


def _approves(name: str, target: str, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of who approves disposals for the holding organ."""
    return Transition(name, ("disposing",), target, "department", zh, en, permission=APPROVE, resource=resource)


_HERE = ("in_use", "idle")

ASSET = Lifecycle(
    "asset",
    (
        State("idle", "闲置", "idle", "office"),
        State("in_use", "在用", "in use", "office"),
        State("in_repair", "维修中", "in repair", "third_party"),
        State("transferring", "调拨中", "offered to another organ", "office"),
        State("disposing", "处置待批", "to be disposed of", "office"),
        State("disposed", "已处置", "disposed of", "nobody", final=True),
    ),
    (
        _holds("amend", (*_HERE, "in_repair"), None, "修改卡片", "change the card", "amendments"),
        _holds("assign", _HERE, "in_use", "领用", "give out", "assignment"),
        _holds("release", ("in_use",), "idle", "交回", "take back", "release"),
        _holds("send_to_repair", _HERE, "in_repair", "送修", "send to repair", "repair"),
        _holds("repair_to_use", ("in_repair",), "in_use", "修复启用", "take back from repair into use", "repair_end"),
        _holds("repair_to_idle", ("in_repair",), "idle", "修复入库", "take back from repair"),
        _holds("offer", _HERE, "transferring", "申请调拨", "offer to another organ", "transfer"),
        _holds("withdraw_transfer", ("transferring",), "idle", "撤回调拨", "withdraw the offer", "transfer_withdrawal"),
        _receives("accept", "idle", "接收调拨", "accept the transfer", "transfer_acceptance"),
        _receives("decline", "idle", "拒收调拨", "decline the transfer", "transfer_refusal"),
        _holds("ask_disposal", _HERE, "disposing", "申请处置", "ask for disposal", "disposal"),
        _holds("withdraw_disposal", ("disposing",), "idle", "撤回处置", "withdraw the disposal", "disposal_withdrawal"),
        _approves("dispose", "disposed", "批准处置", "approve the disposal", "disposal_approval"),
        _approves("refuse_disposal", "idle", "不批准处置", "refuse the disposal", "disposal_refusal"),
    ),
)
#: How an asset comes into the books.
REGISTER = _holds("register", (), "idle", "登记", "register")


def asset_record(row: Row[Any]) -> Record:
    """Return an asset as the machine knows it: its holder's, with a seat for the organ that it is offered to."""
    seats = (row.receiver_code,) if row.receiver_code else ()
    return Record(ASSET, Asset, row.id, row.state, row.version, row.department_code, None, seats=seats)

"""The life of a request for supplies, and that of a stocktaking."""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.stock.models import Stocktaking, SupplyRequest

READ = "supplies.read"
REQUEST = "supplies.request"
APPROVE = "supplies.approve"
KEEP = "supplies.keep"


def _approves(name: str, source: str, target: str, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of who approves for the record's organ."""
    return Transition(name, (source,), target, "department", zh, en, permission=APPROVE, resource=resource)


def _keeps(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None = None
) -> Transition:
    """Return a turn of the keeper of the warehouse, whose organ has the seat."""
    return Transition(name, sources, target, "seat", zh, en, permission=KEEP, resource=resource)


_WITH_GOODS = ("partly_issued", "issued", "closed")

SUPPLY_REQUEST = Lifecycle(
    "supply_request",
    (
        State("submitted", "待审批", "waits for approval", "office"),
        State("approved", "待发放", "approved", "office"),
        State("partly_issued", "部分发放", "issued in part", "office"),
        State("issued", "待签收", "issued", "applicant"),
        State("closed", "已领用", "received", "nobody", final=True),
        State("refused", "未批准", "refused", "nobody", final=True),
        State("cancelled", "已撤回", "cancelled", "nobody", final=True),
    ),
    (
        _approves("approve", "submitted", "approved", "批准", "approve", "approval"),
        _approves("refuse", "submitted", "refused", "不批准", "refuse", "refusal"),
        Transition(
            "cancel", ("submitted", "approved"), "cancelled", "applicant", "撤回", "cancel", resource="cancellation"
        ),
        _keeps("issue", ("approved", "partly_issued"), "issued", "发放", "issue", "issues"),
        _keeps("issue_part", ("approved", "partly_issued"), "partly_issued", "部分发放", "issue in part"),
        _keeps("turn_down", ("approved",), "refused", "退回（无货）", "turn down for want of goods", "turning_down"),
        _keeps("end_issuing", ("partly_issued",), "issued", "余量不再发放", "issue no more", "ending"),
        Transition("receive", ("issued",), "closed", "applicant", "签收", "confirm receipt", resource="receipt"),
        _keeps("take_back", _WITH_GOODS, None, "退库", "take goods back", "returns"),
    ),
)
#: How a request comes into being.
ASK = Transition("ask", (), "submitted", "department", "请领", "ask for supplies", permission=REQUEST)

_OPEN = ("counting", "counted")
STOCKTAKING = Lifecycle(
    "stocktaking",
    (
        State("counting", "盘点中", "being counted", "office"),
        State("counted", "待复核", "counted", "office"),
        State("confirmed", "已确认", "confirmed", "nobody", final=True),
        State("cancelled", "已取消", "cancelled", "nobody", final=True),
    ),
    (
        _keeps("record", ("counting",), None, "登记盘点数", "enter counts", "counts"),
        _keeps("submit", ("counting",), "counted", "提交复核", "submit", "submission"),
        _approves("confirm", "counted", "confirmed", "复核确认", "confirm", "confirmation"),
        _approves("send_back", "counted", "counting", "退回重盘", "send back", "return"),
        _keeps("cancel", _OPEN, "cancelled", "取消盘点", "cancel", "cancellation"),
    ),
)
#: How a stocktaking comes into being.
BEGIN = _keeps("begin", (), "counting", "开始盘点", "begin")


def request_record(row: Row[Any]) -> Record:
    """Return a request as the machine knows it: its organ's, with a seat for the organ of the warehouse."""
    return Record(
        SUPPLY_REQUEST,
        SupplyRequest,
        row.id,
        row.state,
        row.version,
        row.department_code,
        row.requester_id,
        seats=(row.keeper_code,),
    )


def stocktaking_record(row: Row[Any]) -> Record:
    """Return a stocktaking as the machine knows it: approved and counted in the organ of the warehouse."""
    organ = row.department_code
    return Record(STOCKTAKING, Stocktaking, row.id, row.state, row.version, organ, None, seats=(organ,))

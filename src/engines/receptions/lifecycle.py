"""The life of a reception: asked for, approved beforehand, listed when it is over, reviewed and settled."""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.receptions.models import Reception
from kit import clock

REQUEST = "receptions.request"
APPROVE = "receptions.approve"
SETTLE = "receptions.settle"
READ = "receptions.read"


def _approver(name: str, target: str, zh: str, en: str) -> Transition:
    return Transition(name, ("requested",), target, "department", zh, en, permission=APPROVE, resource="approval")


def _settler(name: str, target: str, zh: str, en: str) -> Transition:
    return Transition(name, ("listed",), target, "department", zh, en, permission=SETTLE, resource="settlement")


def _requester(name: str, sources: tuple[str, ...], target: str, zh: str, en: str, resource: str) -> Transition:
    return Transition(name, sources, target, "applicant", zh, en, resource=resource)


RECEPTION = Lifecycle(
    "reception",
    (
        State("requested", "待审批", "waits for approval", "office"),
        State("returned", "已退回", "returned to be changed", "applicant"),
        State("approved", "已批准", "approved, its list to be filed when it is over", "applicant"),
        State("listed", "清单待审", "listed, to be reviewed and settled", "office"),
        State("settled", "已结算", "settled", "nobody", final=True),
        State("rejected", "未批准", "not approved", "nobody", final=True),
        State("cancelled", "已取消", "cancelled, or did not take place", "nobody", final=True),
        State("lapsed", "已过期", "never approved", "nobody", final=True),
    ),
    (
        _approver("approve", "approved", "批准", "approve"),
        _approver("return", "returned", "退回修改", "return to be changed"),
        _approver("reject", "rejected", "不批准", "do not approve"),
        _requester("resubmit", ("returned",), "requested", "修改后重报", "change and ask anew", "resubmission"),
        _requester("file_list", ("approved",), "listed", "填报接待清单", "file the list", "list"),
        _settler("settle", "settled", "审签结算", "review and settle"),
        _settler("return_list", "approved", "退回清单", "return the list"),
        _requester("cancel", ("requested", "returned", "approved"), "cancelled", "取消", "cancel", "cancellation"),
        Transition(
            "strike",
            ("approved",),
            "cancelled",
            "department",
            "未举行，撤销",
            "strike, since it did not take place",
            permission=APPROVE,
            resource="cancellation",
        ),
        Transition(
            "lapse", ("requested", "returned"), "lapsed", "system", "到时未批准", "lapse, since it was never approved"
        ),
    ),
)
#: How a reception comes into being; the permission is asked for before there is a record.
ASK = Transition("request", (), "requested", "applicant", "申请公务接待", "ask for a reception", permission=REQUEST)


def record_of(row: Row[Any]) -> Record:
    """Return a reception as the machine knows it."""
    return Record(RECEPTION, Reception, row.id, row.state, row.version, row.department_code, row.requester_id)


def has_begun(row: Row[Any]) -> bool:
    """Tell whether an approved reception has begun, so that its requester calls it off no more."""
    return bool(row.state == "approved" and row.starts_at <= clock.now())

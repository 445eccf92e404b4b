"""The lifecycle of a payment: settled by the platform's word alone, never by what a browser says."""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.payments.models import Payment

_STATES = (
    State("created", "待缴费", "to be paid", "applicant"),
    State("paid", "已缴费", "paid", "nobody"),
    State("refunding", "退费中", "being refunded", "third_party"),
    State("refunded", "已退费", "refunded", "nobody", final=True),
    State("closed", "已关闭", "closed unpaid", "nobody", final=True),
)
_ANY = tuple(state.code for state in _STATES)

PAYMENT = Lifecycle(
    "payment",
    _STATES,
    (
        Transition("pay", ("created",), "paid", "system", "缴费到账", "be paid"),
        Transition("close", ("created",), "closed", "system", "办件终止关闭", "close with the case"),
        Transition("return_surplus", _ANY, None, "system", "多缴退回", "send back what settled nothing"),
        Transition(
            "ask_refund",
            ("paid",),
            None,
            "department",
            "申请退费",
            "ask for a refund",
            permission="payments.refund",
            resource="refund-requests",
        ),
        Transition(
            "approve_refund",
            ("paid",),
            "refunding",
            "department",
            "同意退费",
            "approve the refund",
            permission="payments.approve",
            resource="refund-approvals",
        ),
        Transition(
            "refuse_refund",
            ("paid",),
            None,
            "department",
            "不同意退费",
            "refuse the refund",
            permission="payments.approve",
            resource="refund-refusals",
        ),
        Transition("be_refunded", ("refunding",), "refunded", "system", "退费完成", "be refunded"),
    ),
)

#: The turn by which a payment comes into being.
START = Transition("start", (), "created", "applicant", "发起缴费", "start")


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a payment."""
    return Record(PAYMENT, Payment, row.id, row.state, row.version, row.department_code, row.applicant_id)

"""Money that goes back: asked by one officer and approved by another, or by itself where it settled nothing."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM, Subject
from engines.inbox import close_tasks, open_task
from engines.lifecycles import apply_transition, check_transition
from engines.payments.lifecycle import PAYMENT, record_of
from engines.payments.models import PaymentRefund
from engines.payments.queries import payment_by_id, refunds_of
from engines.payments.refusals import NoRefundAsked, OwnRefund, RefundPending
from engines.workdays import load_calendar
from gateways import SourceRefused
from gateways.payment import Trade
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

TOPIC = "payments.refund"
EVERY = timedelta(minutes=10)
#: Working days within which a refund is approved, or one that failed is looked at.
DAYS = 3
_columns = tuple(PaymentRefund.__table__.c)


def ask_refund(subject: Subject, unit: Unit, payment: Row[Any], reason: str) -> None:
    """Ask that a payment goes back whole; somebody else approves. Errors: :class:`RefundPending`, 403, 409."""
    check_transition(subject, record_of(payment), "ask_refund")
    if any(row.state == "asked" for row in refunds_of(unit, payment.id)):
        raise RefundPending
    apply_transition(subject, unit, record_of(payment), "ask_refund", opinion=reason)
    _write(unit, payment, payment.trade_number, payment.amount, reason, subject)
    _task(unit, payment, "refund_request", "退费待审批", "payments.approve")


def approve_refund(subject: Subject, unit: Unit, payment: Row[Any], opinion: str) -> None:
    """Approve the refund that was asked for: the money goes back.

    Errors: :class:`OwnRefund`, :class:`NoRefundAsked`.
    """
    refund = _asked(subject, unit, payment, "approve_refund")
    apply_transition(subject, unit, record_of(payment), "approve_refund", opinion=opinion or None)
    _decide(subject, unit, refund, "approved")
    _send(unit, refund.id)


def refuse_refund(subject: Subject, unit: Unit, payment: Row[Any], opinion: str) -> None:
    """Refuse the refund that was asked for. Errors: :class:`OwnRefund`, :class:`NoRefundAsked`."""
    refund = _asked(subject, unit, payment, "refuse_refund")
    apply_transition(subject, unit, record_of(payment), "refuse_refund", opinion=opinion)
    _decide(subject, unit, refund, "refused")


def refund_by_itself(unit: Unit, payment: Row[Any], trade: Trade, reason: str) -> None:
    """Send money back that settled nothing."""
    refund_id = _write(unit, payment, trade.number, trade.amount, reason, None)
    _send(unit, refund_id)


@handles(TOPIC)
def send_refund(job: Job) -> None:
    """Give a refund to the platform; its number is the key by which a repeat is recognised."""
    refund = job.unit.first(select(*_columns).where(PaymentRefund.id == uuid.UUID(job.payload["refund_id"])))
    if refund is None or refund.state != "approved":
        return
    payment = payment_by_id(job.unit, refund.payment_id)
    platform, moment = job.context.gateways.payment, clock.now()
    trade = Trade(refund.trade_number, refund.amount, moment)
    if platform is None:
        _fail(job.unit, payment, refund, "not-connected")
        return
    try:
        platform.refund(payment.number, trade, refund.number, refund.reason)
    except SourceRefused as problem:
        if problem.transient:
            raise
        _fail(job.unit, payment, refund, str(problem.values["reason"]))
        return
    # Whether it is through is asked in the next round, or said by the platform before.
    _change(job.unit, refund, state="sent", follow_at=moment)


def _write(
    unit: Unit, payment: Row[Any], trade_number: str, amount: int, reason: str, asker: Subject | None
) -> uuid.UUID:
    refund_id = new_id()
    unit.add(
        PaymentRefund,
        id=refund_id,
        number=f"{payment.number}R{len(refunds_of(unit, payment.id)) + 1}",
        payment_id=payment.id,
        trade_number=trade_number,
        amount=amount,
        reason=reason,
        state="asked" if asker else "approved",
        asked_by=asker.id if asker else None,
        asked_by_name=asker.name if asker else SYSTEM.name,
        asked_at=clock.now(),
    )
    return refund_id


def _asked(subject: Subject, unit: Unit, payment: Row[Any], turn: str) -> Row[Any]:
    check_transition(subject, record_of(payment), turn)
    refund = next((row for row in refunds_of(unit, payment.id) if row.state == "asked"), None)
    if refund is None:
        raise NoRefundAsked
    lender = subject.lender("payments.approve", [payment.department_code], None)
    # Nor does a colleague approve with the powers of whoever asked.
    if refund.asked_by in {subject.id, lender.officer_id if lender else None}:
        raise OwnRefund
    return refund


def _decide(subject: Subject, unit: Unit, refund: Row[Any], state: str) -> None:
    decided = {"state": state, "decided_by_name": subject.name, "decided_at": clock.now()}
    unit.write(update(PaymentRefund).where(PaymentRefund.id == refund.id).values(**decided))
    close_tasks(subject, unit, refund.payment_id, kind="refund_request")


def _send(unit: Unit, refund_id: uuid.UUID) -> None:
    enqueue(unit, TOPIC, {"refund_id": str(refund_id)}, key=str(refund_id))


def _fail(unit: Unit, payment: Row[Any], refund: Row[Any], reason: str) -> None:
    _change(unit, refund, state="failed", failure=reason)
    _task(unit, payment, "refund_failed", f"退费失败（{reason}）", "payments.refund")


def _change(unit: Unit, refund: Row[Any], **values: Any) -> None:
    """Change a refund that the platform has not declared through meanwhile."""
    unit.write(
        update(PaymentRefund).where(PaymentRefund.id == refund.id, PaymentRefund.state == "approved").values(**values)
    )


def _task(unit: Unit, payment: Row[Any], kind: str, title: str, permission: str) -> None:
    open_task(
        unit,
        record_kind=PAYMENT.code,
        record_id=payment.id,
        kind=kind,
        title=f"{payment.matter_name}：{title}",
        reference=payment.number,
        department_code=payment.department_code,
        permission=permission,
        due_on=load_calendar(unit).add_working_days(clock.today(), DAYS),
        limit_days=DAYS,
    )

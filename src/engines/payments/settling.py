"""What the platform says of money: taken once by its number, whatever comes twice, late or in the wrong order.

A payment is settled by the first money of its exact amount. Whatever else comes goes back by itself.
"""

from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.lifecycles import apply_transition
from engines.payments.lifecycle import record_of
from engines.payments.models import PaymentReceipt, PaymentRefund
from engines.payments.queries import lock_payment, payment_by_id, receipt_of
from engines.payments.refunding import refund_by_itself
from engines.payments.refusals import PaymentNotFound
from gateways.payment import Notice, Trade
from kit.database import Unit

_REASONS = {"surplus": "重复缴费，原路退回", "wrong_amount": "金额与缴费单不符，原路退回"}


def take_notice(unit: Unit, notice: Notice) -> None:
    """Take in what the platform says by itself. Errors: :class:`PaymentNotFound` for what is not ours."""
    if notice.kind == "pay":
        take_trade(unit, notice.order_number, notice.trade)
    else:
        take_refund(unit, notice.refund_number, notice.trade)


def take_trade(unit: Unit, order_number: str, trade: Trade) -> None:
    """Take in money that came for an order; the same number again changes nothing.

    Errors: :class:`PaymentNotFound`.
    """
    payment = lock_payment(unit, order_number)
    if payment is None:
        raise PaymentNotFound
    if receipt_of(unit, trade.number) is not None:
        return
    standing = "surplus" if payment.state != "created" else "kept"
    if trade.amount != payment.amount:
        standing = "wrong_amount"
    unit.add(
        PaymentReceipt,
        trade_number=trade.number,
        payment_id=payment.id,
        amount=trade.amount,
        paid_at=trade.at,
        standing=standing,
    )
    if standing == "kept":
        changes = {"trade_number": trade.number, "paid_at": trade.at, "follow_at": None}
        apply_transition(SYSTEM, unit, record_of(payment), "pay", changes=changes, detail={"amount": trade.amount})
        return
    told = {"amount": trade.amount, "because": _REASONS[standing]}
    apply_transition(SYSTEM, unit, record_of(payment), "return_surplus", detail=told)
    refund_by_itself(unit, payment, trade, _REASONS[standing])


def take_refund(unit: Unit, refund_number: str, trade: Trade) -> None:
    """Take in that a refund is through; a second time changes nothing. Errors: :class:`PaymentNotFound`."""
    columns = PaymentRefund.__table__.c
    refund = unit.first(select(*columns).where(columns.number == refund_number))
    if refund is None:
        raise PaymentNotFound
    finish_refund(unit, refund, trade.at)


def finish_refund(unit: Unit, refund: Row[Any], at: Any) -> None:
    """Write that a refund is through, once."""
    done = unit.write(
        update(PaymentRefund)
        .where(PaymentRefund.id == refund.id, PaymentRefund.state.in_(("approved", "sent", "failed")))
        .values(state="done", done_at=at, follow_at=None, failure=None)
    )
    payment = payment_by_id(unit, refund.payment_id)
    if done.rowcount and payment.state == "refunding" and payment.trade_number == refund.trade_number:
        apply_transition(SYSTEM, unit, record_of(payment), "be_refunded", detail={"amount": refund.amount})

"""Asking the platform what became of orders and refunds whose notice did not come."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update

from engines.lifecycles import run_due
from engines.payments.models import Payment, PaymentRefund
from engines.payments.ordering import EVERY, PAYABLE_DAYS
from engines.payments.queries import payment_by_id
from engines.payments.refunding import EVERY as EVERY_REFUND
from engines.payments.settling import finish_refund, take_trade
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 100


def follow_payments(context: Context) -> int:
    """Ask for the orders and refunds whose time has come and return how many were looked at."""
    if context.gateways.payment is None:
        return 0
    return run_due(context, _orders, _follow_order) + run_due(context, _refunds, _follow_refund)


def _orders(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(
        select(Payment.id).where(Payment.follow_at <= clock.now()).order_by(Payment.follow_at, Payment.id).limit(BATCH)
    )


def _refunds(unit: Unit) -> Sequence[Row[Any]]:
    columns = PaymentRefund.__table__.c
    due = select(columns.id).where(columns.follow_at <= clock.now())
    return unit.rows(due.order_by(columns.follow_at, columns.id).limit(BATCH))


def _follow_order(unit: Unit, context: Context, payment_id: uuid.UUID) -> None:
    payment = payment_by_id(unit, payment_id)
    if payment.follow_at is None or payment.follow_at > clock.now():
        return
    trades = context.gateways.payment.trades(payment.number)
    moment = clock.now()
    over = payment.ordered_at + timedelta(days=PAYABLE_DAYS + 1) < moment
    unit.write(update(Payment).where(Payment.id == payment.id).values(follow_at=None if over else moment + EVERY))
    for trade in trades:
        take_trade(unit, payment.number, trade)
        unit.flush()


def _follow_refund(unit: Unit, context: Context, refund_id: uuid.UUID) -> None:
    columns = PaymentRefund.__table__.c
    refund = unit.first(select(*columns).where(columns.id == refund_id))
    if refund is None or refund.state != "sent":
        return
    if context.gateways.payment.is_refunded(refund.number):
        finish_refund(unit, refund, clock.now())
    else:
        unit.write(
            update(PaymentRefund).where(PaymentRefund.id == refund.id).values(follow_at=clock.now() + EVERY_REFUND)
        )

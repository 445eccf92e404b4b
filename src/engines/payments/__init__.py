"""Payments of fees over the unified public payment (统一公共支付): ordered, settled, refunded, compared daily.

A payment is settled by what the platform itself says, its notice or its answer to a question, never by what a browser
brings back. Whatever comes twice, late or in the wrong order is harmless, and money that settles nothing goes back.
"""

from engines.payments.answers import listed_payment, payment_answer
from engines.payments.following import follow_payments
from engines.payments.lifecycle import PAYMENT
from engines.payments.ordering import order_page, start_payment
from engines.payments.queries import (
    list_own_payments,
    list_payments_for_officer,
    own_payment,
    payment_by_id,
    payment_for_officer,
)
from engines.payments.reconciling import differences_of, list_reconciliations, reconcile_when_due
from engines.payments.refunding import approve_refund, ask_refund, refuse_refund
from engines.payments.refusals import PaymentNotConnected
from engines.payments.schemas import PaymentListArgs, PaymentOut, PaymentPageOut
from engines.payments.settling import take_notice

__all__ = [
    "PAYMENT",
    "PaymentListArgs",
    "PaymentNotConnected",
    "PaymentOut",
    "PaymentPageOut",
    "approve_refund",
    "ask_refund",
    "differences_of",
    "follow_payments",
    "list_own_payments",
    "list_payments_for_officer",
    "list_reconciliations",
    "listed_payment",
    "order_page",
    "own_payment",
    "payment_answer",
    "payment_by_id",
    "payment_for_officer",
    "reconcile_when_due",
    "refuse_refund",
    "start_payment",
    "take_notice",
]

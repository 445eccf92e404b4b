"""统一公共支付: a small protocol to order, query, refund and reconcile, and one implementation over signed JSON."""

from gateways.payment.client import (
    Line,
    Notice,
    NoticeRefused,
    Order,
    PaymentSettings,
    PublicPayment,
    Trade,
    UnifiedPayment,
)
from gateways.payment.signature import canonical_text, sign

__all__ = [
    "Line",
    "Notice",
    "NoticeRefused",
    "Order",
    "PaymentSettings",
    "PublicPayment",
    "Trade",
    "UnifiedPayment",
    "canonical_text",
    "sign",
]

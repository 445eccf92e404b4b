"""Notices of the payment platform over HTTP."""

from typing import Any

from flask import Response

from engines.payments import PaymentNotConnected, take_notice
from integration.payment_callbacks.schemas import PaymentNoticeIn, PaymentNoticeOut
from kit.web import Door, context, unit

door = Door(
    "payment_callbacks",
    audience="public",
    url_prefix="/integration/v1/payment_callbacks",
    description="What the unified public payment says by itself.",
    document="integration",
)


@door.route("", methods=["POST"])
@door.arguments(PaymentNoticeIn())
@door.response(200, PaymentNoticeOut())
@door.problems(401, 404, 503)
def take_payment_notice(arguments: dict[str, Any]) -> Response:
    """Take in that an order was paid or a refund is through.

    Only what the platform signed counts; the same notice again, or one that comes late, changes nothing.
    """
    platform = context().gateways.payment
    if platform is None:
        raise PaymentNotConnected
    take_notice(unit(), platform.read_notice(arguments))
    return door.answer({"code": "0", "message": "success"})

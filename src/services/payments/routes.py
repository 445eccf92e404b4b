"""Payments over HTTP."""

import uuid
from typing import Any

from flask import Response

from engines.cases import case_for_applicant
from engines.payments import (
    PaymentListArgs,
    PaymentOut,
    PaymentPageOut,
    list_own_payments,
    listed_payment,
    order_page,
    own_payment,
    payment_answer,
    start_payment,
)
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, subject, unit, versioned
from services.payments.schemas import PaymentIn, PaymentOrderOut

door = Door(
    "payments", audience="services", url_prefix="/services/v1/payments", description="缴费: the fees of my cases."
)
LISTING = "payments"


@door.route("")
@door.arguments(PaymentListArgs(), location="query")
@door.response(200, PaymentPageOut())
def list_payments(arguments: dict[str, Any]) -> Response:
    """List my payments, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_payments(unit(), subject(), state=arguments["state"], after=after, rows=rows),
        listed_payment,
    )
    return door.answer(page)


@door.route("", methods=["POST"])
@idempotent
@door.arguments(PaymentIn())
@door.response(201, PaymentOut())
@door.problems(404, 409)
def create_payment(arguments: dict[str, Any]) -> Response:
    """Start the payment of a fee of a case of mine, or of one that I filed for somebody.

    The matter's guide lists its fees; those with a fixed `amount` are paid online. A fee is paid once: the payment that
    stands already is returned again.
    """
    applicant, case = case_for_applicant(unit(), subject(), arguments["case_id"])
    payment_id = start_payment(applicant, unit(), case, arguments["fee"])
    return _answer(payment_id, 201, Location=f"/services/v1/payments/{payment_id}")


@door.route("/<uuid:payment_id>")
@door.response(200, PaymentOut())
@door.problems(404)
def get_payment(payment_id: uuid.UUID) -> Response:
    """Read a payment of mine; it is `paid` once the platform has said so."""
    return _answer(payment_id)


@door.route("/<uuid:payment_id>/orders", methods=["POST"])
@door.response(200, PaymentOrderOut())
@door.problems(404, 409, 502, 503)
def order_payment(payment_id: uuid.UUID) -> Response:
    """Get the page on which it is paid; asked again it is the same order.

    What that page brings back says nothing: read the payment to see whether it is paid.
    """
    row = own_payment(unit(), subject(), payment_id)
    return door.answer({"pay_url": order_page(unit(), context(), row)})


def _answer(payment_id: uuid.UUID, status: int = 200, **headers: str) -> Response:
    row = own_payment(unit(), subject(), payment_id)
    return versioned(payment_answer(subject(), unit(), row), row.version, status, **headers)

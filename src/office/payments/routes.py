"""Payments over HTTP, for the office."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.payments import (
    PaymentListArgs,
    PaymentOut,
    PaymentPageOut,
    approve_refund,
    ask_refund,
    differences_of,
    list_payments_for_officer,
    list_reconciliations,
    listed_payment,
    payment_answer,
    payment_for_officer,
    refuse_refund,
)
from kit.fields import beijing
from kit.pages import PageArgs, newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.payments.schemas import (
    ReconciliationDetailOut,
    ReconciliationPageOut,
    RefundApprovalIn,
    RefundRefusalIn,
    RefundRequestIn,
)

door = Door(
    "office_payments", audience="office", url_prefix="/office/v1/payments", description="缴费管理: refunds, 对账."
)
LISTING, RECONCILIATIONS = "office-payments", "reconciliations"


@door.route("")
@door.arguments(PaymentListArgs(), location="query")
@door.response(200, PaymentPageOut())
def list_office_payments(arguments: dict[str, Any]) -> Response:
    """List the payments to my departments, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_payments_for_officer(
            unit(), subject(), state=arguments["state"], after=after, rows=rows
        ),
        listed_payment,
    )
    return door.answer(page)


@door.route("/<uuid:payment_id>")
@door.response(200, PaymentOut())
@door.problems(404)
def get_office_payment(payment_id: uuid.UUID) -> Response:
    """Read a payment to one of my departments, with what went back of it."""
    return _answer(payment_id)


@door.route("/<uuid:payment_id>/refund-requests", methods=["POST"])
@door.arguments(RefundRequestIn())
@door.response(200, PaymentOut())
@door.problems(404, 409, 412, 428)
def request_refund(arguments: dict[str, Any], payment_id: uuid.UUID) -> Response:
    """Ask that a payment goes back whole; somebody else approves it."""
    ask_refund(subject(), unit(), _asked(payment_id), arguments["reason"])
    return _answer(payment_id)


@door.route("/<uuid:payment_id>/refund-approvals", methods=["POST"])
@door.arguments(RefundApprovalIn())
@door.response(200, PaymentOut())
@door.problems(404, 409, 412, 428)
def approve_requested_refund(arguments: dict[str, Any], payment_id: uuid.UUID) -> Response:
    """Approve the refund that a colleague asked for: the money goes back the way it came."""
    approve_refund(subject(), unit(), _asked(payment_id), arguments["opinion"])
    return _answer(payment_id)


@door.route("/<uuid:payment_id>/refund-refusals", methods=["POST"])
@door.arguments(RefundRefusalIn())
@door.response(200, PaymentOut())
@door.problems(404, 409, 412, 428)
def refuse_requested_refund(arguments: dict[str, Any], payment_id: uuid.UUID) -> Response:
    """Refuse the refund that a colleague asked for."""
    refuse_refund(subject(), unit(), _asked(payment_id), arguments["opinion"])
    return _answer(payment_id)


@door.route("/reconciliations")
@door.arguments(PageArgs(), location="query")
@door.response(200, ReconciliationPageOut())
def list_payment_reconciliations(arguments: dict[str, Any]) -> Response:
    """List the daily comparisons with the platform's files, newest first."""
    subject().reach("payments.reconcile")
    page = newest_first(
        context().cursors,
        RECONCILIATIONS,
        arguments,
        lambda after, rows: list_reconciliations(unit(), after=after, rows=rows),
        _comparison,
    )
    return door.answer(page)


@door.route("/reconciliations/<uuid:reconciliation_id>")
@door.response(200, ReconciliationDetailOut())
@door.problems(404)
def get_payment_reconciliation(reconciliation_id: uuid.UUID) -> Response:
    """Read a comparison, with what the two sides see differently of my departments' payments."""
    row, differences = differences_of(unit(), subject(), reconciliation_id)
    names = ("kind", "what", "order_number", "number", "ours", "theirs", "mended")
    items = [{name: getattr(item, name) for name in names} for item in differences]
    return door.answer({**_comparison(row), "items": items})


def _comparison(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "day": row.day.isoformat(),
        "lines": row.lines,
        "differences": row.differences,
        "made_at": beijing(row.made_at),
    }


def _asked(payment_id: uuid.UUID) -> Row[Any]:
    row = payment_for_officer(unit(), subject(), payment_id)
    require_version(row.version, if_match())
    return row


def _answer(payment_id: uuid.UUID) -> Response:
    unit().flush()
    row = payment_for_officer(unit(), subject(), payment_id)
    return versioned(payment_answer(subject(), unit(), row), row.version)

"""The shapes of payments, for both doors. Amounts are whole fen."""

from marshmallow import Schema, fields, validate

from engines.payments.lifecycle import PAYMENT
from kit.pages import PageArgs

STATES = [state.code for state in PAYMENT.states]
_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}


class PaymentListArgs(PageArgs):
    """Which payments."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only payments in this state."}
    )


class ListedPaymentOut(Schema):
    """A payment as lists show it; `basis` is the document that sets the fee."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True)
    case_id = fields.String(required=True, metadata={"format": "uuid"})
    matter_name = fields.String(required=True)
    fee = fields.String(required=True, metadata={"example": "驾驶证工本费"})
    basis = fields.String(required=True)
    amount = fields.Integer(required=True, metadata={"description": "Whole fen.", "example": 1000})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(required=True, metadata={"example": "待缴费"})
    started_at = fields.String(required=True, metadata=_MOMENT)
    paid_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class PaymentRefundOut(Schema):
    """Money that goes back: asked for, or by itself since it settled nothing."""

    number = fields.String(required=True)
    amount = fields.Integer(required=True)
    reason = fields.String(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(["asked", "refused", "approved", "sent", "done", "failed"])
    )
    asked_by_name = fields.String(required=True)
    asked_at = fields.String(required=True, metadata=_MOMENT)
    decided_by_name = fields.String(required=True, allow_none=True)
    done_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    failure = fields.String(required=True, allow_none=True)


class PaymentOut(ListedPaymentOut):
    """A payment in full."""

    refunds = fields.List(fields.Nested(PaymentRefundOut()), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class PaymentPageOut(Schema):
    """A page of payments, newest first."""

    items = fields.List(fields.Nested(ListedPaymentOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

"""The shapes of refunds and of the daily comparison."""

from marshmallow import Schema, fields, validate

from kit.fields import Line


class RefundRequestIn(Schema):
    """Why the money goes back, whole."""

    reason = Line(minimum=2, maximum=100, required=True, metadata={"example": "申请人撤回，费用未使用"})


class RefundApprovalIn(Schema):
    """What the second person says of it."""

    opinion = Line(maximum=200, load_default="")


class RefundRefusalIn(Schema):
    """Why the money stays."""

    opinion = Line(minimum=2, maximum=200, required=True)


class ReconciliationOut(Schema):
    """The comparison of one day: lines of the platform's file, and what the two sides see differently."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    day = fields.String(required=True, metadata={"format": "date"})
    lines = fields.Integer(required=True)
    differences = fields.Integer(required=True)
    made_at = fields.String(required=True, metadata={"format": "date-time"})


class ReconciliationPageOut(Schema):
    """A page of comparisons, newest first."""

    items = fields.List(fields.Nested(ReconciliationOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class DifferenceOut(Schema):
    """One difference; `mended` where the file told us of money that we had not heard of. Amounts are whole fen."""

    kind = fields.String(required=True, validate=validate.OneOf(["pay", "refund"]))
    what = fields.String(required=True, validate=validate.OneOf(["missing_here", "missing_there", "amount"]))
    order_number = fields.String(required=True)
    number = fields.String(required=True)
    ours = fields.Integer(required=True, allow_none=True)
    theirs = fields.Integer(required=True, allow_none=True)
    mended = fields.Boolean(required=True)


class ReconciliationDetailOut(ReconciliationOut):
    """One comparison, with the differences of my departments."""

    items = fields.List(fields.Nested(DifferenceOut()), required=True)

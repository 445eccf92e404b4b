"""The shapes of a person's payments."""

from marshmallow import Schema, fields

from kit.fields import Line


class PaymentIn(Schema):
    """Which fee of which case of mine."""

    case_id = fields.UUID(required=True)
    fee = Line(minimum=1, maximum=100, required=True, metadata={"example": "驾驶证工本费"})


class PaymentOrderOut(Schema):
    """The page on which it is paid."""

    pay_url = fields.String(required=True, metadata={"format": "uri"})

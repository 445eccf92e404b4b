"""The shapes of the platform's notices, as it writes them."""

from marshmallow import INCLUDE, Schema, fields


class PaymentNoticeIn(Schema):
    """One notice: every field is signed, so those that we do not know are kept."""

    class Meta:
        """Take fields that we do not know: the signature is over them too."""

        unknown = INCLUDE

    type = fields.String(required=True, metadata={"description": "`PAY` or `REFUND`.", "example": "PAY"})
    orderNo = fields.String(required=True)  # noqa: N815 -- the platform's name
    sign = fields.String(required=True, metadata={"description": "HMAC-SHA256 over the other fields."})


class PaymentNoticeOut(Schema):
    """What the platform waits for; without it the notice comes again."""

    code = fields.String(required=True, metadata={"example": "0"})
    message = fields.String(required=True, metadata={"example": "success"})

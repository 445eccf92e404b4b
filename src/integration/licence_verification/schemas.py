"""The shape of a verification."""

from marshmallow import Schema, fields, validate


class VerificationOut(Schema):
    """What anybody may know of a licence."""

    valid = fields.Boolean(required=True)
    status = fields.String(
        required=True, validate=validate.OneOf(["valid", "expired", "suspended", "revoked", "replaced"])
    )
    identifier = fields.String(required=True)
    name = fields.String(required=True)
    holder = fields.String(required=True, metadata={"example": "林**", "description": "Masked."})
    issuer = fields.String(required=True)
    issued_on = fields.String(required=True, metadata={"format": "date"})
    expires_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    checked_at = fields.String(required=True, metadata={"format": "date-time"})

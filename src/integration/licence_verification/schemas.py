"""The shape of a verification."""

from marshmallow import Schema, fields, validate

from engines.licences import LICENCE


class VerificationOut(Schema):
    """What anybody may know of a licence."""

    valid = fields.Boolean(required=True)
    status = fields.String(
        required=True, validate=validate.OneOf(["expired", *(state.code for state in LICENCE.states)])
    )
    status_since = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "date", "description": "From which day it is no longer valid."},
    )
    suspended_until = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    revoked_as = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["penalty", "annulment", "cancellation"]),
        metadata={"description": "吊销, 撤销 or 注销."},
    )
    newer_exists = fields.Boolean(
        required=True, metadata={"description": "A newer edition took its place; which one, its holder can show."}
    )
    identifier = fields.String(required=True)
    name = fields.String(required=True)
    holder = fields.String(required=True, metadata={"example": "林**", "description": "Masked."})
    issuer = fields.String(required=True)
    issued_on = fields.String(required=True, metadata={"format": "date"})
    expires_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    checked_at = fields.String(required=True, metadata={"format": "date-time"})

"""The shapes of consent."""

from marshmallow import Schema, fields, validate

_UUID = {"format": "uuid", "example": "019373a0-6f5e-7c2a-9d1e-3b5f0a7c8e21"}


class ConsentIn(Schema):
    """Consent to fetch certain records for one matter."""

    matter_code = fields.String(required=True, validate=validate.Length(1, 50))
    purposes = fields.List(
        fields.String(validate=validate.Length(1, 60)),
        required=True,
        validate=validate.Length(1, 20),
        metadata={"description": "From `consent_needed` of the preparation.", "example": ["marriage_record"]},
    )


class ConsentOut(Schema):
    """A consent; withdrawn ones stay visible."""

    id = fields.String(required=True, metadata=_UUID)
    matter_code = fields.String(required=True)
    purposes = fields.List(fields.String(), required=True)
    given_at = fields.String(required=True, metadata={"format": "date-time"})
    withdrawn_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class ConsentPageOut(Schema):
    """A page of consents, newest first."""

    items = fields.List(fields.Nested(ConsentOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

"""The shapes of the verification."""

from marshmallow import Schema, fields


class HandoverStatementOut(Schema):
    """One event that a proof shows."""

    event = fields.String(required=True, metadata={"example": "signed_for"})
    title = fields.String(required=True, metadata={"example": "签收"})
    at = fields.String(required=True, metadata={"format": "date-time", "example": "2026-11-25T09:30:00+08:00"})
    actor = fields.String(required=True)
    sender = fields.String(required=True)
    recipient = fields.String(required=True)
    number = fields.String(required=True)
    document_title = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class HandoverFindingOut(Schema):
    """Something that does not hold."""

    statement = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The statement, from 0; null for the whole."}
    )
    code = fields.String(required=True, metadata={"example": "chain"})
    detail = fields.String(required=True, metadata={"example": "与前一条记录不衔接。"})
    detail_en = fields.String(required=True)


class HandoverVerificationOut(Schema):
    """What a proof shows."""

    valid = fields.Boolean(required=True, metadata={"description": "Everything in it holds."})
    statements = fields.List(fields.Nested(HandoverStatementOut()), required=True)
    findings = fields.List(fields.Nested(HandoverFindingOut()), required=True)

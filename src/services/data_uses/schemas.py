"""The shapes of the ledger."""

from marshmallow import Schema, fields, validate

from kit.pages import PageArgs


class DataUseArgs(PageArgs):
    """Which part of the ledger."""

    case_id = fields.UUID(load_default=None, metadata={"description": "Only uses for this case."})
    resource = fields.String(
        load_default=None,
        validate=validate.Length(max=60),
        metadata={"description": "Only uses of this resource or licence type, by its code."},
    )


class DataUseOut(Schema):
    """One use of my data: who, what, when, why, on what ground."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    used_by = fields.String(required=True, metadata={"example": "林海燕"})
    used_by_kind = fields.String(required=True)
    resource = fields.String(required=True)
    resource_name = fields.String(required=True, metadata={"example": "居民身份证"})
    purpose = fields.String(required=True, metadata={"example": "办理“住房公积金提取（租房）”"})
    outcome = fields.String(required=True, validate=validate.OneOf(["used", "not_found", "failed"]))
    matter_code = fields.String(allow_none=True)
    case_id = fields.String(allow_none=True, metadata={"format": "uuid"})
    consent_id = fields.String(allow_none=True, metadata={"format": "uuid"})
    statute = fields.String(allow_none=True)
    used_at = fields.String(required=True, metadata={"format": "date-time"})


class DataUsePageOut(Schema):
    """A page of the ledger, newest first."""

    items = fields.List(fields.Nested(DataUseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

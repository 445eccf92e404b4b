"""The shapes of licences."""

from marshmallow import Schema, fields, validate

from engines.licences import LICENCE
from kit.fields import Line
from kit.pages import PageArgs

STATUSES = ["expired", *(state.code for state in LICENCE.states)]


class LicenceListArgs(PageArgs):
    """Which licences."""

    status = fields.String(
        load_default=None,
        validate=validate.OneOf(STATUSES),
        metadata={"description": "Only licences of this status."},
    )
    type_code = fields.String(
        load_default=None, validate=validate.Length(max=30), metadata={"description": "Only licences of this type."}
    )


class LicenceOut(Schema):
    """A licence of mine; the identifier ends in its check character (GB/T 36904)."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    identifier = fields.String(required=True)
    number = fields.String(required=True)
    type_code = fields.String(required=True)
    name = fields.String(required=True)
    holder = fields.String(required=True)
    issuer = fields.String(required=True)
    issued_on = fields.String(required=True, metadata={"format": "date"})
    expires_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    status_since = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    suspended_until = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    revoked_as = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["penalty", "annulment", "cancellation"]),
        metadata={"description": "吊销, 撤销 or 注销."},
    )
    edition = fields.Integer(required=True, metadata={"description": "The version part of the identifier."})
    version = fields.Integer(required=True, metadata={"description": "What a change is made from (ETag)."})
    fields_ = fields.Dict(data_key="fields", required=True)
    verify_code = fields.String(required=True)
    verify_url = fields.String(required=True)
    document_url = fields.String(required=True)


class OwnLicenceOut(LicenceOut):
    """One licence of mine, with what became of it, why, and what I can do."""

    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class LossReportIn(Schema):
    """What happened, if one likes to say."""

    reason = Line(maximum=500, load_default="", metadata={"example": "手机遗失"})


class LicencePageOut(Schema):
    """A page of licences, newest first."""

    items = fields.List(fields.Nested(LicenceOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

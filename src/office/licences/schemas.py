"""The shapes of licence administration."""

from marshmallow import Schema, fields, validate

from engines.licences import LICENCE
from kit.fields import Line
from kit.pages import PageArgs

STATUSES = ["expired", *(state.code for state in LICENCE.states)]
REVOCATIONS = ["penalty", "annulment", "cancellation"]
_DAY = {"format": "date", "example": "2026-11-30"}


class LicenceReadArgs(Schema):
    """A stated reason opens masked fields; it is recorded and shown to the holder."""

    reason = Line(
        minimum=2,
        maximum=200,
        load_default=None,
        metadata={"description": "Why the masked fields must be seen.", "example": "核查许可条件"},
    )


class OfficeLicenceListArgs(PageArgs):
    """Which licences. Names lie sealed, so `holder` is a whole name."""

    status = fields.String(
        load_default=None, validate=validate.OneOf(STATUSES), metadata={"description": "Only licences of this status."}
    )
    type_code = fields.String(
        load_default=None, validate=validate.Length(max=30), metadata={"description": "Only licences of this type."}
    )
    holder = Line(
        maximum=100, load_default=None, metadata={"description": "The holder's whole name.", "example": "林海燕"}
    )
    number = fields.String(
        load_default=None, validate=validate.Length(max=120), metadata={"description": "The number or identifier."}
    )
    expiring_before = fields.Date(
        load_default=None, metadata={"description": "Only valid licences that expire before this day.", **_DAY}
    )


class GroundsIn(Schema):
    """Why, and by which statute; the holder reads both."""

    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "经核查，许可条件发生变化。"})
    statute = Line(minimum=2, maximum=200, required=True, metadata={"example": "《行政许可法》第六十九条"})


class LicenceSuspensionIn(GroundsIn):
    """A suspension, to a last day or until it is lifted."""

    until = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "The last day of the suspension.", **_DAY}
    )


class RevocationIn(GroundsIn):
    """The end of a licence: `penalty` 吊销, `annulment` 撤销, `cancellation` 注销."""

    kind = fields.String(required=True, validate=validate.OneOf(REVOCATIONS))


class LicenceChangeIn(GroundsIn):
    """What the next edition says instead, by the titles on the licence."""

    fields_ = fields.Dict(
        data_key="fields",
        attribute="fields",
        keys=fields.String(validate=validate.Length(1, 60)),
        values=Line(maximum=200),
        load_default=dict,
        metadata={"example": {"准驾车型": "C1"}},
    )
    expires_on = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "The last day of the next edition.", **_DAY}
    )


class ListedLicenceOut(Schema):
    """A licence as the office's list shows it, the holder masked."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    identifier = fields.String(required=True)
    number = fields.String(required=True)
    edition = fields.Integer(required=True, metadata={"description": "The version part of the identifier."})
    type_code = fields.String(required=True)
    name = fields.String(required=True)
    holder = fields.String(required=True, metadata={"example": "林**"})
    issuer = fields.String(required=True)
    issued_on = fields.String(required=True, metadata={"format": "date"})
    expires_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    status_since = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    suspended_until = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    revoked_as = fields.String(required=True, allow_none=True, validate=validate.OneOf(REVOCATIONS))
    version = fields.Integer(required=True)


class OfficeLicenceOut(ListedLicenceOut):
    """One licence with its timeline and what this officer can do with it now."""

    fields_ = fields.Dict(data_key="fields", required=True)
    case_id = fields.String(required=True, metadata={"format": "uuid"})
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class OfficeLicencePageOut(Schema):
    """A page of licences, newest first; `count` stops at 1000."""

    items = fields.List(fields.Nested(ListedLicenceOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)

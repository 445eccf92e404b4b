"""The shapes of a visitor's page."""

from marshmallow import Schema, fields, validate

from engines.visitors import CERTIFICATES, PLATE, VISIT
from kit.fields import Line, Shaped

_MOMENT = {"format": "date-time", "example": "2026-12-01T09:00:00+08:00"}
_STATES = [state.code for state in VISIT.states]


class VisitConsentIn(Schema):
    """The visitor's consent, with what they add or correct; what is left out stays."""

    agreed = fields.Boolean(
        required=True, validate=validate.Equal(True), metadata={"description": "Of one's own accord, or not at all."}
    )
    certificate_type = fields.String(allow_none=True, validate=validate.OneOf(CERTIFICATES))
    certificate_number = Line(minimum=5, maximum=30, allow_none=True, metadata={"example": "330903199001011232"})
    company = Line(maximum=100, allow_none=True)
    plate = Shaped(PLATE, allow_none=True, metadata={"example": "浙L·12345"})


class VisitWithdrawalIn(Schema):
    """Nothing need be said: nobody has to give reasons (第十五条)."""


class HandledDataOut(Schema):
    """One kind of data."""

    code = fields.String(required=True)
    name = fields.String(required=True, metadata={"example": "手机号"})
    why = fields.String(required=True)
    needed = fields.Boolean(required=True, metadata={"description": "Whether the visit needs it."})


class VisitNoticeOut(Schema):
    """What is told before anybody consents (第十七条)."""

    handlers = fields.List(fields.String(), required=True, metadata={"description": "Host's and reception's organs."})
    phone = fields.String(required=True, metadata={"description": "Whom to ask."})
    why = fields.String(required=True)
    data = fields.List(fields.Nested(HandledDataOut()), required=True)
    keep_days = fields.Integer(required=True)
    kept = fields.String(required=True)
    seen_by = fields.List(fields.String(), required=True)
    rights = fields.String(required=True)
    basis = fields.String(required=True)


class VisitorPassOut(Schema):
    """The pass."""

    code = fields.String(required=True, metadata={"example": "K7M2X-W9P4T"})
    svg = fields.String(required=True, metadata={"description": "Address of its QR code."})
    png = fields.String(required=True, metadata={"description": "Address of its QR code."})
    place = fields.String(required=True)
    valid_from = fields.String(required=True, metadata=_MOMENT)
    valid_until = fields.String(required=True, metadata=_MOMENT)


class OwnDataOut(Schema):
    """What is known of the visitor, masked: a link may go astray."""

    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    certificate_type = fields.String(required=True, allow_none=True)
    certificate_number = fields.String(required=True, allow_none=True)
    company = fields.String(required=True, allow_none=True)
    plate = fields.String(required=True, allow_none=True)


class VisitorPageOut(Schema):
    """A visit as its visitor sees it."""

    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True)
    department_name = fields.String(required=True, metadata={"description": "Who invites."})
    host_name = fields.String(required=True)
    building_name = fields.String(required=True)
    entrance = fields.String(required=True)
    parking = fields.Boolean(required=True)
    place = fields.String(required=True)
    purpose_name = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    starts_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    visitor = fields.Nested(OwnDataOut(), required=True, allow_none=True)
    notice = fields.Nested(VisitNoticeOut(), required=True)
    consented_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    erased_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    visitor_pass = fields.Nested(VisitorPassOut(), required=True, allow_none=True)
    available_actions = fields.List(fields.Dict(), required=True)

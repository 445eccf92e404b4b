"""The shapes of bars."""

from datetime import date

from marshmallow import Schema, fields, validate

from engines.visitors import ShownCertificateIn
from kit.fields import Line, Shaped
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-12-01T09:00:00+08:00"}
_DAY = {"format": "date", "example": "2027-11-30"}


class BarIn(ShownCertificateIn):
    """Whom, why and until when; a certificate or a phone is needed."""

    name = Line(minimum=1, maximum=60, required=True, metadata={"example": "方海生"})
    phone = Shaped("1[3-9][0-9]{9}", load_default=None, allow_none=True, metadata={"example": "13957200002"})
    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "扰乱办公秩序，经批准限制来访"})
    until = fields.Date(
        required=True,
        validate=validate.Range(max=date(2200, 1, 1)),
        metadata={"description": "The last day on which it holds.", "example": "2027-11-30"},
    )
    department = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 18),
        metadata={"description": "Whose buildings; my department's when left out.", "example": "11330900002600114R"},
    )


class BarLiftIn(Schema):
    """Why somebody is received again."""

    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "经复核，解除限制"})


class BarListArgs(PageArgs):
    """Which bars."""

    active = fields.Boolean(load_default=None, metadata={"description": "Only those that hold today, or only others."})
    until_before = fields.Date(
        load_default=None, metadata={"description": "Whose last day is before this one.", "example": "2027-01-01"}
    )
    department_code = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only of this department's buildings."},
    )


class BarOut(Schema):
    """A bar. Who it is of and why is null once it is erased, thirty days after it held last."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    version = fields.Integer(required=True)
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True, metadata={"example": "139****0002"})
    certificate_type = fields.String(required=True, allow_none=True)
    certificate_number = fields.String(required=True, allow_none=True, metadata={"example": "3****************3"})
    reason = fields.String(required=True, allow_none=True)
    until = fields.String(required=True, metadata=_DAY)
    active = fields.Boolean(required=True, metadata={"description": "Whether it holds today."})
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    barred_by = fields.String(required=True)
    barred_at = fields.String(required=True, metadata=_MOMENT)
    lifted_by = fields.String(required=True, allow_none=True)
    lifted_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    lift_reason = fields.String(required=True, allow_none=True)
    erased_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class BarMadeOut(Schema):
    """A bar that was made; it names nobody."""

    id = fields.String(required=True, metadata={"format": "uuid"})


class BarPageOut(Schema):
    """A page of bars, newest first."""

    items = fields.List(fields.Nested(BarOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

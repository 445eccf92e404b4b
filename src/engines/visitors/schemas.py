"""The shapes of visitors, for all who invite, receive or bar them."""

from marshmallow import Schema, fields, validate

from engines.visitors.people import CERTIFICATES, PLATE
from kit.fields import Line, Shaped


class ShownCertificateIn(Schema):
    """A certificate, where one is shown or announced."""

    certificate_type = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(CERTIFICATES))
    certificate_number = Line(
        minimum=5,
        maximum=30,
        load_default=None,
        allow_none=True,
        metadata={"description": "Together with its kind; shown to nobody again.", "example": "330903199001011232"},
    )


class VisitorIn(ShownCertificateIn):
    """Who comes. A certificate need not be given; the visitor may add it."""

    name = Line(minimum=1, maximum=60, required=True, metadata={"example": "方海生"})
    phone = Shaped("1[3-9][0-9]{9}", required=True, metadata={"example": "13957200002"})
    company = Line(maximum=100, load_default=None, allow_none=True, metadata={"example": "舟山海韵船舶设计有限公司"})
    plate = Shaped(PLATE, load_default=None, allow_none=True, metadata={"example": "浙L·12345"})

"""The shapes of offers."""

from marshmallow import Schema, fields, validate

from engines.cases import ReceiptOut
from engines.entitlements import OFFER
from kit.fields import Line
from kit.pages import PageArgs

STATES = [state.code for state in OFFER.states]
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2027-01-23"}


class OfferListArgs(PageArgs):
    """Which of my offers."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only offers in this state."}
    )


class OfferConfirmationIn(Schema):
    """Nothing need be said: the form is filled from the record."""


class OfferRefusalIn(Schema):
    """Why it is declined, if one likes to say."""

    reason = Line(maximum=500, load_default="")


class ListedOfferOut(Schema):
    """An offer as lists show it; it stands until the end of `expires_on`."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    entitlement = fields.String(required=True, metadata={"example": "senior_allowance"})
    name = fields.String(required=True, metadata={"example": "高龄津贴"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(required=True, metadata={"example": "待您确认"})
    made_at = fields.String(required=True, metadata=_MOMENT)
    expires_on = fields.String(required=True, metadata=_DAY)
    version = fields.Integer(required=True)


class OfferFieldOut(Schema):
    """One field of the record that the rule read."""

    name = fields.String(required=True, metadata={"example": "born_on"})
    title = fields.String(required=True, metadata={"example": "出生日期"})
    value = fields.Raw(required=True, allow_none=True)


class OfferReasonOut(Schema):
    """Why I am entitled: the rule's sentence, the fields that it read, their source and the statute."""

    sentence = fields.String(required=True)
    source = fields.String(required=True, metadata={"example": "户籍老年人口信息"})
    fields_ = fields.List(fields.Nested(OfferFieldOut()), required=True, data_key="fields", attribute="fields")
    statute = fields.String(required=True)


class OfferOut(ListedOfferOut):
    """One offer in full; `case_id` is the case that a confirmation filed."""

    text = fields.String(required=True)
    matter = fields.Dict(required=True)
    reason = fields.Nested(OfferReasonOut(), required=True)
    case_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    available_actions = fields.List(fields.Dict(), required=True)


class OfferPageOut(Schema):
    """A page of offers, newest first."""

    items = fields.List(fields.Nested(ListedOfferOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ConfirmedOfferOut(Schema):
    """The offer after its confirmation, and the case with what the rules decided."""

    offer = fields.Nested(OfferOut(), required=True)
    case = fields.Nested(ReceiptOut(), required=True)

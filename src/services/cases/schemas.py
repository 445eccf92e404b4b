"""The shapes of filing and following."""

from marshmallow import Schema, fields, validate

from auth import KINDS
from engines.cases import CASE
from kit.fields import Line, Shaped, distinct
from kit.pages import PageArgs

_EXAMPLE = "11330900MB1500001A3330917001001"


class MaterialIn(Schema):
    """A material: its files in order, or its code alone where none need be brought (naming it makes a commitment)."""

    code = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "M01"})
    file_ids = fields.List(
        fields.UUID(),
        load_default=list,
        validate=[validate.Length(max=30), distinct],
        metadata={"description": "Photos or files that make up the material, in order."},
    )


class RecipientIn(Schema):
    """To whom a parcel goes."""

    name = Line(minimum=1, maximum=50, required=True, metadata={"example": "周礼文"})
    phone = Shaped("1[3-9][0-9]{9}", required=True, metadata={"example": "13957200002"})
    address = Line(minimum=5, maximum=200, required=True, metadata={"example": "舟山市普陀区沈家门街道滨港路12号"})


class DeliveryIn(Schema):
    """How the result is to reach the applicant."""

    way = fields.String(required=True, validate=validate.OneOf(["electronic", "counter", "post"]))
    recipient = fields.Nested(RecipientIn(), load_default=None, allow_none=True)


class SignerIn(Schema):
    """Who signs beside the applicant, by certificate."""

    certificate_kind = fields.String(
        required=True, validate=validate.OneOf(sorted(KINDS)), metadata={"example": "resident_id"}
    )
    number = fields.String(required=True, validate=validate.Length(5, 30))
    name = Line(minimum=1, maximum=50, required=True)


class FilingIn(Schema):
    """What is filed: the form as its schema says, and the materials."""

    matter_code = fields.String(required=True, validate=validate.Length(1, 50), metadata={"example": _EXAMPLE})
    form = fields.Dict(required=True, keys=fields.String(), metadata={"example": {"monthly_rent": 1800}})
    materials = fields.List(fields.Nested(MaterialIn()), load_default=list, validate=validate.Length(max=60))
    consent_id = fields.UUID(load_default=None, allow_none=True)
    second_signer = fields.Nested(
        SignerIn(),
        load_default=None,
        allow_none=True,
        metadata={"description": "Where the matter asks for one; the case waits for this signature."},
    )
    delivery = fields.Nested(
        DeliveryIn(),
        load_default={"way": "electronic", "recipient": None},
        metadata={"description": "One of the ways that the matter offers."},
    )


class SupplementIn(Schema):
    """Materials that were tolerated at filing and come now."""

    materials = fields.List(fields.Nested(MaterialIn()), required=True, validate=validate.Length(1, 60))


class ConfirmationIn(Schema):
    """Nothing need be said."""


class CorrectionIn(Schema):
    """The answer to a correction request: a better form, further files, or both."""

    form = fields.Dict(load_default=None, allow_none=True, keys=fields.String())
    materials = fields.List(fields.Nested(MaterialIn()), load_default=list, validate=validate.Length(max=60))


class WithdrawalIn(Schema):
    """Why it is withdrawn, if one likes to say."""

    reason = Line(maximum=500, load_default="")


class CaseListArgs(PageArgs):
    """Which of my cases."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf([state.code for state in CASE.states]),
        metadata={"description": "Only cases in this state."},
    )
    matter_code = fields.String(
        load_default=None, validate=validate.Length(max=50), metadata={"description": "Only cases of this matter."}
    )
    topic = fields.String(
        load_default=None, validate=validate.Length(max=40), metadata={"description": "Only cases of this topic."}
    )


class ResultOut(Schema):
    """The result of a decided case: the decision and, where granted, the licence."""

    case_id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["granted", "refused"]))
    reason = fields.String(required=True, allow_none=True)
    decided_at = fields.String(required=True, metadata={"format": "date-time"})
    licence = fields.Dict(required=True, allow_none=True)

"""The shapes of filing, shared by the citizen's app, drafts and the window."""

import uuid
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from auth import KINDS
from engines.cases.filing import Delivery, Filing, MaterialGiven
from engines.cases.signing import Signer
from kit.fields import Line, Shaped, distinct

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


class FilingContentIn(Schema):
    """What an applicant files for a matter: the form as its schema says, the materials, how the result comes."""

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
        load_default=lambda: {"way": "electronic", "recipient": None},
        metadata={"description": "One of the ways that the matter offers."},
    )
    mandate_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "File for the principal of this mandate, who is the applicant then."},
    )


class FilingIn(FilingContentIn):
    """What is filed, and for which matter."""

    matter_code = fields.String(required=True, validate=validate.Length(1, 50), metadata={"example": _EXAMPLE})


def filing_of(matter_code: str, content: Mapping[str, Any], channel: str = "mobile") -> Filing:
    """Return what :class:`FilingContentIn` loaded as the engine takes it."""
    return Filing(
        matter_code,
        content["form"],
        [MaterialGiven(item["code"], [uuid.UUID(str(i)) for i in item["file_ids"]]) for item in content["materials"]],
        content["consent_id"],
        channel,
        second_signer=Signer(**content["second_signer"]) if content["second_signer"] else None,
        delivery=Delivery(**content["delivery"]),
        # Drafts keep it as text, and those of before mandates not at all.
        mandate_id=uuid.UUID(str(content["mandate_id"])) if content.get("mandate_id") else None,
    )

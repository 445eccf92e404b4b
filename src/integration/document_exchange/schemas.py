"""The shapes of the exchange."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from engines.documents import INCOMING, KINDS, DocumentReasonIn
from integration.document_exchange.rules import FLAGS
from kit.fields import distinct
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_STATES = [state.code for state in INCOMING.states]
_ORGAN = "11330903002620019E"


class Flagged(Schema):
    """Every answer says how it went; refusals have their flag beside the members of RFC 9457."""

    flag = fields.String(
        required=True,
        validate=validate.OneOf(list(FLAGS)),
        metadata={
            "description": "00 成功, 01 参数错误, 02 授信代码无效, 03 授信代码过期, 04 系统错误.",
            "example": "00",
        },
    )


class ExchangeOrganOut(Schema):
    """An organ to which documents can be sent."""

    code = fields.String(required=True, metadata={"example": _ORGAN})
    name = fields.String(required=True, metadata={"example": "舟山市普陀区人民政府办公室"})


class ExchangeOrgansOut(Flagged):
    """The organs to which mine may send, by their codes."""

    organisations = fields.List(fields.Nested(ExchangeOrganOut()), required=True)


class ExchangePackageIn(Schema):
    """A package."""

    file = Upload(required=True, metadata={"description": "The package, as docs/handover.md tells its form."})


class ExchangeSendIn(Schema):
    """To whom."""

    main_recipients = fields.List(
        fields.String(validate=validate.Length(1, 18)),
        load_default=list,
        validate=[validate.Length(max=1000), distinct],
        metadata={"description": "主送机关, by their codes; the field once for each.", "example": [_ORGAN]},
    )
    copies = fields.List(
        fields.String(validate=validate.Length(1, 18)),
        load_default=list,
        validate=[validate.Length(max=1000), distinct],
        metadata={"description": "抄送机关, by their codes; the field once for each.", "example": [_ORGAN]},
    )


class ExchangeSentOut(Flagged):
    """A document that was sent."""

    document = fields.String(
        required=True, metadata={"format": "uuid", "description": "By what its receipts are asked."}
    )
    number = fields.String(required=True, metadata={"example": "舟政办发〔2026〕12号"})
    recipients = fields.Integer(required=True)
    signature_verified = fields.Boolean(required=True, allow_none=True)


class ExchangeListArgs(PageArgs):
    """Which documents."""

    state = fields.String(
        load_default="awaiting",
        validate=validate.OneOf(_STATES),
        metadata={"description": "How far they are here; what waits to be signed for by default."},
    )


class ExchangeReceivedOut(Schema):
    """A document that my organ received."""

    receipt = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    role = fields.String(required=True, validate=validate.OneOf(["main", "copy"]))
    sender_code = fields.String(required=True)
    sender_name = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    number = fields.String(required=True)
    urgency = fields.String(required=True, allow_none=True)
    sent_at = fields.String(required=True, metadata=_MOMENT)
    package = fields.String(required=True, metadata={"description": "Where its package is."})


class ExchangeReceivedPageOut(Flagged):
    """A page of received documents, newest first."""

    items = fields.List(fields.Nested(ExchangeReceivedOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ExchangeStateOut(Flagged):
    """How far a received document is now."""

    receipt = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))


class ExchangeSignIn(Schema):
    """Nothing need be said."""


class ExchangeReturnIn(DocumentReasonIn):
    """Why it is returned."""


class ExchangeReceiptOut(Schema):
    """One organ's receipt of a document that mine sent."""

    organ_code = fields.String(required=True)
    organ_name = fields.String(required=True)
    role = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    signed_for_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    signed_for_by_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class ExchangeReceiptPageOut(Flagged):
    """A page of receipts, by the organs' codes."""

    items = fields.List(fields.Nested(ExchangeReceiptOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

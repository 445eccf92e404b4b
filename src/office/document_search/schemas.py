"""The shapes of the search."""

from marshmallow import Schema, fields, validate

from engines.documents import KINDS
from kit.fields import Line
from kit.pages import PageArgs


class DocumentSearchArgs(PageArgs):
    """What is sought."""

    q = Line(
        minimum=1,
        maximum=200,
        required=True,
        metadata={
            "description": "Words, with spaces between; each must stand in the metadata, the text or an attachment.",
            "example": "一证通办 改革",
        },
    )
    kind = fields.String(
        load_default=None,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "Only documents of this kind (文种).", "example": "notice"},
    )
    sender = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only documents of this organ, by its code.", "example": "11330900002600018G"},
    )
    signed_from = fields.Date(load_default=None, metadata={"description": "Signed on this day or later."})
    signed_to = fields.Date(load_default=None, metadata={"description": "Signed on this day or earlier."})


class FoundDocumentOut(Schema):
    """A document that was found, where the first word stands in it, and where it can be opened."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    title = fields.String(required=True, metadata={"example": "关于印发数字化转型工作方案的通知"})
    number = fields.String(required=True, allow_none=True, metadata={"example": "舟政办发〔2026〕12号"})
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_name = fields.String(required=True, metadata={"example": "通知"})
    sender_code = fields.String(required=True)
    sender_name = fields.String(required=True)
    state = fields.String(required=True)
    issued_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    source = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where the first word stands: 题录, 正文 or an attachment.", "example": "正文"},
    )
    excerpt = fields.String(required=True, allow_none=True, metadata={"example": "…民生事项实现“一证通办”…"})
    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={
            "description": "`outgoing` where the reader sees it as the sender's, `incoming` where as a receiver's.",
            "example": {"incoming": "/office/v1/incoming_documents/0190b4f0-0000-7000-8000-000000000000"},
        },
    )


class FoundDocumentPageOut(Schema):
    """A page of what was found, newest first."""

    items = fields.List(fields.Nested(FoundDocumentOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    total = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How many were found, on the first page; counted to 1,000 and no further."},
    )
    more_than_total = fields.Boolean(required=True, metadata={"description": "There are more than were counted."})

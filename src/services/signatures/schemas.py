"""The shapes of signing."""

from marshmallow import Schema, fields, validate

from kit.fields import Line, Shaped
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}


class SignatureListArgs(PageArgs):
    """Which signatures."""

    waiting = fields.Boolean(
        load_default=True, metadata={"description": "Only those that still wait; `false` for all of them."}
    )


class RefusalIn(Schema):
    """Why it is not signed."""

    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "对房屋处置有异议。"})


class SigningIn(Schema):
    """The hash of what was read, so that nobody signs something else."""

    form_sha256 = Shaped("[0-9a-f]{64}", required=True)


class ListedSignatureOut(Schema):
    """An application that waits for a signature."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    role = fields.String(required=True, metadata={"example": "配偶"})
    outcome = fields.String(required=True, allow_none=True, validate=validate.OneOf(["signed", "refused"]))
    answered_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    number = fields.String(required=True)
    matter_name = fields.String(required=True)
    applicant_name = fields.String(required=True)
    answer_by = fields.String(required=True, metadata={"format": "date"})


class SignaturePageOut(Schema):
    """A page of signatures, newest first."""

    items = fields.List(fields.Nested(ListedSignatureOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SignatureOut(Schema):
    """What is to be signed, in full."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    role = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    answered_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    number = fields.String(required=True)
    matter = fields.Dict(required=True)
    applicant_name = fields.String(required=True)
    form = fields.Dict(required=True)
    form_schema = fields.Dict(required=True)
    form_sha256 = fields.String(required=True)
    materials = fields.List(fields.Dict(), required=True)
    answer_by = fields.String(required=True, metadata={"format": "date"})
    case_state = fields.String(required=True)
    version = fields.Integer(required=True)

"""The shapes of drafts."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from engines.cases import FilingContentIn
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}


class DraftContentIn(FilingContentIn):
    """What has been typed so far; nothing is checked against the matter before it is filed."""

    form = fields.Dict(load_default=dict, keys=fields.String(), metadata={"example": {"monthly_rent": 1800}})


class DraftIn(Schema):
    """For which matter, or from which earlier case of mine."""

    matter_code = fields.String(load_default=None, validate=validate.Length(1, 50))
    from_case_id = fields.UUID(
        load_default=None, metadata={"description": "Begin with the answers of this earlier case of mine."}
    )
    content = fields.Nested(DraftContentIn(), load_default=None, allow_none=True)

    @validates_schema
    def _one_beginning(self, data: dict[str, object], **_kwargs: object) -> None:
        if (data["matter_code"] is None) == (data["from_case_id"] is None):
            message = "Give either matter_code or from_case_id."
            raise ValidationError(message, "matter_code")


class DraftListArgs(PageArgs):
    """Which of my drafts."""

    matter_code = fields.String(
        load_default=None, validate=validate.Length(max=50), metadata={"description": "Only drafts for this matter."}
    )


class ListedDraftOut(Schema):
    """A draft as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    matter_code = fields.String(required=True)
    matter_name = fields.String(required=True)
    version = fields.Integer(required=True)
    saved_at = fields.String(required=True, metadata=_MOMENT)


class DraftOut(ListedDraftOut):
    """A draft with what was typed, and what filing would say of the form now."""

    content = fields.Dict(required=True)
    form_changed = fields.Boolean(
        required=True, metadata={"description": "The form was published anew since; save the draft before filing."}
    )
    withdrawn = fields.Boolean(required=True, metadata={"description": "The matter cannot be filed any more."})
    findings = fields.List(fields.Dict(), required=True)
    dropped = fields.List(
        fields.String(), metadata={"description": "Answers of the earlier case that today's form does not ask for."}
    )


class DraftPageOut(Schema):
    """A page of drafts, newest first."""

    items = fields.List(fields.Nested(ListedDraftOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

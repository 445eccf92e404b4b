"""The shapes of mandates."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from auth import KINDS
from kit.fields import Line, distinct
from kit.pages import PageArgs
from services.mandates.manifest import MANDATE

STATES = [state.code for state in MANDATE.states]
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-11-30"}
PERSONAL = sorted(set(KINDS) - {"uscc"})
#: Kinds that carry the date of birth in their number.
DATED = ["hmt_residence_permit", "resident_id"]


class AgentIn(Schema):
    """The agent, a natural person, by certificate."""

    certificate_kind = fields.String(
        required=True, validate=validate.OneOf(PERSONAL), metadata={"example": "resident_id"}
    )
    number = fields.String(required=True, validate=validate.Length(5, 30))
    name = Line(minimum=1, maximum=50, required=True, metadata={"example": "周礼文"})


class MandateIn(Schema):
    """To whom, for what, and from day to day (民法典 第一百六十五条); neither matters nor topics means all."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(["relative", "company_agent", "lawyer"]),
        metadata={"example": "relative", "description": "A matter says which kinds of agents it admits."},
    )
    agent = fields.Nested(AgentIn(), required=True)
    matters = fields.List(
        fields.String(validate=validate.Length(1, 50)),
        load_default=list,
        validate=[validate.Length(max=50), distinct],
        metadata={"description": "Codes of matters.", "example": ["11330900002600341Y3330109023001"]},
    )
    topics = fields.List(
        fields.String(validate=validate.Length(1, 40)),
        load_default=list,
        validate=[validate.Length(max=20), distinct],
        metadata={"description": "Codes of topics.", "example": ["vehicles"]},
    )
    everything = fields.Boolean(
        load_default=False,
        metadata={"description": "Say so to cover every matter that admits this kind of agent.", "example": False},
    )
    from_on = fields.Date(required=True, metadata={"description": "The first day."})
    until_on = fields.Date(required=True, metadata={"description": "The last day, at most three years on."})

    @validates_schema(skip_on_field_errors=True)
    def _says_what_for(self, data: dict[str, object], **_kwargs: object) -> None:
        if bool(data["everything"]) == bool(data["matters"] or data["topics"]):
            message = "Give matters or topics, or say everything."
            raise ValidationError(message, "everything")


class WardIn(Schema):
    """The child, by a certificate whose number carries the date of birth."""

    certificate_kind = fields.String(required=True, validate=validate.OneOf(DATED), metadata={"example": "resident_id"})
    number = fields.String(required=True, validate=validate.Length(18, 18))
    name = Line(minimum=1, maximum=50, required=True, metadata={"example": "周小满"})


class GuardianshipIn(Schema):
    """For which child one acts as a parent."""

    ward = fields.Nested(WardIn(), required=True)


class ReasonIn(Schema):
    """Why, if one likes to say; the other side reads it."""

    reason = Line(maximum=500, load_default="", metadata={"example": "已由本人办理。"})


class EmptyIn(Schema):
    """Nothing need be said."""


class MandateListArgs(PageArgs):
    """Which side I am on, and which state."""

    side = fields.String(
        load_default="given",
        validate=validate.OneOf(["given", "received"]),
        metadata={"description": "`given`: who acts for me; `received`: for whom I act."},
    )
    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only mandates in this state."}
    )


class PartyOut(Schema):
    """One side of a mandate."""

    kind = fields.String(required=True, validate=validate.OneOf(["person", "organisation"]))
    name = fields.String(required=True)


class ListedMandateOut(Schema):
    """A mandate as lists show it; `in_force` says whether it can be used today."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    kind = fields.String(required=True, validate=validate.OneOf(["guardian", "relative", "company_agent", "lawyer"]))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(required=True, metadata={"example": "有效"})
    in_force = fields.Boolean(required=True)
    principal = fields.Nested(PartyOut(), required=True)
    agent = fields.Nested(PartyOut(), required=True)
    matters = fields.List(fields.String(), required=True)
    topics = fields.List(fields.String(), required=True)
    everything = fields.Boolean(required=True)
    from_on = fields.String(required=True, metadata=_DAY)
    until_on = fields.String(required=True, metadata=_DAY)
    made_at = fields.String(required=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class MandateOut(ListedMandateOut):
    """A mandate with its timeline and what I can do with it now."""

    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class MandatePageOut(Schema):
    """A page of mandates, newest first."""

    items = fields.List(fields.Nested(ListedMandateOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

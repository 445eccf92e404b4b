"""The shapes of evaluation."""

from marshmallow import Schema, fields, validate

from engines.evaluations import CHANNELS, FOLLOW_UP
from kit.fields import Line, Shaped, distinct

_GIVEN = [name for name in CHANNELS if name != "default"]


class EvaluationIn(Schema):
    """A rating: 5 very satisfied … 1 very dissatisfied; `tags` are codes of options of that level."""

    level = fields.Integer(required=True, strict=True, validate=validate.Range(1, 5), metadata={"example": 5})
    tags = fields.List(
        Shaped("[1-5][0-9]{2}"),
        load_default=list,
        validate=[validate.Length(max=10), distinct],
        metadata={"example": ["501"]},
    )
    text = Line(maximum=500, load_default="", metadata={"example": "一次没跑，半天办好。"})
    anonymous = fields.Boolean(
        load_default=False, metadata={"description": "The office learns neither the name nor the case."}
    )
    channel = fields.String(load_default="mobile", validate=validate.OneOf(_GIVEN))


class RatingOut(Schema):
    """One evaluation; `number` 2 is the one after a follow-up, `by_default` one that nobody gave."""

    number = fields.Integer(required=True)
    level = fields.Integer(required=True)
    level_name = fields.String(required=True, metadata={"example": "非常满意"})
    level_on_bus = fields.Integer(
        required=True, metadata={"description": "On the scale of GB/T 39046 A.8 (1 is best)."}
    )
    tags = fields.List(fields.String(), required=True)
    options = fields.List(fields.Dict(), required=True)
    text = fields.String(required=True)
    anonymous = fields.Boolean(required=True)
    by_default = fields.Boolean(required=True)
    set_aside = fields.Boolean(
        required=True, metadata={"description": "A review found it mistaken; it does not count."}
    )
    channel = fields.String(required=True, validate=validate.OneOf(list(CHANNELS)))
    channel_code = fields.String(required=True)
    evaluated_at = fields.String(required=True, metadata={"format": "date-time"})


class FollowUpOut(Schema):
    """What the department does about a bad evaluation, step by step."""

    state = fields.String(required=True, validate=validate.OneOf([state.code for state in FOLLOW_UP.states]))
    state_name = fields.String(required=True, metadata={"example": "整改中"})
    round = fields.Integer(required=True)
    due_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    rectify_by = fields.String(required=True, metadata={"format": "date"})
    outcome = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["satisfied", "dissatisfied", "set_aside"])
    )
    opened_at = fields.String(required=True, metadata={"format": "date-time"})
    closed_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    version = fields.Integer(required=True)
    timeline = fields.List(fields.Dict(), required=True)


class EvaluationOut(RatingOut):
    """The evaluation of a case, what is done about a bad one, and the second one after that."""

    follow_up_due_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    follow_up = fields.Nested(FollowUpOut(), required=True, allow_none=True)
    second = fields.Nested(RatingOut(), required=True, allow_none=True)
    can_evaluate_again = fields.Boolean(required=True)


class OptionOut(Schema):
    """One option, and what it is about."""

    code = fields.String(required=True, metadata={"example": "501"})
    text = fields.String(required=True)
    indicator = fields.String(
        required=True, validate=validate.OneOf(["efficiency", "guide_accuracy", "convenience", "platform"])
    )
    indicator_name = fields.String(required=True, metadata={"example": "办事效率"})


class LevelOut(Schema):
    """A level, and the options that can be ticked with it."""

    level = fields.Integer(required=True)
    name = fields.String(required=True, metadata={"example": "非常满意"})
    options = fields.List(fields.Nested(OptionOut()), required=True)


class LevelListOut(Schema):
    """What can be said, best first."""

    items = fields.List(fields.Nested(LevelOut()), required=True)

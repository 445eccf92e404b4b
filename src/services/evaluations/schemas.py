"""The shapes of evaluation."""

from marshmallow import Schema, fields, validate

from kit.fields import Line


class EvaluationIn(Schema):
    """A rating: 5 very satisfied … 1 very dissatisfied."""

    level = fields.Integer(required=True, strict=True, validate=validate.Range(1, 5), metadata={"example": 5})
    tags = fields.List(
        Line(minimum=1, maximum=20),
        load_default=list,
        validate=validate.Length(max=10),
        metadata={"example": ["办事效率高"]},
    )
    text = Line(maximum=500, load_default="", metadata={"example": "一次没跑，半天办好。"})


class EvaluationOut(Schema):
    """The evaluation of a case; `follow_up_due_on` is set where a bad one opened a follow-up."""

    level = fields.Integer(required=True)
    level_name = fields.String(required=True, metadata={"example": "非常满意"})
    tags = fields.List(fields.String(), required=True)
    text = fields.String(required=True)
    evaluated_at = fields.String(required=True, metadata={"format": "date-time"})
    follow_up_due_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})

"""The shape of an explanation."""

from marshmallow import Schema, fields, validate

_DAY = {"format": "date", "example": "2026-11-30"}


class SpanOut(Schema):
    """A run of days, counted or left out, and the rule: no day between the first and the due date is missing.

    ``rule`` is `signing`, `acceptance`, `correction`, `earlier_decision` (before the clock starts), `start`,
    `same_day`, `workday`, `makeup_workday`, `calendar_day` (counted), `weekend`, `holiday`, `closure`,
    `special_procedure` (left out), or `next_working_day` (民法典 第二百零三条).
    """

    from_ = fields.String(data_key="from", metadata=_DAY)
    to = fields.String(metadata=_DAY)
    days = fields.Integer(metadata={"example": 2})
    counted = fields.Boolean()
    rule = fields.String(metadata={"example": "weekend"})
    zh = fields.String(metadata={"example": "周末"})
    en = fields.String(metadata={"example": "weekend"})
    running_total = fields.Integer(metadata={"description": "Days counted so far."})
    holder = fields.String(
        validate=validate.OneOf(["applicant", "office", "third_party", "nobody"]),
        metadata={"description": "Who has the ball."},
    )
    basis = fields.String(
        allow_none=True, metadata={"description": "The statute or notice.", "example": "《民法典》第二百零一条"}
    )
    extension = fields.Boolean(metadata={"description": "Days of an approved extension."})
    provisional = fields.Boolean(metadata={"description": "The year's holiday notice is not out yet."})

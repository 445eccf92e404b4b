"""The shapes of a computed deadline."""

from datetime import date, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from engines.deadlines import Pause, SpanOut

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_PAUSE = timedelta(days=1100)
UNITS = ["working_day", "calendar_day"]
_DAY = {"format": "date", "example": "2026-05-27"}


class Interval(fields.Field[Pause]):
    """Two days with a slash between them, the second not before the first (ISO 8601-1 section 5.5)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Pause:
        first, _, last = str(super()._deserialize(value, attr, data, **kwargs)).partition("/")
        try:
            pause = Pause(date.fromisoformat(first), date.fromisoformat(last), "特别程序")
        except ValueError:
            message = "Not a valid date pair: first/last."
            raise ValidationError(message) from None
        if not timedelta() <= pause.last - pause.first <= LONGEST_PAUSE:
            message = "Must have its first day before its last, at most three years apart."
            raise ValidationError(message)
        return pause


class CalculationArgs(Schema):
    """A limit and when it starts."""

    days = fields.Integer(
        required=True,
        validate=validate.Range(min=0, max=1000),
        metadata={"description": "Length of the limit; 0 is the same day.", "example": 20},
    )
    unit = fields.String(
        load_default="working_day",
        validate=validate.OneOf(UNITS),
        metadata={"description": "Working days without holidays (行政许可法 第八十二条), or calendar days."},
    )
    started_on = fields.Date(
        required=True,
        validate=validate.Range(min=FIRST_DAY, max=LAST_DAY),
        metadata={"description": "The day it starts, such as that of acceptance; it is not counted.", **_DAY},
    )
    extension_days = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=365),
        metadata={"description": "Days of an approved extension, in the same unit.", "example": 0},
    )
    pause = fields.List(
        Interval(metadata={"type": "string", "example": "2026-05-06/2026-05-12"}),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={
            "description": "Spans that a special procedure took (行政许可法 第四十五条), first/last; repeatable."
        },
    )


class CalculationOut(Schema):
    """The due date and every span from the start on; ``provisional`` rests on a year whose notice is not out."""

    due_on = fields.String(required=True, metadata=_DAY)
    provisional = fields.Boolean(required=True)
    days = fields.Integer(required=True)
    unit = fields.String(required=True, validate=validate.OneOf(UNITS))
    started_on = fields.String(required=True, metadata=_DAY)
    extension_days = fields.Integer(required=True)
    explanation = fields.List(fields.Nested(SpanOut()), required=True)

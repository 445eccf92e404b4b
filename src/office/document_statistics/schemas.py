"""The shapes of the statistics."""

from marshmallow import Schema, fields, validate

from kit.months import MonthsArgs


def _number(description: str) -> "fields.Integer":
    return fields.Integer(required=True, metadata={"description": description, "example": 12})


def _average(description: str) -> "fields.Float":
    return fields.Float(required=True, allow_none=True, metadata={"description": description, "example": 1.5})


class DocumentStatisticsArgs(MonthsArgs):
    """Which months, and of which organ."""

    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "Only this organ.", "example": "11330900002600114R"},
    )


class MonthOfOrganOut(Schema):
    """One organ's month. What is said of received documents is how those of the month stand today."""

    department_code = fields.String(required=True, metadata={"example": "11330900002600114R"})
    department_name = fields.String(required=True, metadata={"example": "舟山市人民政府办公室"})
    month = fields.String(required=True, metadata={"example": "2026-11"})
    sent = _number("Documents that it sent in the month.")
    received = _number("Documents that came before it in the month.")
    signed_for = _number("Of those received: signed for.")
    signed_in_time = _number("Signed for within the city's days by urgency.")
    signed_late = _number("Signed for after these days, or waiting beyond them.")
    returned = _number("Returned to the sender.")
    recalled = _number("Recalled by the sender.")
    closed = _number("Closed.")
    overdue = _number("Closed after their due date, or open beyond it.")
    average_days_to_sign_for = _average("Working days from arrival to signing for; null of none.")
    average_days_to_close = _average("Working days from arrival to closing; null of none.")


class DocumentStatisticsOut(Schema):
    """The statistics by organ and month; organs without any document in a month are left out."""

    first_day = fields.String(required=True, metadata={"format": "date"})
    last_day = fields.String(required=True, metadata={"format": "date"})
    items = fields.List(fields.Nested(MonthOfOrganOut()), required=True)

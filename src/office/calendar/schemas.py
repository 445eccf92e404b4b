"""The shapes of the calendar."""

from datetime import timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kit.fields import Line
from kit.pages import PageArgs

LONGEST_CLOSURE = timedelta(days=30)
FIRST_YEAR, LAST_YEAR = 2004, 2100
_DAY = {"format": "date", "example": "2027-02-06"}
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_UUID = {"format": "uuid"}
_DRY_RUN = {"description": "Only count which running terms would move; nothing is stored."}


class CalendarDayIn(Schema):
    """One day of a notice."""

    day = fields.Date(required=True, metadata=_DAY)
    kind = fields.String(required=True, validate=validate.OneOf(["holiday", "makeup_workday"]))
    name = Line(minimum=1, maximum=20, required=True, metadata={"example": "春节"})


class CalendarNoticeIn(Schema):
    """The State Council's notice for a year: every day off and every make-up working day."""

    year = fields.Integer(
        required=True, validate=validate.Range(min=FIRST_YEAR, max=LAST_YEAR), metadata={"example": 2027}
    )
    notice = Line(minimum=4, maximum=100, required=True, metadata={"example": "国办发明电〔2026〕9号"})
    days = fields.List(fields.Nested(CalendarDayIn()), required=True, validate=validate.Length(1, 100))
    dry_run = fields.Boolean(load_default=False, metadata=_DRY_RUN)


class OfficeClosureIn(Schema):
    """Days on which the city's offices are closed, as in a typhoon; they are not counted in any term."""

    first = fields.Date(required=True, metadata={"format": "date", "example": "2027-08-10"})
    last = fields.Date(required=True, metadata={"format": "date", "example": "2027-08-11"})
    name = Line(minimum=2, maximum=30, required=True, metadata={"example": "台风“海葵”"})
    basis = Line(minimum=4, maximum=100, required=True, metadata={"example": "舟防指〔2027〕6号"})
    dry_run = fields.Boolean(load_default=False, metadata=_DRY_RUN)

    @validates_schema
    def _ordered(self, data: dict[str, Any], **_kwargs: object) -> None:
        if not timedelta() <= data["last"] - data["first"] <= LONGEST_CLOSURE:
            message = "Must have its first day before its last, at most 30 days apart."
            raise ValidationError(message, "last")


class CalendarDaysArgs(Schema):
    """Of which year."""

    year = fields.Integer(
        required=True,
        validate=validate.Range(min=FIRST_YEAR, max=LAST_YEAR),
        metadata={"description": "The year.", "example": 2027},
    )


class RecomputationListArgs(PageArgs):
    """Which page."""


class CalendarDayOut(Schema):
    """A day that a notice names; `closure` is a local one."""

    day = fields.String(required=True, metadata=_DAY)
    kind = fields.String(required=True, validate=validate.OneOf(["holiday", "makeup_workday", "closure"]))
    name = fields.String(required=True)
    notice = fields.String(required=True)
    source = fields.String(required=True, validate=validate.OneOf(["pack", "office"]))


class CalendarDaysOut(Schema):
    """The noticed days of a year; `provisional` while its notice is not out and Monday to Friday are counted."""

    year = fields.Integer(required=True)
    provisional = fields.Boolean(required=True)
    items = fields.List(fields.Nested(CalendarDayOut()), required=True)


class CalendarNoticeOut(Schema):
    """A notice, with how many days it has."""

    year = fields.Integer(required=True)
    notice = fields.String(required=True)
    source = fields.String(required=True, validate=validate.OneOf(["pack", "office"]))
    holidays = fields.Integer(required=True)
    makeup_workdays = fields.Integer(required=True)
    closures = fields.Integer(required=True)
    first = fields.String(required=True, metadata=_DAY)
    last = fields.String(required=True, metadata=_DAY)


class CalendarNoticesOut(Schema):
    """Every notice, newest year first."""

    items = fields.List(fields.Nested(CalendarNoticeOut()), required=True)


class MovedTermOut(Schema):
    """A running term that would move."""

    case_id = fields.String(required=True, metadata=_UUID)
    number = fields.String(required=True)
    matter_name = fields.String(required=True)
    before = fields.String(required=True, metadata=_DAY)
    due_on = fields.String(required=True, metadata=_DAY)


class CalendarChangeOut(Schema):
    """What a change of the calendar does.

    With `dry_run`: how many running terms it would move and ten examples; else the recomputation that moves them.
    """

    dry_run = fields.Boolean(required=True)
    recomputation_id = fields.String(required=True, allow_none=True, metadata=_UUID)
    looked_at = fields.Integer(metadata={"description": "Running terms."})
    later = fields.Integer()
    earlier = fields.Integer()
    failed = fields.Integer()
    examples = fields.List(fields.Nested(MovedTermOut()))


class RecomputationOut(Schema):
    """A recomputation of all running terms, and how far it is.

    `looked_at` open cases were read, `moved` got another date (each with an event that says why), `relit` only
    another day on which their light turns yellow, `tasks_moved` tasks with a date of their own, `failed` could not be
    computed (`failures` are the first numbers).
    """

    id = fields.String(required=True, metadata=_UUID)
    cause = fields.String(required=True, validate=validate.OneOf(["calendar", "policy"]))
    because = fields.String(required=True)
    changes = fields.List(fields.Dict(), required=True)
    started_by_name = fields.String(required=True)
    started_at = fields.String(required=True, metadata=_MOMENT)
    finished_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    looked_at = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    relit = fields.Integer(required=True)
    tasks_moved = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    failures = fields.List(fields.String(), required=True)


class RecomputationPageOut(Schema):
    """A page of recomputations, newest first."""

    items = fields.List(fields.Nested(RecomputationOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

"""The shapes of simulations."""

from marshmallow import Schema, fields, validate

from kit.pages import PageArgs

_DAY = {"format": "date", "example": "2026-06-30"}
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_UUID = {"format": "uuid"}
EFFECTS = ["granted", "refused"]


class SimulatedLimit(Schema):
    """A limit to try out; 0 is the same day."""

    days = fields.Integer(required=True, validate=validate.Range(min=0, max=1000), metadata={"example": 5})
    unit = fields.String(load_default="working_day", validate=validate.OneOf(["working_day", "calendar_day"]))


class SimulationIn(Schema):
    """What is tried out, and over which past cases: those of my scope that were closed in the period.

    What is left out stays as the matter said when the case was filed.
    """

    matter_code = fields.String(
        load_default=None, validate=validate.Length(1, 50), metadata={"description": "All matters when left out."}
    )
    first = fields.Date(required=True, metadata={**_DAY, "example": "2026-01-01"})
    last = fields.Date(required=True, metadata=_DAY)
    promised = fields.Nested(SimulatedLimit(), load_default=None, allow_none=True)
    statutory = fields.Nested(SimulatedLimit(), load_default=None, allow_none=True)
    silence = fields.String(
        load_default="unchanged",
        validate=validate.OneOf(["unchanged", "none", *EFFECTS]),
        metadata={"description": "What a statutory limit that passes in silence would lead to."},
    )
    starts = fields.String(
        load_default="acceptance",
        validate=validate.OneOf(["acceptance", "submission"]),
        metadata={"description": "From when the term would run (today: from acceptance, 行政许可法 第四十二条)."},
    )
    corrections_pause = fields.Boolean(
        load_default=True, metadata={"description": "With `starts=submission`: whether a correction stops the term."}
    )
    special_procedures_pause = fields.Boolean(
        load_default=True, metadata={"description": "Whether special procedures stop the term (第四十五条)."}
    )


class SimulationListArgs(PageArgs):
    """Which page."""


class SimulatedCasesArgs(PageArgs):
    """Which cases of a simulation."""

    result = fields.String(
        load_default=None,
        validate=validate.OneOf(["late", "lapsed", "changed"]),
        metadata={"description": "Those that would have been late, or lapsed in silence, or otherwise than they were."},
    )


class DaysByHolderOut(Schema):
    """How many working days cases were with somebody: the median, and within how many nine in ten lie."""

    median = fields.Integer(required=True, allow_none=True)
    p90 = fields.Integer(required=True, allow_none=True)


class SimulationDaysOut(Schema):
    """Days by who had the ball, as they really were."""

    office = fields.Nested(DaysByHolderOut(), required=True)
    applicant = fields.Nested(DaysByHolderOut(), required=True)
    third_party = fields.Nested(DaysByHolderOut(), required=True)


class SimulationOut(Schema):
    """A simulation and what came out so far: each figure as it was and as it would have been.

    `finished_at` is null while the job runs; `looked_at` is its progress.
    """

    id = fields.String(required=True, metadata=_UUID)
    asked = fields.Dict(required=True)
    started_at = fields.String(required=True, metadata=_MOMENT)
    finished_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    looked_at = fields.Integer(required=True)
    late_was = fields.Integer(required=True)
    late_would_be = fields.Integer(required=True)
    lapsed_was = fields.Integer(required=True)
    lapsed_would_be = fields.Integer(required=True)
    granted_by_silence = fields.Integer(required=True)
    refused_by_silence = fields.Integer(required=True)
    days = fields.Nested(SimulationDaysOut(), required=True)


class SimulationPageOut(Schema):
    """A page of my simulations, newest first."""

    items = fields.List(fields.Nested(SimulationOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SimulatedCaseOut(Schema):
    """A case as it was and as it would have been."""

    case_id = fields.String(required=True, metadata=_UUID)
    number = fields.String(required=True)
    matter_name = fields.String(required=True)
    decided_on = fields.String(required=True, metadata=_DAY)
    due_was = fields.String(required=True, metadata=_DAY)
    due_would_be = fields.String(required=True, metadata=_DAY)
    late_was = fields.Boolean(required=True)
    late_would_be = fields.Boolean(required=True)
    lapsed_was = fields.String(required=True, allow_none=True, validate=validate.OneOf(EFFECTS))
    lapsed_would_be = fields.String(required=True, allow_none=True, validate=validate.OneOf(EFFECTS))


class SimulatedCasePageOut(Schema):
    """A page of cases, newest first."""

    items = fields.List(fields.Nested(SimulatedCaseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

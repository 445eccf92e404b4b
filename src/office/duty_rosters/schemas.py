"""The shapes of duty rosters."""

from datetime import date

from marshmallow import Schema, fields, validate

from engines.duty import DAY_KINDS, DAYS, DUTY_ROSTER, DUTY_SHIFT, USUAL
from kit.fields import Line, Shaped, distinct
from kit.months import WRITTEN, MonthsArgs
from kit.pages import PageArgs

_STATES = validate.OneOf([state.code for state in DUTY_ROSTER.states])
_KINDS = validate.OneOf(list(DAY_KINDS))
_ROLE = validate.OneOf(["leader", "officer"])
_MOMENT = {"format": "date-time", "example": "2026-12-01T17:30:00+08:00"}
_MONTH = {"description": "The month.", "example": "2026-12"}
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DEPARTMENT = validate.Length(1, 18)
#: Days are such that the day after is one too.
_DAYS = validate.Range(date(2000, 1, 1), date(2100, 12, 31))


class DutyPatternIn(Schema):
    """A shift as the department wishes it; one that ends no later than it begins ends the day after."""

    name = Line(required=True, minimum=1, maximum=20, metadata={"example": "夜班"})
    days = fields.String(
        required=True,
        validate=validate.OneOf(DAYS),
        metadata={"description": "On working days, on days of rest and holidays, or every day.", "example": "every"},
    )
    begins = Shaped(_CLOCK, required=True, metadata={"description": "On the city's clock.", "example": "17:30"})
    ends = Shaped(_CLOCK, required=True, metadata={"description": "On the city's clock.", "example": "08:30"})
    officers = fields.Integer(
        load_default=1, strict=True, validate=validate.Range(1, 5), metadata={"description": "Beside the leader."}
    )


class DutyAbsenceIn(Schema):
    """Days on which somebody cannot be on duty, both counted in."""

    officer_id = fields.UUID(required=True)
    first_day = fields.Date(required=True, validate=_DAYS, metadata={"example": "2026-12-07"})
    last_day = fields.Date(required=True, validate=_DAYS, metadata={"example": "2026-12-11"})


class DutyRosterIn(Schema):
    """A month, and who shares its duty."""

    department = fields.String(
        load_default=None, allow_none=True, validate=_DEPARTMENT, metadata={"description": "One's own by default."}
    )
    month = Shaped(WRITTEN, required=True, metadata=_MONTH)
    phone = Shaped(
        r"[0-9+\-]{3,20}",
        required=True,
        metadata={"description": "The department's duty phone.", "example": "0580-2280000"},
    )
    leaders = fields.List(
        fields.UUID(),
        required=True,
        validate=[validate.Length(1, 60), distinct],
        metadata={"description": "Leaders in charge (带班领导), in the order of the rotation."},
    )
    officers = fields.List(
        fields.UUID(),
        required=True,
        validate=[validate.Length(1, 100), distinct],
        metadata={"description": "Duty officers (值班人员), in the order of the rotation."},
    )
    shifts = fields.List(
        fields.Nested(DutyPatternIn()),
        load_default=lambda: [dict(pattern) for pattern in USUAL],
        validate=validate.Length(1, 6),
        metadata={"description": "By default every night, and days of rest by day too."},
    )
    unavailable = fields.List(fields.Nested(DutyAbsenceIn()), load_default=list, validate=validate.Length(max=400))


class DutyRosterNothingIn(Schema):
    """Nothing need be said."""


class DutyRosterListArgs(PageArgs):
    """Which rosters."""

    department = fields.String(
        load_default=None, validate=_DEPARTMENT, metadata={"description": "Only this department's."}
    )
    month = Shaped(WRITTEN, load_default=None, metadata={"description": "Only of this month.", "example": "2026-12"})
    state = fields.String(load_default=None, validate=_STATES, metadata={"description": "Only in this state."})


class DutyStatisticsArgs(PageArgs, MonthsArgs):
    """Of which months, and of which department's duty."""

    department = fields.String(
        load_default=None,
        validate=_DEPARTMENT,
        metadata={"description": "Only duty of this department and those below it."},
    )


class ListedDutyRosterOut(Schema):
    """A roster as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    state = fields.String(required=True, validate=_STATES)
    state_name = fields.String(required=True, metadata={"example": "已发布"})
    version = fields.Integer(required=True)
    month = fields.String(required=True, metadata=_MONTH)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    phone = fields.String(required=True)
    composed_by = fields.String(required=True)
    composed_at = fields.String(required=True, metadata=_MOMENT)
    published_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class DutyRosterPersonOut(Schema):
    """An officer by id and name."""

    officer_id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)


class DutyRosterShiftOut(Schema):
    """A shift of a roster."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    roster_id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=validate.OneOf([state.code for state in DUTY_SHIFT.states]))
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    published = fields.Boolean(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    day = fields.String(required=True, metadata={"format": "date"})
    name = fields.String(required=True)
    begins_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    day_kind = fields.String(required=True, validate=_KINDS, metadata={"description": "As it was composed."})
    day_kind_name = fields.String(required=True, metadata={"example": "休息日"})
    day_kind_now = fields.String(required=True, validate=_KINDS, metadata={"description": "As the calendar is now."})
    day_kind_changed = fields.Boolean(
        required=True, metadata={"description": "Whether a notice made another kind of day of it."}
    )
    leader = fields.Nested(DutyRosterPersonOut(), required=True, allow_none=True)
    officers = fields.List(fields.Nested(DutyRosterPersonOut()), required=True)
    taken_over_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    taken_over_by = fields.String(required=True, allow_none=True)


class DutyShareOut(DutyRosterPersonOut):
    """How many shifts of a roster somebody has, by kind of day."""

    role = fields.String(required=True, validate=_ROLE)
    working = fields.Integer(required=True)
    rest = fields.Integer(required=True)
    holiday = fields.Integer(required=True)
    total = fields.Integer(required=True)


class DutyGapOut(Schema):
    """A shift that could not be filled."""

    shift_id = fields.String(required=True, metadata={"format": "uuid"})
    day = fields.String(required=True, metadata={"format": "date"})
    name = fields.String(required=True)
    role = fields.String(required=True, validate=_ROLE)
    missing = fields.Integer(required=True, metadata={"description": "So many people."})


class DutyPatternOut(Schema):
    """A shift as the department wished it."""

    name = fields.String(required=True)
    days = fields.String(required=True, validate=validate.OneOf(DAYS))
    begins = fields.String(required=True)
    ends = fields.String(required=True)
    officers = fields.Integer(required=True)


class DutyAbsenceOut(Schema):
    """Days on which somebody could not be on duty."""

    officer_id = fields.String(required=True, metadata={"format": "uuid"})
    first_day = fields.String(required=True, metadata={"format": "date"})
    last_day = fields.String(required=True, metadata={"format": "date"})


class DutyRosterOut(ListedDutyRosterOut):
    """A roster with all its shifts."""

    patterns = fields.List(fields.Nested(DutyPatternOut()), required=True)
    unavailable = fields.List(
        fields.Nested(DutyAbsenceOut()), required=True, metadata={"description": "Only to those who keep the roster."}
    )
    shifts = fields.List(fields.Nested(DutyRosterShiftOut()), required=True)
    people = fields.List(fields.Nested(DutyShareOut()), required=True)
    unfilled = fields.List(fields.Nested(DutyGapOut()), required=True)
    moved = fields.List(
        fields.Nested(DutyRosterShiftOut()),
        required=True,
        metadata={"description": "Shifts that lie on another kind of day now than when they were composed."},
    )
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class DutyRosterPageOut(Schema):
    """A page of rosters, newest first."""

    items = fields.List(fields.Nested(ListedDutyRosterOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class DutyOfPersonOut(DutyRosterPersonOut):
    """The duty of one person: shifts that have begun, by role and by kind of day as the calendar is now."""

    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    shifts = fields.Integer(required=True, metadata={"description": "All but those that nobody took over."})
    leader = fields.Integer(required=True, metadata={"description": "As leader in charge."})
    officer = fields.Integer(required=True, metadata={"description": "As duty officer."})
    working = fields.Integer(required=True)
    rest = fields.Integer(required=True)
    holiday = fields.Integer(required=True)
    taken_over = fields.Integer(required=True, metadata={"description": "Of these, taken over by somebody."})
    missed = fields.Integer(required=True, metadata={"description": "Shifts that nobody took over."})


class DutyStatisticsOut(Schema):
    """A page of people and their duty."""

    items = fields.List(fields.Nested(DutyOfPersonOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

"""The shapes of shifts and their logs."""

from marshmallow import Schema, fields, validate

from engines.duty import DAY_KINDS, DUTY_SHIFT, IMPORTANCE
from kit.fields import Line, distinct
from kit.pages import PageArgs

_STATES = validate.OneOf([state.code for state in DUTY_SHIFT.states])
_KINDS = validate.OneOf(list(DAY_KINDS))
_IMPORTANCE = validate.OneOf(list(IMPORTANCE))
_MOMENT = {"format": "date-time", "example": "2026-12-01T17:30:00+08:00"}
_DEPARTMENT = validate.Length(1, 18)


class DutyShiftListArgs(PageArgs):
    """Which shifts."""

    department = fields.String(
        load_default=None, validate=_DEPARTMENT, metadata={"description": "Only this department's."}
    )
    roster_id = fields.UUID(load_default=None, metadata={"description": "Only of this roster."})
    state = fields.String(load_default=None, validate=_STATES, metadata={"description": "Only in this state."})
    first_day = fields.Date(load_default=None, metadata={"description": "From this day on.", "example": "2026-12-01"})
    last_day = fields.Date(load_default=None, metadata={"description": "Up to this day.", "example": "2026-12-31"})
    mine = fields.Boolean(load_default=False, metadata={"description": "Only published ones with my name."})


class DutyNowArgs(PageArgs):
    """Of which department."""

    department = fields.String(
        load_default=None,
        validate=_DEPARTMENT,
        metadata={"description": "Only this department and those below it."},
    )


class DutyLogArgs(PageArgs):
    """Which entries."""

    importance = fields.String(
        load_default=None, validate=_IMPORTANCE, metadata={"description": "Only of this importance."}
    )


class DutyShiftChangeIn(Schema):
    """Who is to be on a shift; what is not named stays."""

    leader_id = fields.UUID()
    officer_ids = fields.List(fields.UUID(), validate=[validate.Length(1, 10), distinct])
    reason = Line(maximum=200, metadata={"description": "Needed once it is published.", "example": "参加培训"})


class DutyShiftNothingIn(Schema):
    """Nothing need be said."""


class DutyLogEntryIn(Schema):
    """An entry of the log."""

    happened_at = fields.AwareDateTime(
        load_default=None, allow_none=True, metadata={"description": "Now by default.", **_MOMENT}
    )
    text = Line(
        required=True, minimum=1, maximum=2000, metadata={"example": "接市民来电，反映临城路口积水，已转市政。"}
    )
    importance = fields.String(
        load_default="normal",
        validate=_IMPORTANCE,
        metadata={"description": "Of what is urgent the leader in charge is told at once."},
    )


class DutyHandoverIn(Schema):
    """What the next shift is to know."""

    note = Line(required=True, minimum=1, maximum=2000, metadata={"example": "临城路口积水已退，请继续关注潮位。"})


class DutyPersonOut(Schema):
    """An officer by id and name."""

    officer_id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)


class ListedDutyShiftOut(Schema):
    """A shift as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    roster_id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=_STATES)
    state_name = fields.String(required=True, metadata={"example": "值班中"})
    version = fields.Integer(required=True)
    published = fields.Boolean(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    day = fields.String(required=True, metadata={"format": "date"})
    name = fields.String(required=True, metadata={"example": "夜班"})
    begins_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    day_kind = fields.String(required=True, validate=_KINDS, metadata={"description": "As it was composed."})
    day_kind_name = fields.String(required=True, metadata={"example": "工作日"})
    day_kind_now = fields.String(required=True, validate=_KINDS, metadata={"description": "As the calendar is now."})
    day_kind_changed = fields.Boolean(required=True)
    leader = fields.Nested(DutyPersonOut(), required=True, allow_none=True)
    officers = fields.List(fields.Nested(DutyPersonOut()), required=True)
    taken_over_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    taken_over_by = fields.String(required=True, allow_none=True)


class DutyNowOut(ListedDutyShiftOut):
    """Who is on duty now, and under which phone."""

    phone = fields.String(required=True, metadata={"example": "0580-2280000"})


class DutyHandoverOut(Schema):
    """What a shift handed over to the next one."""

    shift_id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    handed_over_at = fields.String(required=True, metadata=_MOMENT)
    handed_over_by = fields.String(required=True)
    confirmed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    confirmed_by = fields.String(required=True, allow_none=True)


class DutyShiftOut(ListedDutyShiftOut):
    """A shift with its hand-over, those of the shifts before, and every step."""

    handover = fields.Nested(DutyHandoverOut(), required=True, allow_none=True)
    received = fields.List(
        fields.Nested(DutyHandoverOut()),
        required=True,
        metadata={
            "description": "What the shift before handed over, or several that ran side by side; "
            "confirm each under its address."
        },
    )
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class DutyShiftPageOut(Schema):
    """A page of shifts, newest first."""

    items = fields.List(fields.Nested(ListedDutyShiftOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class DutyNowPageOut(Schema):
    """A page of who is on duty now."""

    items = fields.List(fields.Nested(DutyNowOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class DutyLogEntryOut(Schema):
    """An entry of a shift's log; nobody changes it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    happened_at = fields.String(required=True, metadata=_MOMENT)
    text = fields.String(required=True)
    importance = fields.String(required=True, validate=_IMPORTANCE)
    importance_name = fields.String(required=True, metadata={"example": "一般"})
    written_at = fields.String(required=True, metadata=_MOMENT)
    written_by = fields.String(required=True)


class DutyLogPageOut(Schema):
    """A page of a log, newest first."""

    items = fields.List(fields.Nested(DutyLogEntryOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

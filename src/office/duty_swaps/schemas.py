"""The shapes of swaps."""

from marshmallow import Schema, fields, validate

from engines.duty import DUTY_SWAP
from kit.fields import Line
from kit.pages import PageArgs

_STATES = validate.OneOf([state.code for state in DUTY_SWAP.states])
_MOMENT = {"format": "date-time", "example": "2026-12-01T17:30:00+08:00"}
_OPINION = {"description": "May be left out.", "example": "同意"}


class DutySwapIn(Schema):
    """Which shift of mine, and who is to have it."""

    shift_id = fields.UUID(required=True, metadata={"description": "A published shift that I am on."})
    colleague_id = fields.UUID(required=True)
    other_shift_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "The colleague's shift in exchange; null where they just take mine."},
    )
    reason = Line(load_default="", maximum=200, metadata={"example": "当天参加培训"})


class DutySwapAnswerIn(Schema):
    """Whether the colleague agrees."""

    accepted = fields.Boolean(required=True)
    opinion = Line(load_default="", maximum=200, metadata=_OPINION)


class DutySwapDecisionIn(Schema):
    """Whether the department agrees."""

    approved = fields.Boolean(required=True)
    opinion = Line(load_default="", maximum=200, metadata=_OPINION)


class DutySwapNothingIn(Schema):
    """Nothing need be said."""


class DutySwapListArgs(PageArgs):
    """Which swaps."""

    state = fields.String(load_default=None, validate=_STATES, metadata={"description": "Only in this state."})


class ListedDutySwapOut(Schema):
    """A swap as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    state = fields.String(required=True, validate=_STATES)
    state_name = fields.String(required=True, metadata={"example": "待审批"})
    version = fields.Integer(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    shift_id = fields.String(required=True, metadata={"format": "uuid"})
    other_shift_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    requester_id = fields.String(required=True, metadata={"format": "uuid"})
    requester_name = fields.String(required=True)
    colleague_id = fields.String(required=True, metadata={"format": "uuid"})
    colleague_name = fields.String(required=True)
    reason = fields.String(required=True)
    asked_at = fields.String(required=True, metadata=_MOMENT)
    lapses_at = fields.String(
        required=True, metadata={**_MOMENT, "description": "When the first of the shifts begins."}
    )


class SwappedDutyShiftOut(Schema):
    """A shift in words."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    title = fields.String(required=True, metadata={"example": "12月01日夜班（17:30—08:30）"})


class DutySwapOut(ListedDutySwapOut):
    """A swap with its shifts and every step."""

    shifts = fields.List(fields.Nested(SwappedDutyShiftOut()), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class DutySwapPageOut(Schema):
    """A page of swaps, newest first."""

    items = fields.List(fields.Nested(ListedDutySwapOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)

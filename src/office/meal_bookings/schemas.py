"""The shapes of booked meals. Amounts are whole fen."""

from marshmallow import Schema, fields, validate

from engines.canteen import MEAL_BOOKING, MEALS, MOST_GUESTS
from kit.fields import Line
from kit.pages import PageArgs

_MEAL = validate.OneOf(list(MEALS))
_STATES = [state.code for state in MEAL_BOOKING.states]
_MOMENT = {"format": "date-time", "example": "2026-12-01T11:30:00+08:00"}
_GUESTS = validate.Range(0, MOST_GUESTS)
_REASON = {"description": "Why guests come; needed with guests.", "example": "接待省数据局调研组"}


class MealBookingIn(Schema):
    """A meal of a day."""

    canteen_id = fields.UUID(required=True)
    day = fields.Date(required=True, metadata={"example": "2026-12-01"})
    meal = fields.String(required=True, validate=_MEAL, metadata={"example": "lunch"})
    guests = fields.Integer(load_default=0, strict=True, validate=_GUESTS)
    reason = Line(maximum=200, load_default="", metadata=_REASON)
    take_away = fields.Boolean(load_default=False)


class MealChangeIn(Schema):
    """What changes; the rest stays."""

    guests = fields.Integer(strict=True, validate=_GUESTS)
    reason = Line(maximum=200, metadata=_REASON)
    take_away = fields.Boolean()


class MealNothingIn(Schema):
    """Nothing need be said."""


class MealBookingListArgs(PageArgs):
    """Which bookings."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(_STATES), metadata={"description": "Only in this state."}
    )
    canteen_id = fields.UUID(load_default=None, metadata={"description": "Only in this canteen."})
    day = fields.Date(load_default=None, metadata={"description": "Only meals of this day.", "example": "2026-12-01"})
    meal = fields.String(load_default=None, validate=_MEAL, metadata={"description": "Only this meal."})
    mine = fields.Boolean(load_default=None, metadata={"description": "Only my own bookings, or only others'."})


class ListedMealBookingOut(Schema):
    """A booking as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    number = fields.String(required=True, metadata={"example": "JC2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "已预订"})
    version = fields.Integer(required=True)
    canteen_id = fields.String(required=True, metadata={"format": "uuid"})
    canteen_name = fields.String(required=True)
    meal_id = fields.String(required=True, metadata={"format": "uuid"})
    day = fields.String(required=True, metadata={"format": "date"})
    meal = fields.String(required=True, validate=_MEAL)
    meal_name = fields.String(required=True, metadata={"example": "午餐"})
    begins_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    books_until = fields.String(required=True, metadata=_MOMENT)
    diner_name = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    guests = fields.Integer(required=True)
    reason = fields.String(required=True)
    take_away = fields.Boolean(required=True)
    portions = fields.Integer(required=True)
    picked_up = fields.Integer(required=True)
    first_picked_up_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    code = fields.String(
        required=True,
        metadata={"description": "The pick-up code; masked but for its diner, and in lists.", "example": "K******P"},
    )
    amount_fen = fields.Integer(required=True, metadata={"description": "Of the diner's own portion."})
    guests_fen = fields.Integer(required=True, metadata={"description": "Of the guests', a cost of the department."})
    booked_at = fields.String(required=True, metadata=_MOMENT)
    settled_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class MealBookingOut(ListedMealBookingOut):
    """A booking with every step."""

    meeting_id = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "uuid", "description": "The booking of the meeting with which it was booked, and falls."},
    )
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class MealBookingPageOut(Schema):
    """A page of bookings, newest first."""

    items = fields.List(fields.Nested(ListedMealBookingOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class OwnSettlementOut(Schema):
    """What I ate in a month in one canteen; what was booked counts, also when nobody came."""

    month = fields.String(required=True, metadata={"example": "2026-12"})
    canteen_id = fields.String(required=True, metadata={"format": "uuid"})
    canteen_name = fields.String(required=True)
    portions = fields.Integer(required=True)
    missed = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)
    guests = fields.Integer(required=True)
    guests_fen = fields.Integer(required=True, metadata={"description": "Borne by my department."})


class OwnSettlementsOut(Schema):
    """What I ate, by month and canteen."""

    items = fields.List(fields.Nested(OwnSettlementOut()), required=True)
    total_fen = fields.Integer(required=True, metadata={"description": "Of my own portions."})

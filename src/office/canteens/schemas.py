"""The shapes of canteens. Prices are whole fen."""

from marshmallow import Schema, fields, validate

from engines.canteen import MEALS, WRITTEN
from kit.fields import Shaped
from kit.months import WRITTEN as MONTH
from kit.months import MonthsArgs
from kit.pages import PageArgs

_MEAL = validate.OneOf(list(MEALS))
_MOMENT = {"format": "date-time", "example": "2026-12-01T11:30:00+08:00"}
_CLOCK = {"description": "On the city's clock.", "example": "11:30"}


class CanteenListArgs(PageArgs):
    """Which page of the canteens."""


class CanteenStatisticsArgs(MonthsArgs):
    """Of which months, and by what."""

    by = fields.String(
        load_default="day",
        validate=validate.OneOf(["day", "month"]),
        metadata={"description": "Summed by day and meal, or by month and meal."},
    )


class CanteenSettlementArgs(PageArgs):
    """Of which month, and of whom."""

    month = Shaped(MONTH, required=True, metadata={"description": "Meals of this month.", "example": "2026-12"})
    department = fields.String(
        load_default=None, validate=validate.Length(1, 18), metadata={"description": "Only this department's diners."}
    )


class PickUpIn(Schema):
    """What the reader at the counter sends."""

    code = Shaped(WRITTEN, required=True, metadata={"description": "The code of the booking.", "example": "K7M2XW9P"})
    portions = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(1, 11),
        metadata={"description": "So many now; without it all that are left."},
    )


class PlannedMealOut(Schema):
    """A meal as a canteen plans it."""

    meal = fields.String(required=True, validate=_MEAL)
    meal_name = fields.String(required=True, metadata={"example": "午餐"})
    serves_from = fields.String(required=True, metadata=_CLOCK)
    serves_until = fields.String(required=True, metadata=_CLOCK)
    cut_off = fields.String(required=True, metadata={"description": "Until when it is booked.", "example": "16:00"})
    cut_off_days = fields.Integer(required=True, metadata={"description": "So many days before the meal."})
    price_fen = fields.Integer(required=True)
    guest_price_fen = fields.Integer(required=True)
    most = fields.Integer(required=True, allow_none=True, metadata={"description": "Portions at most; null is any."})


class CanteenOut(Schema):
    """A canteen and its meals."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    rest_days = fields.Boolean(required=True, metadata={"description": "Whether it cooks on days of rest too."})
    open = fields.Boolean(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    meals = fields.List(fields.Nested(PlannedMealOut()), required=True)


class CanteenPageOut(Schema):
    """A page of canteens, by code."""

    items = fields.List(fields.Nested(CanteenOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CanteenStatisticOut(Schema):
    """What became of a meal in a period."""

    period = fields.String(required=True, metadata={"description": "A day or a month.", "example": "2026-12"})
    meal = fields.String(required=True, validate=_MEAL)
    meal_name = fields.String(required=True)
    booked = fields.Integer(required=True, metadata={"description": "Portions."})
    picked_up = fields.Integer(required=True)
    left_over = fields.Integer(required=True)
    bookings = fields.Integer(required=True)
    missed = fields.Integer(required=True, metadata={"description": "Bookings of which nobody came."})
    missed_percent = fields.String(required=True, allow_none=True, metadata={"example": "16.7"})
    waste_kg = fields.String(required=True, metadata={"example": "12.500"})


class CanteenStatisticsOut(Schema):
    """What was booked, picked up, left over and thrown away."""

    items = fields.List(fields.Nested(CanteenStatisticOut()), required=True)


class MealSumsOut(Schema):
    """Settled portions and what they cost."""

    portions = fields.Integer(required=True, metadata={"description": "Own portions."})
    missed = fields.Integer(required=True, metadata={"description": "Bookings of which nobody came."})
    amount_fen = fields.Integer(required=True, metadata={"description": "Of own portions."})
    guests = fields.Integer(required=True)
    guests_fen = fields.Integer(required=True, metadata={"description": "A cost of the host's department."})


class SettledPersonOut(MealSumsOut):
    """What one diner ate in a month."""

    diner_id = fields.String(required=True, metadata={"format": "uuid"})
    diner_name = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)


class SettledTotalsOut(MealSumsOut):
    """What all of them ate."""

    people = fields.Integer(required=True)


class CanteenSettlementOut(Schema):
    """A page of a month's settlement, and its totals."""

    items = fields.List(fields.Nested(SettledPersonOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    totals = fields.Nested(SettledTotalsOut(), required=True)


class PickUpOut(Schema):
    """Who picks up, and what is left of the booking."""

    booking_id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True, metadata={"example": "部分取餐"})
    diner_name = fields.String(required=True)
    meal = fields.String(required=True, validate=_MEAL)
    take_away = fields.Boolean(required=True)
    portions = fields.Integer(required=True)
    picked_up = fields.Integer(required=True)
    first_picked_up_at = fields.String(required=True, metadata=_MOMENT)

"""The shapes of the meals of a day. Prices are whole fen."""

from marshmallow import Schema, fields, validate

from engines.canteen import ALLERGENS, MEALS
from kit.fields import Line, Shaped, distinct

_MEAL = validate.OneOf(list(MEALS))
_MOMENT = {"format": "date-time", "example": "2026-12-01T11:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-12-01"}


class CanteenDaysArgs(Schema):
    """Of which canteen, and of which days."""

    canteen_id = fields.UUID(required=True, metadata={"description": "Of this canteen."})
    first_day = fields.Date(load_default=None, metadata={"description": "Today by default.", "example": "2026-12-01"})
    last_day = fields.Date(
        load_default=None,
        metadata={"description": "A week from the first by default; fourteen days at most.", "example": "2026-12-04"},
    )


class DishIn(Schema):
    """A dish, and what in it people cannot bear (GB 7718)."""

    name = Line(minimum=1, maximum=60, required=True, metadata={"example": "葱油带鱼"})
    allergens = fields.List(
        fields.String(validate=validate.OneOf(list(ALLERGENS))),
        load_default=list,
        validate=distinct,
        metadata={"example": ["fish"]},
    )


class MenuDishesIn(Schema):
    """The dishes of a meal."""

    dishes = fields.List(fields.Nested(DishIn()), required=True, validate=validate.Length(1, 60))


class MenuIn(MenuDishesIn):
    """A menu of a meal of a day."""

    canteen_id = fields.UUID(required=True)
    day = fields.Date(required=True, metadata={"example": "2026-12-01"})
    meal = fields.String(required=True, validate=_MEAL, metadata={"example": "lunch"})


class DishOut(Schema):
    """A dish."""

    name = fields.String(required=True)
    allergens = fields.List(fields.String(), required=True)


class OfferedMealOut(Schema):
    """A meal of a day."""

    id = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "uuid", "description": "Null until somebody plans or books it."},
    )
    href = fields.String(required=True, allow_none=True)
    day = fields.String(required=True, metadata=_DAY)
    meal = fields.String(required=True, validate=_MEAL)
    meal_name = fields.String(required=True)
    begins_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    books_until = fields.String(required=True, metadata=_MOMENT)
    bookable = fields.Boolean(required=True, metadata={"description": "Whether its cut-off lies ahead."})
    price_fen = fields.Integer(required=True)
    guest_price_fen = fields.Integer(required=True)
    most = fields.Integer(required=True, allow_none=True)
    available = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Portions that are left; null is any."}
    )
    published_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    dishes = fields.List(fields.Nested(DishOut()), required=True)


class OfferedMealsOut(Schema):
    """The meals of some days."""

    items = fields.List(fields.Nested(OfferedMealOut()), required=True)


class PortionsOut(Schema):
    """What is to be cooked of one meal; ``take_away`` are portions of the whole."""

    period = fields.String(required=True, metadata=_DAY)
    meal = fields.String(required=True, validate=_MEAL)
    meal_name = fields.String(required=True)
    portions = fields.Integer(required=True)
    staff = fields.Integer(required=True)
    guests = fields.Integer(required=True)
    take_away = fields.Integer(required=True)


class KitchenOut(Schema):
    """What is to be cooked."""

    items = fields.List(fields.Nested(PortionsOut()), required=True)


class WasteIn(Schema):
    """What was thrown away."""

    waste_kg = Shaped(
        r"[0-9]{1,4}(\.[0-9]{1,3})?",
        required=True,
        metadata={"description": "Kilograms, with three decimals at most.", "example": "12.5"},
    )


class MealNumbersOut(Schema):
    """What became of a meal; all but what was booked is null until it is settled."""

    booked = fields.Integer(required=True, metadata={"description": "Portions."})
    picked_up = fields.Integer(required=True, allow_none=True)
    left_over = fields.Integer(required=True, allow_none=True)
    bookings = fields.Integer(required=True, allow_none=True)
    missed = fields.Integer(required=True, allow_none=True, metadata={"description": "Of which nobody came."})
    missed_percent = fields.String(required=True, allow_none=True, metadata={"example": "16.7"})
    waste_kg = fields.String(required=True, allow_none=True, metadata={"description": "Null until it was weighed."})
    weighed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    settled_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class CanteenMealOut(OfferedMealOut):
    """A meal with its menu; numbers are for who keeps or reads the canteen."""

    canteen_id = fields.String(required=True, metadata={"format": "uuid"})
    version = fields.Integer(required=True)
    numbers = fields.Nested(MealNumbersOut(), required=True, allow_none=True)

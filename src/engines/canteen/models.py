"""The tables of canteens: where and when there is food, the meals of a day, and who booked them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index

_LIVE = "state <> 'cancelled'"


class Canteen(Model):
    """A canteen of a department, as the city's pack has it."""

    __tablename__ = "canteens"
    __table_args__ = (UniqueConstraint("code"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    #: Whose keepers cook, publish menus and hand out.
    department_code: Mapped[str]
    name: Mapped[str]
    place: Mapped[str]
    #: Whether it cooks on days of rest too.
    rest_days: Mapped[bool]
    #: False once the pack has it no more; what was booked stays.
    open: Mapped[bool]
    #: By meal: ``{meal, serves_from, serves_until, cut_off, cut_off_days, price_fen, guest_price_fen, most}``.
    meals: Mapped[list[Any]]


class CanteenMeal(Model):
    """One meal of one day, from the first who plans or books it on; what the pack says later does not change it."""

    __tablename__ = "canteen_meals"
    __table_args__ = (
        UniqueConstraint("canteen_id", "day", "meal"),
        partial_index("ix_canteen_meals_due", "ends_at", where="settled_at IS NULL"),
        CheckConstraint("booked >= 0 AND (most IS NULL OR booked <= most)", name="booked"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    canteen_id: Mapped[uuid.UUID]
    keeper_code: Mapped[str]
    day: Mapped[date]
    meal: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: Until when it is booked, changed and cancelled.
    books_until: Mapped[datetime]
    #: Whole fen a portion, of staff and of their guests.
    price_fen: Mapped[int]
    guest_price_fen: Mapped[int]
    #: So many portions at most; None is as many as are wanted.
    most: Mapped[int | None]
    #: Portions that are booked now.
    booked: Mapped[int]
    #: The menu: ``{name, allergens}`` each; empty until it is published.
    dishes: Mapped[list[Any]]
    published_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    #: At settlement: bookings, those of which nobody came, and portions that were picked up.
    bookings: Mapped[int]
    missed: Mapped[int]
    picked_up: Mapped[int]
    #: What was thrown away, as the keeper weighed it.
    waste_grams: Mapped[int | None]
    weighed_at: Mapped[datetime | None]


class MealBooking(Model):
    """What an officer booked of a meal: their own portion, and so many guests'."""

    __tablename__ = "meal_bookings"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("code_hash"),
        Index(
            "uq_meal_bookings_live",
            "diner_id",
            "day",
            "meal",
            unique=True,
            postgresql_where=text(_LIVE),
            sqlite_where=text(_LIVE),
        ),
        Index("ix_meal_bookings_meal", "meal_id", "state"),
        Index("ix_meal_bookings_keeper", "keeper_code", "id"),
        Index("ix_meal_bookings_diner", "diner_id", "id"),
        Index("ix_meal_bookings_canteen", "canteen_id", "month", "diner_id"),
        partial_index("ix_meal_bookings_meeting", "meeting_id", where="meeting_id IS NOT NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    meal_id: Mapped[uuid.UUID]
    canteen_id: Mapped[uuid.UUID]
    #: The department of the canteen.
    keeper_code: Mapped[str]
    day: Mapped[date]
    #: The first day of its month, by which it is settled.
    month: Mapped[date]
    meal: Mapped[str]
    diner_id: Mapped[uuid.UUID]
    diner_name: Mapped[str]
    #: The diner's department, which bears what guests cost.
    department_code: Mapped[str]
    guests: Mapped[int]
    reason: Mapped[str]
    #: The booking of the meeting with which it was booked (:mod:`engines.bookings`), and falls.
    meeting_id: Mapped[uuid.UUID | None]
    take_away: Mapped[bool]
    #: Whole fen a portion, as they were when it was booked.
    price_fen: Mapped[int]
    guest_price_fen: Mapped[int]
    #: The diner's and the guests'.
    portions: Mapped[int]
    picked_up: Mapped[int]
    first_picked_up_at: Mapped[datetime | None]
    #: The pick-up code, sealed for its owner, and the keyed hash by which a reader finds it.
    code_sealed: Mapped[str]
    code_hash: Mapped[str]
    booked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

"""食堂: meals that are booked before a cut-off, picked up by code, settled once they were served.

A *canteen* is a department's, as the city's pack has it; a *meal* of a day has a menu, prices, and portions that are
never more than there are; a *booking* is an officer's own portion and their guests'. What was booked counts, also when
nobody came: guests are a cost of the host's department, staff's portions are listed by person and month. The kitchen
sees what to cook, and afterwards what was left over and thrown away (《中华人民共和国反食品浪费法》).
"""

from engines.canteen.answers import (
    canteen_answer,
    listed_meal_booking,
    meal_answer,
    meal_booking_answer,
    offered_meal,
    picked_up_answer,
    settled_person,
)
from engines.canteen.booking import MOST_GUESTS, book_meal, cancel_meal, change_meal
from engines.canteen.canteens import AHEAD_DAYS, MEALS, canteen_for, kept_canteen, list_canteens, store_canteens
from engines.canteen.codes import WRITTEN
from engines.canteen.lifecycle import BOOK, KEEP, MEAL_BOOKING, READ
from engines.canteen.meals import kept_meal, meal_for, meals_offered
from engines.canteen.meetings import hindrances_to_meal
from engines.canteen.menus import ALLERGENS, change_menu, publish_menu, weigh_waste
from engines.canteen.picking_up import pick_up_meal
from engines.canteen.queries import MealFilter, list_meal_bookings, meal_booking_of
from engines.canteen.settling import run_canteen_timers
from engines.canteen.statistics import (
    counted_canteen,
    portions_to_cook,
    settled_by_person,
    settled_in_all,
    settled_of,
    waste_statistics,
)

__all__ = [
    "AHEAD_DAYS",
    "ALLERGENS",
    "BOOK",
    "KEEP",
    "MEALS",
    "MEAL_BOOKING",
    "MOST_GUESTS",
    "READ",
    "WRITTEN",
    "MealFilter",
    "book_meal",
    "cancel_meal",
    "canteen_answer",
    "canteen_for",
    "change_meal",
    "change_menu",
    "counted_canteen",
    "hindrances_to_meal",
    "kept_canteen",
    "kept_meal",
    "list_canteens",
    "list_meal_bookings",
    "listed_meal_booking",
    "meal_answer",
    "meal_booking_answer",
    "meal_booking_of",
    "meal_for",
    "meals_offered",
    "offered_meal",
    "pick_up_meal",
    "picked_up_answer",
    "portions_to_cook",
    "publish_menu",
    "run_canteen_timers",
    "settled_by_person",
    "settled_in_all",
    "settled_of",
    "settled_person",
    "store_canteens",
    "waste_statistics",
    "weigh_waste",
]

"""What this micro-app says of itself."""

from engines.canteen import BOOK, KEEP, MEAL_BOOKING, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="meal_bookings",
    title_zh="订餐",
    title_en="Booked meals",
    audience="office",
    permissions=(BOOK, KEEP, READ),
    lifecycles=(MEAL_BOOKING,),
)

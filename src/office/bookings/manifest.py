"""What this micro-app says of itself."""

from engines.bookings import BOOK, BOOKING, MANAGE, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="bookings",
    title_zh="会议与资源预订",
    title_en="Bookings",
    audience="office",
    permissions=(BOOK, MANAGE, READ),
    lifecycles=(BOOKING,),
)

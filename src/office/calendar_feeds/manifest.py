"""What this micro-app says of itself."""

from engines.bookings import BOOK
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="calendar_feeds", title_zh="日历订阅", title_en="Calendar feeds", audience="office", permissions=(BOOK,)
)

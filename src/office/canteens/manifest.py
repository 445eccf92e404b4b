"""What this micro-app says of itself."""

from engines.canteen import BOOK, KEEP, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="canteens",
    title_zh="机关食堂",
    title_en="Canteens",
    audience="office",
    permissions=(BOOK, KEEP, READ),
)

"""What this micro-app says of itself."""

from engines.canteen import BOOK, KEEP, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="canteen_meals",
    title_zh="餐次与菜单",
    title_en="Meals and menus",
    audience="office",
    permissions=(BOOK, KEEP, READ),
)

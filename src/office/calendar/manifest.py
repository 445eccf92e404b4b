"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="calendar",
    title_zh="工作日历",
    title_en="Working calendar",
    audience="office",
    permissions=("calendar.manage",),
)

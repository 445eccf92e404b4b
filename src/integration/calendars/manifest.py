"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(code="calendars", title_zh="日历订阅", title_en="Calendar feeds", audience="public", permissions=())

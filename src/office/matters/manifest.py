"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="matters",
    title_zh="事项管理",
    title_en="Catalogue",
    audience="office",
)

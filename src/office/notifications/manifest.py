"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="notifications",
    title_zh="工作通知",
    title_en="Work notifications",
    audience="office",
)

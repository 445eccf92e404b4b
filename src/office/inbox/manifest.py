"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="inbox",
    title_zh="待办",
    title_en="Inbox",
    audience="office",
)

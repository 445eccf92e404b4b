"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="matters",
    title_zh="办事指南",
    title_en="Matters",
    audience="public",
)

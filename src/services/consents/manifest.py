"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="consents",
    title_zh="授权管理",
    title_en="Consents",
    audience="services",
)

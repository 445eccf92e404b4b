"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="licences",
    title_zh="我的证照",
    title_en="My licences",
    audience="services",
)

"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="signatures",
    title_zh="待我签署",
    title_en="Signatures",
    audience="services",
)

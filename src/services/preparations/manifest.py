"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="preparations",
    title_zh="一证通办准备",
    title_en="Preparation",
    audience="services",
)

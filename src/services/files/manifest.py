"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="files",
    title_zh="材料库",
    title_en="Files",
    audience="services",
)

"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="data_uses",
    title_zh="用数记录",
    title_en="Data uses",
    audience="services",
)

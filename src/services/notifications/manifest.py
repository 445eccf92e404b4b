"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="notifications",
    title_zh="消息",
    title_en="Messages",
    audience="services",
)

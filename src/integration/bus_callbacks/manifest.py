"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="bus_callbacks",
    title_zh="政务总线回调",
    title_en="Calls of the government bus",
    audience="public",
)

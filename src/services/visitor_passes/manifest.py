"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(code="visitor_passes", title_zh="访客通行证", title_en="Visitor passes", audience="public")

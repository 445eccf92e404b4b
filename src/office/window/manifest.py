"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="window",
    title_zh="一窗受理",
    title_en="Window",
    audience="office",
    permissions=("window.serve",),
)

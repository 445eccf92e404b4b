"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="entitlements",
    title_zh="惠民政策主动兑现",
    title_en="Entitlements",
    audience="office",
    permissions=("entitlements.run",),
)

"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="indicators",
    title_zh="指标",
    title_en="Indicators",
    audience="office",
    permissions=("indicators.read", "indicators.count"),
)

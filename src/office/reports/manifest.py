"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="reports",
    title_zh="办件上报",
    title_en="Reports of cases",
    audience="office",
    permissions=("reports.read", "reports.repeat"),
)

"""What this micro-app says of itself."""

from engines.vehicles import DISPATCH, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="vehicles",
    title_zh="公务用车车辆",
    title_en="Official cars",
    audience="office",
    permissions=(DISPATCH, READ),
)

"""What this micro-app says of itself."""

from engines.stock import KEEP, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="stock_levels",
    title_zh="库存",
    title_en="Stock",
    audience="office",
    permissions=(READ, KEEP),
)

"""What this micro-app says of itself."""

from engines.stock import KEEP, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="supplies",
    title_zh="办公用品目录与仓库",
    title_en="Catalogue of supplies, and warehouses",
    audience="office",
    permissions=(READ, KEEP),
)

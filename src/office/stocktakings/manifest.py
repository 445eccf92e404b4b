"""What this micro-app says of itself."""

from engines.stock import APPROVE, KEEP, READ, STOCKTAKING
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="stocktakings",
    title_zh="库存盘点",
    title_en="Stocktaking",
    audience="office",
    permissions=(READ, APPROVE, KEEP),
    lifecycles=(STOCKTAKING,),
)

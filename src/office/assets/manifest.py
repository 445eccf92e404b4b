"""What this micro-app says of itself."""

from engines.assets import APPROVE, ASSET, MANAGE, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="assets",
    title_zh="固定资产",
    title_en="Assets",
    audience="office",
    permissions=(READ, MANAGE, APPROVE),
    lifecycles=(ASSET,),
)

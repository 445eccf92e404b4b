"""What this micro-app says of itself."""

from engines.duty import DUTY_SWAP, MANAGE, READ, SERVE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="duty_swaps",
    title_zh="换班",
    title_en="Swaps of duty",
    audience="office",
    permissions=(MANAGE, READ, SERVE),
    lifecycles=(DUTY_SWAP,),
)

"""What this micro-app says of itself."""

from engines.duty import DUTY_SHIFT, MANAGE, READ, SERVE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="duty_shifts",
    title_zh="值班班次",
    title_en="Duty shifts",
    audience="office",
    permissions=(MANAGE, READ, SERVE),
    lifecycles=(DUTY_SHIFT,),
)

"""What this micro-app says of itself."""

from engines.duty import DUTY_ROSTER, MANAGE, READ, SERVE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="duty_rosters",
    title_zh="值班表",
    title_en="Duty rosters",
    audience="office",
    permissions=(MANAGE, READ, SERVE),
    lifecycles=(DUTY_ROSTER,),
)

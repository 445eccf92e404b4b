"""What this micro-app says of itself."""

from engines.visitors import ADMIT, INVITE, READ, VISIT
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="visits",
    title_zh="访客",
    title_en="Visits",
    audience="office",
    permissions=(INVITE, ADMIT, READ),
    lifecycles=(VISIT,),
)

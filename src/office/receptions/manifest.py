"""What this micro-app says of itself."""

from engines.receptions import APPROVE, READ, RECEPTION, REQUEST, SETTLE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="receptions",
    title_zh="公务接待",
    title_en="Official receptions",
    audience="office",
    permissions=(REQUEST, APPROVE, SETTLE, READ),
    lifecycles=(RECEPTION,),
)

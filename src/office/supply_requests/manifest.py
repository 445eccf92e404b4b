"""What this micro-app says of itself."""

from engines.stock import APPROVE, KEEP, READ, REQUEST, SUPPLY_REQUEST
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="supply_requests",
    title_zh="办公用品请领",
    title_en="Requests for supplies",
    audience="office",
    permissions=(READ, REQUEST, APPROVE, KEEP),
    lifecycles=(SUPPLY_REQUEST,),
)

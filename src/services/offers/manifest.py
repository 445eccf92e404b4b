"""What this micro-app says of itself."""

from engines.entitlements import OFFER
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="offers",
    title_zh="免申即享",
    title_en="Offers",
    audience="services",
    lifecycles=(OFFER,),
)

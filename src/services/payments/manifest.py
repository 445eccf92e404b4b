"""What this micro-app says of itself."""

from engines.payments import PAYMENT
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="payments",
    title_zh="缴费",
    title_en="Payments",
    audience="services",
    lifecycles=(PAYMENT,),
)

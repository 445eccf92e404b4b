"""What this micro-app says of itself."""

from engines.payments import PAYMENT
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="payments",
    title_zh="缴费管理",
    title_en="Payments",
    audience="office",
    permissions=("payments.read", "payments.refund", "payments.approve", "payments.reconcile"),
    lifecycles=(PAYMENT,),
)

"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="payment_callbacks",
    title_zh="支付平台通知",
    title_en="Notices of the payment platform",
    audience="public",
)

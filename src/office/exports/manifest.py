"""What this micro-app says of itself."""

from engines.exports import EXPORT, LISTINGS
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="exports",
    title_zh="清单导出",
    title_en="Exports",
    audience="office",
    permissions=tuple(listing.permission for listing in LISTINGS.values()),
    lifecycles=(EXPORT,),
)

"""What this micro-app says of itself."""

from engines.exports import EXPORT
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="exports",
    title_zh="清单导出",
    title_en="Exports",
    audience="office",
    permissions=("cases.export",),
    lifecycles=(EXPORT,),
)

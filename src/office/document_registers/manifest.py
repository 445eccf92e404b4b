"""What this micro-app says of itself."""

from engines.documents import READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="document_registers",
    title_zh="发文登记",
    title_en="Registers of documents",
    audience="office",
    permissions=(READ,),
)

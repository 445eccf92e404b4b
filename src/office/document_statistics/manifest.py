"""What this micro-app says of itself."""

from engines.documents import READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="document_statistics",
    title_zh="公文统计",
    title_en="Statistics of documents",
    audience="office",
    permissions=(READ,),
)

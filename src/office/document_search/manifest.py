"""What this micro-app says of itself."""

from engines.documents import READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="document_search",
    title_zh="公文检索",
    title_en="Search of official documents",
    audience="office",
    permissions=(READ,),
)

"""What this micro-app says of itself."""

from engines.documents import ARCHIVE, READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="document_archive",
    title_zh="公文归档",
    title_en="Archive of official documents",
    audience="office",
    permissions=(READ, ARCHIVE),
)

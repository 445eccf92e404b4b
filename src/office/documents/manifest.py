"""What this micro-app says of itself."""

from engines.documents import ARCHIVE, DISPATCH, DOCUMENT, DRAFT, READ, REVIEW, SIGN
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="documents",
    title_zh="发文",
    title_en="Outgoing documents",
    audience="office",
    permissions=(READ, DRAFT, REVIEW, SIGN, DISPATCH, ARCHIVE),
    lifecycles=(DOCUMENT,),
)

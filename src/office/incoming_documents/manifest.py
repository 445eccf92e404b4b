"""What this micro-app says of itself."""

from engines.documents import ARCHIVE, DISPATCH, DRAFT, HANDLE, INCOMING, INSTRUCT, PROPOSE, READ, RECEIVE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="incoming_documents",
    title_zh="收文",
    title_en="Incoming documents",
    audience="office",
    permissions=(READ, RECEIVE, PROPOSE, INSTRUCT, HANDLE, DRAFT, DISPATCH, ARCHIVE),
    lifecycles=(INCOMING,),
)

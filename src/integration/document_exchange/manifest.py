"""What this micro-app says of itself."""

from engines.documents import DISPATCH, READ, RECEIVE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="document_exchange",
    title_zh="公文交换接口",
    title_en="Exchange of official documents",
    audience="integration",
    permissions=(READ, RECEIVE, DISPATCH),
)

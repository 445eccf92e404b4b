"""What this micro-app says of itself."""

from engines.visitors import BAR
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="barred_visitors", title_zh="限制来访名单", title_en="Barred visitors", audience="office", permissions=(BAR,)
)

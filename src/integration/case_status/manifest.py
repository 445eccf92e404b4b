"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="case_status",
    title_zh="办件进度查询",
    title_en="Case status",
    audience="public",
)

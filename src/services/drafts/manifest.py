"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="drafts",
    title_zh="申请草稿",
    title_en="Drafts",
    audience="services",
)

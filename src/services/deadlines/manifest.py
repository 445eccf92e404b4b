"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(code="deadlines", title_zh="期限计算", title_en="Deadline calculator", audience="public")

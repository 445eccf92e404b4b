"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="zhezhengding",
    title_zh="浙政钉通讯录事件",
    title_en="Directory events",
    audience="public",
)

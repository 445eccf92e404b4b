"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="licence_verification",
    title_zh="证照核验",
    title_en="Licence verification",
    audience="public",
)

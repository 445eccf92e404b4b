"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="evaluations",
    title_zh="好差评",
    title_en="Evaluation",
    audience="services",
)

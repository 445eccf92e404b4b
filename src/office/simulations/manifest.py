"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="simulations",
    title_zh="时限模拟",
    title_en="Simulations of limits",
    audience="office",
    permissions=("matters.simulate",),
)

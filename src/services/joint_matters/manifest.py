"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(code="joint_matters", title_zh="一件事", title_en="Joint matters", audience="services")

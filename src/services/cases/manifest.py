"""What this micro-app says of itself."""

from engines.cases import CASE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="cases",
    title_zh="我的办件",
    title_en="My cases",
    audience="services",
    lifecycles=(CASE,),
)

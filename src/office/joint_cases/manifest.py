"""What this micro-app says of itself."""

from engines.joint import JOINT_CASE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="joint_cases",
    title_zh="一件事协同",
    title_en="Joint cases",
    audience="office",
    lifecycles=(JOINT_CASE,),
)

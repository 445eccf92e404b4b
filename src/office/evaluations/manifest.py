"""What this micro-app says of itself."""

from engines.evaluations import FOLLOW_UP
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="evaluations",
    title_zh="好差评管理",
    title_en="Evaluations",
    audience="office",
    permissions=("evaluations.read", "evaluations.follow_up", "evaluations.supervise"),
    lifecycles=(FOLLOW_UP,),
)

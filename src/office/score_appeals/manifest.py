"""What this micro-app says of itself."""

from engines.assessment import APPEAL, DECIDE, READ, SCORE_APPEAL
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="score_appeals",
    title_zh="考评申诉",
    title_en="Appeals against scores",
    audience="office",
    permissions=(READ, APPEAL, DECIDE),
    lifecycles=(SCORE_APPEAL,),
)

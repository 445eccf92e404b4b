"""What this micro-app says of itself."""

from engines.assessment import READ
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="leaderboard",
    title_zh="亮晒台",
    title_en="Leaderboard",
    audience="office",
    permissions=(READ,),
)

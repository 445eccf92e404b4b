"""What this micro-app says of itself."""

from engines.supervision import HANDLE, READ, SPLIT, SUPERVISE, SUPERVISION_MATTER
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="supervision_matters",
    title_zh="督查事项",
    title_en="Supervision matters",
    audience="office",
    permissions=(READ, SUPERVISE, HANDLE, SPLIT),
    lifecycles=(SUPERVISION_MATTER,),
)

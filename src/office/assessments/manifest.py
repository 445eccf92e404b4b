"""What this micro-app says of itself."""

from engines.assessment import ADJUSTMENT, APPEAL, ASSESSMENT, COMPUTE, DECIDE, MANAGE, READ, REPORT, SCHEME
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="assessments",
    title_zh="考评",
    title_en="Assessment",
    audience="office",
    permissions=(READ, MANAGE, REPORT, COMPUTE, APPEAL, DECIDE),
    lifecycles=(SCHEME, ASSESSMENT, ADJUSTMENT),
)

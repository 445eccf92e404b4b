"""What this micro-app says of itself."""

from engines.projects import MANAGE, PROJECT_PROBLEM, READ, WORK
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="project_problems",
    title_zh="项目问题清单",
    title_en="Problems of major projects",
    audience="office",
    permissions=(READ, MANAGE, WORK),
    lifecycles=(PROJECT_PROBLEM,),
)

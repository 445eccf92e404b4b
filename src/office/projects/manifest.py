"""What this micro-app says of itself."""

from engines.projects import MANAGE, PROJECT, READ, WORK
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="projects",
    title_zh="重大项目",
    title_en="Major projects",
    audience="office",
    permissions=(READ, MANAGE, WORK),
    lifecycles=(PROJECT,),
)

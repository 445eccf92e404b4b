"""What this micro-app says of itself."""

from engines.licences import LICENCE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="licences",
    title_zh="证照管理",
    title_en="Licence administration",
    audience="office",
    permissions=("licences.read", "licences.suspend", "licences.revoke", "licences.amend"),
    lifecycles=(LICENCE,),
)

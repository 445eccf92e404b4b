"""What this micro-app says of itself."""

from engines.assessment import COMPUTE
from engines.bulletins import BULLETIN
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="bulletins",
    title_zh="督查通报",
    title_en="Bulletins",
    audience="office",
    permissions=(COMPUTE,),
    lifecycles=(BULLETIN,),
)

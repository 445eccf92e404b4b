"""What this micro-app says of itself."""

from engines.cases import CASE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="cases",
    title_zh="办件办理",
    title_en="Case handling",
    audience="office",
    permissions=(
        "cases.read",
        "cases.accept",
        "cases.review",
        "cases.decide",
        "cases.suspend",
        "cases.extend",
        "cases.assign",
        "cases.deliver",
        "cases.reopen",
        "cases.supervise",
    ),
    lifecycles=(CASE,),
)

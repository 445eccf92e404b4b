"""What this micro-app says of itself."""

from kit.manifest import Manifest

MANIFEST = Manifest(
    code="handover_proofs", title_zh="交接凭证核验", title_en="Verification of hand-over proofs", audience="public"
)

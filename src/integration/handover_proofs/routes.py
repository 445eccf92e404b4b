"""The verification over HTTP."""

from typing import Any

from flask import Response

from engines.documents import HandoverProof, verify_proof
from integration.handover_proofs.schemas import HandoverVerificationOut
from kit.web import Door, unit

door = Door(
    "handover_proofs",
    audience="public",
    url_prefix="/integration/v1/handover_proofs",
    description="交接凭证核验: no sign-in.",
    document="integration",
)


@door.route("/verification", methods=["POST"])
@door.arguments(HandoverProof())
@door.response(200, HandoverVerificationOut())
def verify_handover_proof(arguments: dict[str, Any]) -> Response:
    """Verify a proof of hand-over: which events it shows, and what in it does not hold.

    Needs no sign-in, and believes our own published keys only. docs/handover.md shows how to do the same without us.
    """
    verified = verify_proof(unit(), arguments)
    findings = [
        {"statement": item.place, "code": item.code, "detail": item.zh, "detail_en": item.en}
        for item in verified.findings
    ]
    return door.answer({"valid": not findings, "statements": verified.statements, "findings": findings})

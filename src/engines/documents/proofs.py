"""Proofs of hand-over that verify without us: the package's manifest, the signed statements, and the keys.

Each statement is a JWS (RFC 7515, ES256) about the digests of the whole package; each names the SHA-256 of the one
before. Whoever has a proof and the published key set can tell what happened between two organs, and when.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import jwt
import orjson
from jwt.algorithms import ECAlgorithm
from sqlalchemy import Row

from auth import ISSUER, RECEIPT_TYPE, public_keys, sign_receipt
from engines.documents.handover import EVENTS, events_of_handover, statement_digest
from engines.documents.package import digests_of
from engines.documents.queries import stored_manifest
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing

FORMAT = "zhangban-handover/1"
ALGORITHM = "ES256"
#: What a chain begins with: sending, or an officer bringing the package of a unit on another system.
BEGINNINGS = ("sent", "imported")
MOST_STATEMENTS = 1000
#: What every statement says.
MEMBERS = frozenset(
    ("sub", "event", "sequence", "previous", "document", "actor", "sender", "recipient", "reason", "at")
)


@dataclass(frozen=True)
class ProofFinding:
    """Something in a proof that does not hold; ``place`` is the statement, from 0, or None for the whole."""

    place: int | None
    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Verified:
    """What a proof shows: its statements as far as they hold, and what does not."""

    statements: Sequence[Mapping[str, Any]]
    findings: Sequence[ProofFinding]


def handover_proof(unit: Unit, context: Context, receipt: Row[Any]) -> dict[str, Any]:
    """Return the proof of everything that happened with one receipt until now, plain JSON.

    Its head is signed too: it says how many statements there are and which is the last, so that none is cut off.
    """
    statements = [event.statement for event in events_of_handover(unit, receipt.id)]
    head = sign_receipt(
        context,
        {
            "sub": str(receipt.id),
            "statements": len(statements),
            "last": statement_digest(statements[-1]) if statements else "",
            "at": beijing(clock.now()),
        },
    )
    used = {jwt.get_unverified_header(statement)["kid"] for statement in (*statements, head)}
    return {
        "format": FORMAT,
        "receipt": str(receipt.id),
        "manifest": stored_manifest(unit, receipt.document_id),
        "statements": statements,
        "head": head,
        "keys": [key for key in public_keys(unit) if key["kid"] in used],
    }


def verify_proof(unit: Unit, proof: Mapping[str, Any]) -> Verified:
    """Return what a proof shows, by the keys that are ours; those that stand in the proof are not believed."""
    keys, statements = own_keys(unit), proof["statements"]
    shown = verify_chain(keys, proof["receipt"], statements, digests_of(proof["manifest"]))
    last = statement_digest(statements[-1]) if statements else ""
    head = read_statement(keys, proof["head"], {"statements", "last"})
    if head is None or (head["sub"], head["statements"], head["last"]) != (proof["receipt"], len(statements), last):
        sentence = (
            "凭证首部与记录不符，末尾可能有缺失。",
            "The head is not about these statements: some may be cut off.",
        )
        return Verified(shown.statements, [*shown.findings, ProofFinding(None, "head", *sentence)])
    return shown


def own_keys(unit: Unit) -> dict[str, Any]:
    """Return our published keys by their ids, retired ones too."""
    return {key["kid"]: ECAlgorithm.from_jwk(orjson.dumps(key).decode()) for key in public_keys(unit)}


def verify_chain(
    keys: Mapping[str, Any], receipt: str, statements: Sequence[str], digests: tuple[str, str]
) -> Verified:
    """Return what the statements about a receipt show; ``digests`` are the package's SHA-256 and SM3."""
    found: list[ProofFinding] = []
    shown: list[Mapping[str, Any]] = []
    previous, (sha256, sm3) = "", digests
    if not statements:
        found.append(ProofFinding(None, "empty", "没有任何交接记录。", "There is no statement in it."))
    for place, statement in enumerate(statements):
        claims = read_statement(keys, statement)
        if claims is None:
            found.append(_unread(keys, place, statement))
        else:
            shown.append(_shown(claims))
            found += _findings(place, claims, previous=previous, receipt=receipt, sha256=sha256, sm3=sm3)
        previous = statement_digest(statement)
    return Verified(shown, found)


def read_statement(
    keys: Mapping[str, Any], statement: str, members: AbstractSet[str] = MEMBERS
) -> dict[str, Any] | None:
    """Return what a statement of ours says, or None where it is none."""
    try:
        header = jwt.get_unverified_header(statement)
        key = keys.get(str(header.get("kid")))
        if key is None or header.get("typ") != RECEIPT_TYPE:
            return None
        unbounded: Any = {"verify_exp": False, "verify_iat": False, "verify_aud": False}
        claims: dict[str, Any] = jwt.decode(statement, key, algorithms=[ALGORITHM], issuer=ISSUER, options=unbounded)
    except jwt.InvalidTokenError:
        return None
    return claims if members <= claims.keys() else None


def _unread(keys: Mapping[str, Any], place: int, statement: str) -> ProofFinding:
    """Say why a statement shows nothing: its key is not ours, or its signature does not hold."""
    try:
        known = jwt.get_unverified_header(statement).get("kid") in keys
    except jwt.InvalidTokenError:
        known = True
    if known:
        return ProofFinding(place, "signature", "签名无效。", "The signature does not hold.")
    return ProofFinding(place, "key", "不是本系统的密钥签发。", "It was signed by a key that is not ours.")


def _findings(
    place: int, claims: Mapping[str, Any], *, previous: str, receipt: str, sha256: str, sm3: str
) -> list[ProofFinding]:
    document = claims["document"]
    checks = (
        (
            claims["sequence"] == place + 1 and (place > 0 or claims["event"] in BEGINNINGS),
            "sequence",
            "记录不连续，有缺失或错序。",
            "A statement is missing or out of order.",
        ),
        (claims["previous"] == previous, "chain", "与前一条记录不衔接。", "It does not follow the statement before."),
        (claims["sub"] == receipt, "receipt", "记录属于另一份收文。", "It is about another receipt."),
        (
            (document["sha256"], document["sm3"]) == (sha256, sm3),
            "package",
            "公文内容与交接时不一致。",
            "The package is not the one that was handed over.",
        ),
    )
    return [ProofFinding(place, code, zh, en) for holds, code, zh, en in checks if not holds]


def _shown(claims: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "event": claims["event"],
        "title": EVENTS.get(claims["event"], claims["event"]),
        "at": claims["at"],
        "actor": claims["actor"]["name"],
        "sender": claims["sender"]["name"],
        "recipient": claims["recipient"].get("addressed_to") or claims["recipient"]["name"],
        "number": claims["document"]["number"],
        "document_title": claims["document"]["title"],
        "reason": claims["reason"],
    }

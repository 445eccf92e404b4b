"""Sealing audit entries in batches: a Merkle tree (RFC 9162 section 2.1) over each batch, chained and keyed.

The chain is per batch and made by one job, so no acting person ever waits for it.
"""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Row, select, update
from sqlalchemy.orm import Mapped, mapped_column

from engines.audit.entries import AuditEntry
from kit import clock
from kit.crypto import Vault
from kit.database import Model, Unit
from kit.ids import new_id

LARGEST_BATCH = 5000
#: Entries are left alone this long, so that a transaction that began earlier has ended.
SETTLING = timedelta(seconds=5)


class AuditSeal(Model):
    """The root of one batch of entries, chained to the batch before."""

    __tablename__ = "audit_seals"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(unique=True)
    entries: Mapped[int]
    root: Mapped[str]
    previous: Mapped[str]
    proof: Mapped[str]
    sealed_at: Mapped[datetime]


_columns = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.actor_kind,
    AuditEntry.action,
    AuditEntry.object_kind,
    AuditEntry.object_id,
    AuditEntry.detail,
)


def seal_entries(unit: Unit, vault: Vault) -> int:
    """Seal the oldest unsealed entries into one batch and return how many they were."""
    rows = unit.rows(
        select(*_columns)
        .where(AuditEntry.seal_id.is_(None), AuditEntry.at < clock.now() - SETTLING)
        .order_by(AuditEntry.id)
        .limit(LARGEST_BATCH),
    )
    if not rows:
        return 0
    last = unit.first(select(AuditSeal.sequence, AuditSeal.proof).order_by(AuditSeal.sequence.desc()).limit(1))
    sequence, previous = (last.sequence + 1, last.proof) if last else (1, "")
    root = merkle_root([_leaf(row) for row in rows])
    seal_id = new_id()
    unit.add(
        AuditSeal,
        id=seal_id,
        sequence=sequence,
        entries=len(rows),
        root=root,
        previous=previous,
        proof=_proof(vault, sequence, root, previous),
        sealed_at=clock.now(),
    )
    unit.write(update(AuditEntry).where(AuditEntry.id.in_([row.id for row in rows])).values(seal_id=seal_id))
    return len(rows)


def check_seals(unit: Unit, vault: Vault) -> list[int]:
    """Recompute every seal and return the sequence numbers of those that do not hold."""
    broken: list[int] = []
    previous = ""
    for seal in unit.rows(select(AuditSeal).order_by(AuditSeal.sequence)):
        rows = unit.rows(select(*_columns).where(AuditEntry.seal_id == seal.id).order_by(AuditEntry.id))
        root = merkle_root([_leaf(row) for row in rows]) if rows else ""
        proof = _proof(vault, seal.sequence, root, previous)
        shown = (seal.root, seal.entries, seal.previous) == (root, len(rows), previous)
        if not shown or not hmac.compare_digest(proof, seal.proof):
            broken.append(seal.sequence)
        previous = seal.proof
    return broken


def merkle_root(leaves: Sequence[bytes]) -> str:
    """Return the root over leaf hashes, hex; an odd node rises unchanged."""
    level = list(leaves)
    while len(level) > 1:
        paired = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


def _leaf(row: Row[Any]) -> bytes:
    content = orjson.dumps(tuple(row), option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(b"\x00" + content).digest()


def _proof(vault: Vault, sequence: int, root: str, previous: str) -> str:
    return vault.fingerprint("audit seal", f"{sequence}\n{root}\n{previous}")

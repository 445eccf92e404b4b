"""Hand-over with proof: each event between sender and receiver is a signed statement about the whole package.

The statements of one receipt are a chain: each names the digest of the one before. They are signed by the keys that
the key set publishes (RFC 7515, RFC 7517), which retired keys never leave, so both sides can show them years later.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM, Subject, department_names, sign_receipt
from engines.documents.models import DocumentReceipt, HandoverEvent, OfficialDocument
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

#: What happens between two organs, in words.
EVENTS: Mapping[str, str] = {
    "sent": "发出",
    "arrived": "送达",
    "signed_for": "签收",
    "returned": "退回",
    "recalled": "撤回",
    "urged": "催办",
    "replied": "复文",
    "corrected": "更正",
    "imported": "导入",
}
#: By what the first statement of a chain names the one before it.
_START = ""
#: Receipts of one job.
TOGETHER = 200


def record_handover(
    subject: Subject, unit: Unit, context: Context, receipt: Row[Any], event: str, *, reason: str | None = None
) -> None:
    """Append a signed event to a receipt's chain, in the transaction of the act.

    The caller has changed the receipt's row before, so that nobody else appends to its chain meanwhile. Where the job
    that delivers has not come yet, sending and arrival are stated first.
    """
    _record(subject, unit, context, [receipt], event, clock.now(), reason)


def state_later(subject: Subject, unit: Unit, receipt_ids: Sequence[uuid.UUID], event: str, reason: str | None) -> None:
    """Have an act on many receipts stated by jobs; the moment and the actor are those of now."""
    said = {
        "event": event,
        "reason": reason,
        "actor_id": str(subject.actor.id),
        "actor_name": subject.actor.name,
        "at": clock.now().isoformat(),
    }
    for first in range(0, len(receipt_ids), TOGETHER):
        part = [str(item) for item in receipt_ids[first : first + TOGETHER]]
        enqueue(unit, "documents.state", {**said, "receipt_ids": part}, key=f"{event}:{part[0]}:{said['at']}")


@handles("documents.state")
def _state(job: Job) -> None:
    """State an act on some receipts; a second time finds it stated."""
    unit, at = job.unit, datetime.fromisoformat(job.payload["at"])
    ids = [uuid.UUID(item) for item in job.payload["receipt_ids"]]
    unit.begin()
    columns = DocumentReceipt.__table__.c
    receipts = unit.rows(select(*columns).where(DocumentReceipt.id.in_(ids)).with_for_update())
    event = job.payload["event"]
    stated = unit.rows(
        select(HandoverEvent.receipt_id).where(
            HandoverEvent.receipt_id.in_(ids), HandoverEvent.event == event, HandoverEvent.at == at
        )
    )
    done = {row.receipt_id for row in stated}
    actor = Subject(uuid.UUID(job.payload["actor_id"]), "officer", job.payload["actor_name"])
    left = [receipt for receipt in receipts if receipt.id not in done]
    _record(actor, unit, job.context, left, event, at, job.payload["reason"])


def _record(
    subject: Subject,
    unit: Unit,
    context: Context,
    receipts: Sequence[Row[Any]],
    event: str,
    at: datetime,
    reason: str | None,
) -> None:
    ids = [receipt.id for receipt in receipts]
    columns = OfficialDocument.__table__.c
    wanted = select(*columns).where(OfficialDocument.id.in_({receipt.document_id for receipt in receipts}))
    documents = {row.id: row for row in unit.rows(wanted)}
    chain = select(HandoverEvent.receipt_id, HandoverEvent.sequence, HandoverEvent.digest)
    last = {
        row.receipt_id: row
        for row in unit.rows(chain.where(HandoverEvent.receipt_id.in_(ids)).order_by(HandoverEvent.sequence))
    }
    for receipt in receipts:
        appended = _Chain(unit, context, documents[receipt.document_id], receipt, last.get(receipt.id))
        if receipt.id not in last and event != "imported":
            appended.begin(at, arrived=event != "recalled")
        appended.add(subject, event, at, reason)
    begun = [item for item in ids if item not in last and event not in ("recalled", "imported")]
    if begun:
        late = (DocumentReceipt.id.in_(begun), DocumentReceipt.arrived_at.is_(None))
        unit.write(update(DocumentReceipt).where(*late).values(arrived_at=at))


def record_deliveries(unit: Unit, context: Context, document: Row[Any], receipts: Sequence[Row[Any]]) -> None:
    """State sending and arrival of receipts whose chains have not begun."""
    moment = clock.now()
    for receipt in receipts:
        _Chain(unit, context, document, receipt, None).begin(moment, arrived=True)


def events_of_handover(unit: Unit, receipt_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return a receipt's chain, oldest first."""
    wanted = select(*HandoverEvent.__table__.c).where(HandoverEvent.receipt_id == receipt_id)
    return unit.rows(wanted.order_by(HandoverEvent.sequence))


def statement_digest(statement: str) -> str:
    """Return by what the next statement names this one."""
    return hashlib.sha256(statement.encode()).hexdigest()


def _recipient(receipt: Row[Any], names: Mapping[str, str]) -> dict[str, str]:
    """Return who has a receipt, and what the document calls it where it signs for another."""
    organ = {"code": receipt.department_code, "name": names.get(receipt.department_code, "")}
    return {**organ, "addressed_to": receipt.addressed_to} if receipt.addressed_to else organ


class _Chain:
    """The chain of one receipt while something is added to it."""

    def __init__(
        self, unit: Unit, context: Context, document: Row[Any], receipt: Row[Any], last: Row[Any] | None
    ) -> None:
        self._unit, self._context, self._document, self._receipt = unit, context, document, receipt
        self._sequence: int = last.sequence if last is not None else 0
        self._digest: str = last.digest if last is not None else _START

    def begin(self, moment: datetime, *, arrived: bool) -> None:
        """State that the document was sent, and that it has arrived unless it was recalled on its way."""
        self.add(SYSTEM, "sent", self._receipt.sent_at, None)
        if arrived:
            self.add(SYSTEM, "arrived", moment, None)

    def add(self, subject: Subject, event: str, at: datetime, reason: str | None) -> None:
        sequence, receipt, names = self._sequence + 1, self._receipt, department_names(self._unit)
        sender_acts = event in ("sent", "recalled", "urged", "corrected")
        organ = receipt.sender_code if sender_acts else receipt.department_code
        statement = sign_receipt(
            self._context,
            {
                "sub": str(receipt.id),
                "event": event,
                "sequence": sequence,
                "previous": self._digest,
                "document": {
                    "id": str(self._document.id),
                    "number": receipt.number,
                    "title": receipt.title,
                    "sha256": self._document.sha256,
                    "sm3": self._document.sm3,
                },
                "sender": {"code": receipt.sender_code, "name": receipt.sender_name},
                "recipient": _recipient(receipt, names),
                "actor": {"organ": organ, "name": subject.actor.name},
                "reason": reason,
                "at": beijing(at),
            },
        )
        digest = statement_digest(statement)
        self._unit.add(
            HandoverEvent,
            id=new_id(),
            document_id=self._document.id,
            receipt_id=receipt.id,
            sequence=sequence,
            event=event,
            department_code=organ,
            actor_name=subject.actor.name,
            at=at,
            statement=statement,
            digest=digest,
        )
        self._sequence, self._digest = sequence, digest

"""Archiving (归档): a retention term, the four checks with a report that is kept, and one package for the archive.

Who archives says for how long; a job checks, numbers and packs. What does not hold comes back with its report.
机关文件材料归档范围和文书档案保管期限规定 (国家档案局令第8号); DA/T 22-2015 (numbers); DA/T 70-2018 (checks).
"""

import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Row, select, update

from auth import SYSTEM, Subject, department_names
from engines.audit import record_act
from engines.documents.archive_checks import Kept, chains_of, finding, findings_of
from engines.documents.archive_queries import archive_by_id
from engines.documents.kinds import RETENTIONS
from engines.documents.lifecycle import ARCHIVE, DOCUMENT, INCOMING, arrived_by, begun_by
from engines.documents.models import DocumentArchive, DocumentArchiveReport, DocumentReceipt
from engines.documents.package import canonical
from engines.documents.packing import PackageBroken, members_of, pack_made, sum_of
from engines.documents.queries import (
    attachments_of,
    document_by_id,
    receipt_by_id,
    receipt_record,
    record_of,
    stored_manifest,
)
from engines.documents.refusals import StillAwaited
from engines.documents.rendering import document_file
from engines.documents.tasks import ask, ask_receiver
from engines.files import open_file, read_made
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition, event_answer, events_of
from engines.numbering import next_number
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

#: Marks of the terms in an archive number (DA/T 22-2015, 5.3: 永久 Y, 定期 D with its years), and their years.
TERMS: dict[str, tuple[str, int | None]] = {"permanent": ("Y", None), "30_years": ("D30", 30), "10_years": ("D10", 10)}
#: Members of the greatest archive package: what a package holds, and records of its own.
MOST_MEMBERS = 60


def archive_document(subject: Subject, unit: Unit, row: Row[Any], retention: str, opinion: str) -> Row[Any]:
    """Archive a document that was sent. Errors: 409 as the turn, and while an organ has still to sign for it."""
    check_transition(subject, record_of(row), "archive")
    awaited = select(DocumentReceipt.id).where(
        DocumentReceipt.document_id == row.id, DocumentReceipt.state == "awaiting"
    )
    if unit.first(awaited.limit(1)) is not None:
        raise StillAwaited
    changes = {"retention": retention, "archived_at": clock.now()}
    after = apply_transition(subject, unit, record_of(row), "archive", changes=changes, opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    _keep(subject, unit, "document", after, after, retention)
    return after


def archive_received(subject: Subject, unit: Unit, row: Row[Any], retention: str | None, opinion: str) -> Row[Any]:
    """Archive a received document that is closed, for the term it was registered with unless another is said."""
    term = retention or row.retention
    changes = {"retention": term, "archived_at": clock.now()}
    after = apply_transition(subject, unit, receipt_record(row), "archive", changes=changes, opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    _keep(subject, unit, "incoming_document", after, document_by_id(unit, row.document_id), term)
    return after


def check_kept(subject: Subject, unit: Unit, archive: Row[Any]) -> None:
    """Have a kept package checked anew by a job (DA/T 70-2018, the checks of long keeping)."""
    record_act(subject, unit, "document_archive.check", "document_archive", archive.id)
    enqueue(
        unit,
        "documents.check_archive",
        {"archive_id": str(archive.id)},
        key=f"check:{archive.id}:{clock.now().isoformat()}",
    )


def archive_package(subject: Subject, unit: Unit, context: Context, archive: Row[Any]) -> Iterator[bytes]:
    """Yield the package that is kept of a document, piece by piece; who takes it stands in the audit trail."""
    record_act(subject, unit, "document_archive.export", "document_archive", archive.id)
    return read_made(context, _name(archive.id))


def _keep(subject: Subject, unit: Unit, kind: str, row: Row[Any], document: Row[Any], retention: str) -> None:
    """Write down what is to be kept; a document that came back from its checks has its row already."""
    # A document belongs to the year of its date, a received one to the year in which it was closed (DA/T 22-2015, 5.1).
    day = row.issued_on if kind == "document" else clock.local(row.closed_at).date()
    year = (day or clock.today()).year
    years = TERMS[retention][1]
    said = {
        "state": "checking",
        "retention": retention,
        "year": year,
        "kept_until": None if years is None else date(year + years, 12, 31),
        "archived_by_name": subject.name,
        "archived_at": clock.now(),
    }
    own = (DocumentArchive.record_kind == kind, DocumentArchive.record_id == row.id)
    again = unit.write(update(DocumentArchive).where(*own).values(**said).returning(DocumentArchive.id)).first()
    archive_id = again.id if again is not None else new_id()
    if again is None:
        unit.add(
            DocumentArchive,
            id=archive_id,
            record_kind=kind,
            record_id=row.id,
            document_id=document.id,
            department_code=row.department_code,
            title=row.title,
            number=row.number,
            responsible=_sender(unit, row, kind),
            issued_on=document.issued_on,
            restricted=row.restricted,
            **said,
        )
    enqueue(unit, "documents.archive", {"archive_id": str(archive_id)}, key=f"archive:{archive_id}:{row.version}")


def _sender(unit: Unit, row: Row[Any], kind: str) -> str:
    if kind == "incoming_document":
        return str(row.sender_name)
    return department_names(unit).get(row.department_code, str(row.department_code))


@handles("documents.archive")
def archive(job: Job) -> None:
    """Check, number and pack what was archived, or send it back with its report; a second time finds it done."""
    unit, context = job.unit, job.context
    row = archive_by_id(unit, uuid.UUID(job.payload["archive_id"]))
    if row.state != "checking":
        return
    kept = _kept(unit, context, row)
    findings = findings_of(kept)
    passed = all(item["passed"] for item in findings)
    values: dict[str, Any] = {"state": "refused"}
    if passed:
        number = _archive_number(unit, row)
        members = _members(kept, {**row._asdict(), "archive_number": number}, findings)
        sha256, size = pack_made(context, _name(row.id), members)
        values = {"state": "kept", "archive_number": number, "sha256": sha256, "size": size}
    _report(unit, row, "archiving", findings)
    unit.write(update(DocumentArchive).where(DocumentArchive.id == row.id).values(**values))
    if not passed:
        _send_back(unit, row, findings)


@handles("documents.check_archive")
def check_again(job: Job) -> None:
    """Check a kept package: it is the one that was kept, its members hold, and so does what they tell."""
    unit, context = job.unit, job.context
    row = archive_by_id(unit, uuid.UUID(job.payload["archive_id"]))
    if row.state == "kept":
        findings = [*findings_of(_kept(unit, context, row)), _sound(context, row)]
        _report(unit, row, "preservation", findings)


def _report(unit: Unit, row: Row[Any], stage: str, findings: Sequence[dict[str, Any]]) -> None:
    unit.add(
        DocumentArchiveReport,
        id=new_id(),
        archive_id=row.id,
        stage=stage,
        passed=all(item["passed"] for item in findings),
        findings=list(findings),
        made_at=clock.now(),
    )


def _send_back(unit: Unit, row: Row[Any], findings: Sequence[dict[str, Any]]) -> None:
    """Take a record out of the archive again, and put it before those who archive."""
    wrong = "；".join(f"{item['title']}：{item['detail']}" for item in findings if not item["passed"])[:900]
    changes = {"archived_at": None}
    if row.record_kind == "document":
        document = document_by_id(unit, row.record_id)
        after = apply_transition(SYSTEM, unit, record_of(document), "fail_archive", changes=changes, opinion=wrong)
        ask(unit, after, "archive_refused", "归档检测未通过", ARCHIVE)
    else:
        receipt = receipt_by_id(unit, row.record_id)
        after = apply_transition(SYSTEM, unit, receipt_record(receipt), "fail_archive", changes=changes, opinion=wrong)
        ask_receiver(unit, after, "archive_refused", "归档检测未通过", ARCHIVE)


def _kept(unit: Unit, context: Context, row: Row[Any]) -> Kept:
    document = document_by_id(unit, row.document_id)
    return Kept(
        unit=unit,
        context=context,
        kind=row.record_kind,
        record_id=row.record_id,
        document=document,
        manifest=stored_manifest(unit, document.id),
        attachments=attachments_of(unit, document.id),
        pdf=document_file(unit, context, document, "pdf"),
        ofd=document_file(unit, context, document, "ofd"),
    )


def _archive_number(unit: Unit, row: Row[Any]) -> str:
    """Return the next 档号 of an organ, a year and a term (DA/T 22-2015, 5.3), the organ by its code."""
    mark = TERMS[row.retention][0]
    sequence = next_number(unit, f"archive:{row.department_code}:{row.year}:{mark}", gapless=True)
    return f"{row.department_code}-WS·{row.year}-{mark}-{sequence:04d}"


def _members(kept: Kept, said: Mapping[str, Any], findings: Sequence[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Yield what an archive keeps: the record, what was said, the layout files, attachments, its way, its proofs."""
    yield "record.json", _json(_record(kept, said))
    yield "manifest.json", canonical(kept.manifest)
    yield "document.pdf", kept.pdf
    yield "document.ofd", kept.ofd
    for place, item in enumerate(kept.attachments, start=1):
        yield f"attachments/{place:02d}_{item.file_name}", open_file(kept.context, item.file_id)
    yield "process.json", _json(_process(kept))
    yield "handover.jsonl", b"".join(_lines(kept))
    yield "report.json", _json(list(findings))


def _record(kept: Kept, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the least metadata of a record (GB/T 18894-2016), beside the eighteen of the document."""
    code = said["department_code"]
    return {
        **{name: said[name] for name in ("archive_number", "title", "number", "responsible", "year")},
        "issued_on": said["issued_on"].isoformat() if said["issued_on"] else None,
        "organ": {"code": code, "name": department_names(kept.unit).get(code, code)},
        "kind": "收文" if kept.kind == "incoming_document" else "发文",
        "retention": RETENTIONS[said["retention"]],
        "kept_until": said["kept_until"].isoformat() if said["kept_until"] else None,
        "secrecy": None,
        "sha256": kept.document.sha256,
        "sm3": kept.document.sm3,
    }


def _process(kept: Kept) -> list[dict[str, Any]]:
    received = kept.kind == "incoming_document"
    lifecycle, begun = (INCOMING, arrived_by(kept.document)) if received else (DOCUMENT, begun_by(kept.document))
    events = events_of(kept.unit, kept.record_id)
    return [event_answer(lifecycle, begun, event, unmasked=True) for event in events]


def _lines(kept: Kept) -> Iterator[bytes]:
    for receipt, statements in chains_of(kept):
        line = {"receipt": str(receipt.id), "organ": receipt.department_code, "statements": statements}
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _sound(context: Context, row: Row[Any]) -> dict[str, Any]:
    """Check the stored package itself: the same bytes, and every member with its sum."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "package.zip"
        try:
            with target.open("wb") as stored:
                stored.writelines(read_made(context, _name(row.id)))
            wrong += [] if sum_of(target) == row.sha256 else ["归档信息包已改变"]
            with target.open("rb") as stored:
                members = [name for name, _ in members_of(stored, MOST_MEMBERS)]
            wrong += [] if "manifest.json" in members else ["归档信息包缺少manifest.json"]
        except FileNotFoundError:
            wrong.append("归档信息包不存在")
        except PackageBroken as broken:
            wrong.append(broken.sentence("zh"))
    title = ("归档信息包完好", "The kept package is sound")
    return finding("package", "usability", *title, wrong)


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def _name(archive_id: uuid.UUID) -> str:
    return f"archive/{archive_id}.zip"

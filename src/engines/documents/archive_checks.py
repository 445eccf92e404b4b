"""The four checks of an archived document: 真实, 完整, 可用, 安全 (DA/T 70-2018), each finding with its reason.

What is checked is what is kept: metadata, text and attachments as they were numbered, the layout files, the signed
statements of every hand-over, and the way of the document through its offices. No scanner for malware is run: what can
carry a program (macros, scripts, launching) is refused instead.
"""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from sqlalchemy import Row, func, select

from engines.audit import AuditEntry
from engines.documents.models import DocumentReceipt, HandoverEvent, OfficialDocument
from engines.documents.package import digests_of
from engines.documents.proofs import own_keys, verify_chain
from engines.files import OFFICE_FILES, media_type_of, open_file
from engines.lifecycles import events_of
from kit.context import Context
from kit.database import Unit
from kit.errors import Problem

#: The four groups of DA/T 70-2018, in its order.
GROUPS: Mapping[str, str] = {
    "authenticity": "真实性",
    "completeness": "完整性",
    "usability": "可用性",
    "safety": "安全性",
}
#: What the metadata of a record cannot lack (GB/T 18894-2016, GB/T 33480-2016).
NEEDED = ("identifier", "kind", "title", "number", "organ_mark", "signer", "issued_on", "publication")
#: Turns that a document of ours and a received one have gone through before they are archived.
OWN_WAY = ("begin", "submit", "sign", "number", "dispatch")
RECEIVED_WAY = ("sign_for", "register", "close")
#: Receipts whose statements are verified together.
TOGETHER = 200
#: What a PDF may do when it is opened: show one of its own places.
_SHOWS = ("/GoTo", "/Named")


@dataclass(frozen=True)
class Kept:
    """What is to be kept of one document, as its checks see it."""

    unit: Unit
    context: Context
    kind: str
    record_id: Any
    document: Row[Any]
    manifest: Mapping[str, Any]
    attachments: Sequence[Row[Any]]
    pdf: bytes
    ofd: bytes


Check = Callable[[Kept], Iterator[str]]
#: Check by its code: its group, what it says in Chinese and in English, and what it yields where it does not hold.
CHECKS: dict[str, tuple[str, str, str, Check]] = {}


def _check(code: str, group: str, zh: str, en: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        CHECKS[code] = (group, zh, en, check)
        return check

    return register


def findings_of(kept: Kept) -> list[dict[str, Any]]:
    """Carry out every check and return its finding, plain JSON; ``detail`` says where one does not hold."""
    return [finding(code, group, zh, en, list(check(kept))) for code, (group, zh, en, check) in CHECKS.items()]


def finding(code: str, group: str, zh: str, en: str, wrong: Sequence[str]) -> dict[str, Any]:
    """Return one finding, plain JSON."""
    return {
        "group": group,
        "group_name": GROUPS[group],
        "code": code,
        "title": zh,
        "title_en": en,
        "passed": not wrong,
        "detail": "；".join(wrong[:20]),
    }


@_check("digests", "authenticity", "内容与编号用印时一致", "The content is what was numbered and sealed")
def _digests(kept: Kept) -> Iterator[str]:
    if digests_of(kept.manifest) != (kept.document.sha256, kept.document.sm3):
        yield "元数据与正文的摘要不符"
    told = [item["sha256"] for item in kept.manifest.get("attachments", [])]
    if told != [item.sha256 for item in kept.attachments]:
        yield "附件目录不符"
    for item in kept.attachments:
        content = open_file(kept.context, item.file_id)
        if hashlib.sha256(content).hexdigest() != item.sha256:
            yield f"附件“{item.title}”的内容已改变"


@_check(
    "metadata_true", "authenticity", "元数据与公文一致且不重号", "Metadata agree with the document; its number is one"
)
def _metadata_true(kept: Kept) -> Iterator[str]:
    metadata, row = kept.manifest.get("metadata", {}), kept.document
    for name, value in (("number", row.number), ("title", row.title), ("issued_on", _day(row.issued_on))):
        if metadata.get(name) != value:
            yield f"{name}不符"
    same = select(func.count()).where(
        OfficialDocument.department_code == row.department_code,
        OfficialDocument.number == row.number,
        OfficialDocument.imported_by.is_not_distinct_from(row.imported_by),
    )
    if kept.unit.scalar(same) != 1:
        yield f"{row.number}重号"


@_check(
    "signatures", "authenticity", "交接记录签名有效、前后衔接", "Statements of hand-over are signed and in one chain"
)
def _signatures(kept: Kept) -> Iterator[str]:
    keys, digests = own_keys(kept.unit), (kept.document.sha256, kept.document.sm3)
    for receipt, statements in chains_of(kept):
        for item in verify_chain(keys, str(receipt.id), statements, digests).findings:
            yield f"{receipt.department_code}：{item.zh}"


@_check("metadata", "completeness", "必备元数据齐全", "No metadata that is needed is missing")
def _metadata(kept: Kept) -> Iterator[str]:
    metadata = kept.manifest.get("metadata", {})
    # What a unit on another system says of itself may lack what only its own office knows.
    needed = NEEDED if kept.document.origin == "own" else ("identifier", "kind", "title", "number", "organ_mark")
    yield from (f"缺少{name}" for name in needed if not metadata.get(name))


@_check("content", "completeness", "正文、附件和审签意见齐全", "Text, attachments and opinions are all there")
def _content(kept: Kept) -> Iterator[str]:
    if not kept.manifest.get("body"):
        yield "缺少正文"
    if len(kept.manifest.get("attachments", [])) != len(kept.attachments):
        yield "附件数量不符"
    if kept.document.origin == "own" and not kept.manifest.get("opinions"):
        yield "缺少审核意见"


@_check("process", "completeness", "办理过程连续", "No step of its way is missing")
def _process(kept: Kept) -> Iterator[str]:
    done = {event.transition for event in events_of(kept.unit, kept.record_id)}
    way = RECEIVED_WAY if kept.kind == "incoming_document" else OWN_WAY if kept.document.origin == "own" else ()
    yield from (f"缺少{name}" for name in way if name not in done)


@_check("handover", "completeness", "每一份交接均有记录", "Every hand-over is stated")
def _handover(kept: Kept) -> Iterator[str]:
    yield from (f"{receipt.department_code}缺少交接记录" for receipt, said in chains_of(kept) if not said)


@_check("layout", "usability", "版式文件可读且为长期保存格式", "The layout files open and are of formats that last")
def _layout(kept: Kept) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(kept.pdf))
        if not reader.pages:
            yield "PDF没有页面"
        if kept.document.origin == "own" and b"pdfaid" not in kept.pdf:
            yield "PDF不是PDF/A"
    except Exception:  # noqa: BLE001 -- whatever a reader stumbles over
        yield "PDF无法打开"
    if kept.ofd and not _opens("document.ofd", kept.ofd):
        yield "OFD无法打开"


@_check("attachments", "usability", "附件可读且未加密", "Attachments open and are not encrypted")
def _attachments(kept: Kept) -> Iterator[str]:
    for item in kept.attachments:
        content = open_file(kept.context, item.file_id)
        if not _opens(item.file_name, content) or _locked(item.file_name, content):
            yield f"附件“{item.title}”无法打开或已加密"


@_check("secrecy", "safety", "不含密级信息", "It is not classified")
def _secrecy(kept: Kept) -> Iterator[str]:
    if kept.manifest.get("metadata", {}).get("secrecy"):
        yield "公文标有密级"


@_check("inert", "safety", "不含宏、脚本等可执行内容", "Nothing in it runs when it is opened")
def _inert(kept: Kept) -> Iterator[str]:
    if _acts(kept.pdf):
        yield "版式文件含有自动执行的动作"
    for item in kept.attachments:
        if item.media_type == "application/pdf" and _acts(open_file(kept.context, item.file_id)):
            yield f"附件“{item.title}”含有自动执行的动作"


@_check("trail", "safety", "办理过程均有审计记录", "Every step stands in the audit trail")
def _trail(kept: Kept) -> Iterator[str]:
    entries = select(func.count()).where(
        AuditEntry.object_id == kept.record_id, AuditEntry.action.startswith(f"{kept.kind}.")
    )
    events, written = len(events_of(kept.unit, kept.record_id)), kept.unit.scalar(entries)
    if written != events:
        yield f"办理记录{events}条，审计记录{written}条"


def chains_of(kept: Kept) -> Iterator[tuple[Row[Any], list[str]]]:
    """Yield the receipts whose hand-over is part of what is kept, with their statements, some at a time."""
    last = ""
    while True:
        wanted = select(DocumentReceipt.id, DocumentReceipt.department_code)
        if kept.kind == "incoming_document":
            wanted = wanted.where(DocumentReceipt.id == kept.record_id)
        else:
            wanted = wanted.where(DocumentReceipt.document_id == kept.document.id)
        after = wanted.where(DocumentReceipt.department_code > last).order_by(DocumentReceipt.department_code)
        receipts = kept.unit.rows(after.limit(TOGETHER))
        if not receipts:
            return
        said: dict[Any, list[str]] = {receipt.id: [] for receipt in receipts}
        events = select(HandoverEvent.receipt_id, HandoverEvent.statement).where(HandoverEvent.receipt_id.in_(said))
        for event in kept.unit.rows(events.order_by(HandoverEvent.sequence)):
            said[event.receipt_id].append(event.statement)
        yield from ((receipt, said[receipt.id]) for receipt in receipts)
        last = receipts[-1].department_code


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _opens(name: str, content: bytes) -> bool:
    try:
        media_type_of(name, content, OFFICE_FILES)
    except Problem:
        return False
    return True


def _locked(name: str, content: bytes) -> bool:
    if not name.lower().endswith(".pdf"):
        return False
    try:
        return bool(PdfReader(io.BytesIO(content)).is_encrypted)
    except Exception:  # noqa: BLE001 -- whatever a reader stumbles over
        return True


def _acts(content: bytes) -> bool:
    """Tell whether a PDF does something by itself: an action at opening that is no mere view, or a script."""
    try:
        root: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
        opening = root["/OpenAction"].get_object() if "/OpenAction" in root else None
        if "/AA" in root or (isinstance(opening, dict) and opening.get("/S") not in _SHOWS):
            return True
        return "/JavaScript" in (root["/Names"].get_object() if "/Names" in root else {})
    except Exception:  # noqa: BLE001 -- whatever a reader stumbles over is found by the check that it opens
        return False

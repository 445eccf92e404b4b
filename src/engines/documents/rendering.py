"""A document as a file in the national layout (GB/T 9704-2012): set once for what it says, and kept.

After numbering its text stands still, so the file is kept under the digest of its package; a draft's is kept under its
version. A job sets the numbered ones ahead of their first reader.
"""

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Row, select, update

from auth import Subject, department_names
from engines.documents.kinds import UPWARD, URGENCIES
from engines.documents.models import DocumentRegister, OfficialDocument, OrganList
from engines.documents.queries import attachments_of, stored_manifest
from engines.files import read_made, write_made
from engines.typesetting import (
    Attachment,
    Attendance,
    Kind,
    Organ,
    Rendered,
    Seal,
    Sheet,
    Urgency,
    parse_text,
    render_docx,
    render_ofd,
    render_pdf,
    seal_image,
    watermarked,
)
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.outbox import Job, handles

Render = Callable[[Sheet, Path | None], Rendered]
RENDERERS: Mapping[str, Render] = {
    "pdf": render_pdf,
    "docx": render_docx,
    "ofd": render_ofd,
}
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ofd": "application/ofd",
}
SEALS = "seals"


def document_file(unit: Unit, context: Context, row: Row[Any], format_: str) -> bytes:
    """Return a document as ``pdf`` (PDF/A-2b), ``docx`` or ``ofd``; the first reader, or a job, has it set."""
    name = f"documents/{row.id}/{row.sha256 or row.version}.{format_}"
    try:
        return b"".join(read_made(context, name))
    except FileNotFoundError:
        made = RENDERERS[format_](sheet_of(unit, context, row), context.settings.fonts_dir)
        write_made(context, name, made.content)
        return made.content


def sheet_of(unit: Unit, context: Context, row: Row[Any]) -> Sheet:
    """Return what is set of a document."""
    names = department_names(unit)
    register = register_of(unit, row.register_code)
    form = register.form if register is not None else "document"
    organs = tuple(
        # The seal of an organ that issues by its own system stands in the layout file that came from there.
        Organ(name, seal=_seal(context, code, name) if row.sealed and row.origin == "own" else None)
        for code, name in _issuers(unit, row, register, names)
    )
    printer = names.get(row.department_code, "")
    return Sheet(
        title=row.title,
        organs=organs,
        blocks=parse_text(row.body),
        date=row.issued_on,
        kind=cast("Kind", form),
        head=register.mark if register is not None and form == "minutes" else "",
        number=row.number or "",
        urgency=cast("Urgency", URGENCIES.get(row.urgency, "")),
        signers=(row.signed_by_name,) if row.kind in UPWARD and row.signed_by_name else (),
        recipients=_recipients(unit, row),
        attachments=tuple(Attachment(item.title) for item in attachments_of(unit, row.id)),
        attendance=_attendance(row.attendance),
        note=row.note,
        copies=tuple(item["name"] for item in row.copies),
        printed_by=printer,
        printed_on=row.issued_on,
        order_signer=(row.signed_by_name or "") if form == "order" else "",
    )


def _issuers(unit: Unit, row: Row[Any], register: Row[Any] | None, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return the codes and names of those under whose head a document goes."""
    if row.origin != "own":
        return [("", name) for name in stored_manifest(unit, row.id)["metadata"]["organ_mark"]]
    own = (row.department_code, names.get(row.department_code, ""))
    if register is not None and register.form != "minutes":
        # An office issues in the name of its government too, whose seal it then bears.
        code = next((code for code, name in names.items() if name == register.mark), row.department_code)
        own = (code, register.mark)
    return [own, *((code, names.get(code, code)) for code in row.joint_departments)]


def keep_file(context: Context, document_id: uuid.UUID, sha256: str, format_: str, content: bytes) -> None:
    """Keep the layout file that a package brought: this document is read as its sender laid it out."""
    write_made(context, f"documents/{document_id}/{sha256}.{format_}", content)


def taken_away(unit: Unit, subject: Subject, content: bytes) -> bytes:
    """Return a file with who takes it away laid over it: their name, their unit, the moment."""
    unit_name = department_names(unit).get(subject.department_code or "", "")
    return watermarked(content, [f"{subject.name} {unit_name}".strip(), f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"])


@handles("documents.draw")
def draw_document(job: Job) -> None:
    """Set a numbered document ahead of its first reader, and keep with it which typefaces had to stand in."""
    document_id = uuid.UUID(job.payload["document_id"])
    row = job.unit.first(select(*OfficialDocument.__table__.c).where(OfficialDocument.id == document_id))
    if row is None:
        return
    sheet = sheet_of(job.unit, job.context, row)
    for format_, render in RENDERERS.items():
        made = render(sheet, job.context.settings.fonts_dir)
        write_made(job.context, f"documents/{row.id}/{row.sha256 or row.version}.{format_}", made.content)
        if format_ == "pdf":
            replaced = [{"wanted": wanted, "used": used} for wanted, used in made.fallbacks]
    job.unit.write(update(OfficialDocument).where(OfficialDocument.id == document_id).values(remarks=replaced))


def register_of(unit: Unit, code: str | None) -> Row[Any] | None:
    """Return a register by its organ code, or None."""
    if code is None:
        return None
    return unit.first(select(*DocumentRegister.__table__.c).where(DocumentRegister.code == code))


def _recipients(unit: Unit, row: Row[Any]) -> tuple[str, ...]:
    lists = (
        {item.code: item.name for item in unit.rows(select(OrganList.code, OrganList.name))} if row.organ_lists else {}
    )
    return (*(lists.get(code, code) for code in row.organ_lists), *(item["name"] for item in row.main_recipients))


def _attendance(text: str) -> tuple[Attendance, ...]:
    lines = [line.replace(":", "：").partition("：") for line in text.splitlines() if line.strip()]
    return tuple(Attendance(label.strip(), people.strip()) for label, _, people in lines)


def _seal(context: Context, code: str, name: str) -> Seal | None:
    """Return an organ's seal: the city's picture of it, or in a sandbox one for demonstrations."""
    folder = context.settings.data_dir / SEALS
    for suffix in ("png", "svg"):
        picture = folder / f"{code}.{suffix}"
        if picture.is_file():
            return Seal(picture.read_bytes())
    return Seal(seal_image(name)) if context.settings.sandbox_enabled else None

"""Numbers of documents: one register per organ code and year; where gaps are forbidden it counts in the act itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from auth import ALL_DEPARTMENTS, Subject
from engines.documents.lifecycle import DISPATCH, READ
from engines.documents.models import DocumentPackage, DocumentRegister, OfficialDocument, OrganList
from engines.documents.package import digests_of, manifest_of
from engines.documents.queries import document_by_id, record_of
from engines.documents.refusals import RegisterMissing, RegisterNotFound
from engines.documents.rendering import register_of
from engines.documents.tasks import ask
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.numbering import document_number, next_number
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.outbox import enqueue


def number_document(subject: Subject, unit: Unit, row: Row[Any], opinion: str, *, sealed: bool) -> Row[Any]:
    """Give a proofread document its number and seal, and fix what is handed over by its digests.

    Errors: 409 when it is not signed, :class:`RegisterMissing`.
    """
    check_transition(subject, record_of(row), "number")
    register = register_of(unit, row.register_code)
    if register is None or register.department != row.department_code or row.kind not in register.kinds:
        pointer = Pointer("/register_code", "kind", RegisterMissing.zh, RegisterMissing.en)
        raise RegisterMissing(pointers=[pointer])
    year = clock.today().year
    sequence = next_number(unit, f"document:{register.code}:{year}", gapless=register.gapless)
    number = document_number(register.code, year, sequence)
    changes = {"number": number, "number_year": year, "number_sequence": sequence, "sealed": sealed}
    after = apply_transition(
        subject, unit, record_of(row), "number", changes=changes, opinion=opinion or None, detail={"number": number}
    )
    manifest = manifest_of(unit, after)
    sha256, sm3 = digests_of(manifest)
    unit.add(DocumentPackage, document_id=row.id, manifest=manifest)
    unit.write(update(OfficialDocument).where(OfficialDocument.id == row.id).values(sha256=sha256, sm3=sm3))
    close_tasks(subject, unit, row.id)
    after = document_by_id(unit, row.id)
    ask(unit, after, "dispatch_document", "待发出", DISPATCH)
    enqueue(unit, "documents.draw", {"document_id": str(row.id)}, key=f"draw:{row.id}:{sha256}")
    return after


def void_document(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Void a numbered document that was not sent; its number stays used, and the register says why."""
    after = apply_transition(subject, unit, record_of(row), "void", opinion=opinion)
    close_tasks(subject, unit, row.id)
    return after


def registers_of(unit: Unit, department: str) -> Sequence[Row[Any]]:
    """Return an organ's registers."""
    wanted = select(*DocumentRegister.__table__.c).where(DocumentRegister.department == department)
    return unit.rows(wanted.order_by(DocumentRegister.code))


def own_register(unit: Unit, subject: Subject, code: str) -> Row[Any]:
    """Return a register that an officer may look into. Errors: :class:`RegisterNotFound`."""
    register = register_of(unit, code)
    if register is None or not subject.holds(READ, register.department):
        raise RegisterNotFound
    return register


def organ_lists_of(unit: Unit, department: str) -> Sequence[Row[Any]]:
    """Return the lists of organs that an organ may use: its own and everybody's."""
    wanted = select(*OrganList.__table__.c).where(OrganList.department.in_([department, ALL_DEPARTMENTS]))
    return unit.rows(wanted.order_by(OrganList.code))


def numbers_of(unit: Unit, register: str, year: int, before: int | None, rows: int) -> Sequence[Row[Any]]:
    """Return the numbers that a register gave out in a year, the last first."""
    columns = ("id", "number", "number_sequence", "title", "state", "issued_on", "department_code", "restricted")
    wanted = select(*(getattr(OfficialDocument, name) for name in columns)).where(
        OfficialDocument.register_code == register, OfficialDocument.number_year == year
    )
    if before is not None:
        wanted = wanted.where(OfficialDocument.number_sequence < before)
    return unit.rows(wanted.order_by(OfficialDocument.number_sequence.desc()).limit(rows))

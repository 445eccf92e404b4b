"""Documents of a meeting (会议材料): its organiser brings them, and who is asked to come reads them.

Who only keeps the room or reads lists of bookings does not: what a meeting is about is for those who take part.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, delete, func, select

from auth import Subject
from engines.bookings.access import is_asked
from engines.bookings.changing import Scope, following
from engines.bookings.lifecycle import BOOKING, booking_record
from engines.bookings.models import BookingDocument
from engines.bookings.queries import attendees_among
from engines.bookings.refusals import BookingDocumentNotFound, BookingDocumentsFull
from engines.files import OFFICE_FILES, bind_files, release_file, store_file
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id

MOST_DOCUMENTS = 20
_KEPT = ("name", "media_type", "size", "sha256")


def add_document(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], content: bytes, name: str, scope: Scope
) -> Row[Any]:
    """Add a file to a meeting, with ``following`` to the later ones of its series too, and return the booking.

    Errors: what :func:`engines.files.store_file` refuses, :class:`BookingDocumentsFull`, 403, 409, 412.
    """
    check_transition(subject, booking_record(row), "add_document")
    rows = _rows(unit, row, scope)
    ids = [item.id for item in rows]
    counted = select(func.count()).where(BookingDocument.booking_id.in_(ids)).group_by(BookingDocument.booking_id)
    if any(count >= MOST_DOCUMENTS for (count,) in unit.rows(counted)):
        raise BookingDocumentsFull(most=MOST_DOCUMENTS)
    file = store_file(subject, unit, context, content, name, kinds=OFFICE_FILES)
    bind_files(subject, unit, [file.id], _owner(row))
    told = {name: getattr(file, name) for name in _KEPT}
    for booking_id in ids:
        unit.add(BookingDocument, id=new_id(), booking_id=booking_id, file_id=file.id, added_at=clock.now(), **told)
    turned = [_turned(subject, unit, item, "add_document") for item in rows]
    return turned[0]


def remove_document(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], document_id: uuid.UUID, scope: Scope
) -> Row[Any]:
    """Take a document off a meeting, with ``following`` off the later ones that have it too; return the booking.

    The file goes with the last meeting that has it. Errors: :class:`BookingDocumentNotFound`, 403, 409, 412.
    """
    check_transition(subject, booking_record(row), "remove_document")
    document = document_of(unit, row.id, document_id)
    rows = _rows(unit, row, scope)
    own = (BookingDocument.file_id == document.file_id, BookingDocument.booking_id.in_([item.id for item in rows]))
    taken = unit.write(delete(BookingDocument).where(*own).returning(BookingDocument.booking_id)).fetchall()
    had = {item.booking_id for item in taken}
    if unit.first(select(BookingDocument.id).where(BookingDocument.file_id == document.file_id).limit(1)) is None:
        release_file(unit, context, document.file_id, _owner(row))
    turned = [_turned(subject, unit, item, "remove_document") for item in rows if item.id in had]
    return turned[0]


def document_of(unit: Unit, booking_id: uuid.UUID, document_id: uuid.UUID) -> Row[Any]:
    """Return a document of a booking. Errors: :class:`BookingDocumentNotFound`."""
    own = (BookingDocument.booking_id == booking_id, BookingDocument.id == document_id)
    row = unit.first(select(*BookingDocument.__table__.c).where(*own))
    if row is None:
        raise BookingDocumentNotFound
    return row


def document_for(unit: Unit, subject: Subject, row: Row[Any], document_id: uuid.UUID) -> Row[Any]:
    """Return a document for who takes part in a meeting. Errors: :class:`BookingDocumentNotFound`."""
    if not takes_part(subject, row, attendees_among(unit, [row.id]).get(row.id, ())):
        raise BookingDocumentNotFound
    return document_of(unit, row.id, document_id)


def takes_part(subject: Subject, row: Row[Any], attendees: Iterable[Row[Any]]) -> bool:
    """Tell whether an officer organises a meeting or is asked to it, by name or by their department."""
    return subject.id == row.organiser_id or is_asked(subject, attendees)


def _owner(row: Row[Any]) -> uuid.UUID:
    """Return as part of what a file is kept: of the series, whose occurrences have it together."""
    return uuid.UUID(str(row.series_id or row.id))


def _rows(unit: Unit, row: Row[Any], scope: Scope) -> list[Row[Any]]:
    sources = BOOKING.transition("add_document").sources
    return [row, *(following(unit, row, sources) if scope == "following" else ())]


def _turned(subject: Subject, unit: Unit, row: Row[Any], turn: str) -> Row[Any]:
    """Let a booking take a turn that names no file: its timeline is read by more people than its documents."""
    return apply_transition(subject, unit, booking_record(row), turn, changes={"changed_at": clock.now()})

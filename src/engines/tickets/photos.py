"""Photos of tickets: stored before the report or the completion that brings them, read by whoever sees the ticket."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from auth import DataScope, Subject
from engines.files import PICTURES, FileNotFound, bind_files, open_file, own_files, store_file
from engines.tickets.access import scope_of
from engines.tickets.kinds import TicketKind
from engines.tickets.refusals import TicketUnfit
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer

#: How many come with one report, and with one completion.
MOST_PHOTOS = 9
_KEPT = ("name", "media_type", "size", "sha256")
_TYPES = {media_type for media_type, _ in PICTURES.values()}


def store_photo(
    subject: Subject, unit: Unit, context: Context, kind: TicketKind, content: bytes, name: str
) -> Row[Any]:
    """Store a photo of who reports or does the work. Errors: :class:`PermissionMissing`, 413, 415, 422."""
    permissions = kind.permissions
    if scope_of(subject, permissions.work) == DataScope():
        subject.reach(permissions.report)
    return store_file(subject, unit, context, content, name, kinds=PICTURES)


def check_photos(subject: Subject, unit: Unit, file_ids: Sequence[uuid.UUID]) -> list[dict[str, Any]]:
    """Return what a ticket says of photos that the subject uploaded.

    Errors: :class:`FileNotFound`; :class:`TicketUnfit` for what is no picture or belongs to another record.
    """
    files = own_files(unit, subject, file_ids)
    lost = [pointer for place, file_id in enumerate(file_ids) for pointer in _findings(files[file_id], place)]
    if lost:
        raise TicketUnfit(pointers=lost)
    return [{"id": str(file_id), **_told(files[file_id])} for file_id in file_ids]


def bind_photos(subject: Subject, unit: Unit, photos: Sequence[Mapping[str, Any]], ticket_id: uuid.UUID) -> None:
    """Make checked photos part of a ticket."""
    bind_files(subject, unit, [uuid.UUID(item["id"]) for item in photos], ticket_id)


def open_photo(
    context: Context, row: Row[Any], file_id: uuid.UUID
) -> tuple[Mapping[str, Any], bytes | Iterator[bytes]]:
    """Return what a ticket says of a photo, and its content. Errors: :class:`FileNotFound`."""
    named = (*row.photos, *row.outcome_photos)
    found = next((item for item in named if item["id"] == str(file_id)), None)
    if found is None:
        raise FileNotFound
    return found, open_file(context, file_id)


def _told(file: Row[Any]) -> dict[str, Any]:
    return {name: getattr(file, name) for name in _KEPT}


def _findings(file: Row[Any], place: int) -> Iterator[Pointer]:
    if file.media_type not in _TYPES:
        yield Pointer(f"/photos/{place}", "kind", "请上传 JPG 或 PNG 照片。", "Send a photo as JPG or PNG.")
    if file.record_id is not None:
        sentence = ("该文件已用于其他记录，请重新上传。", "This file is part of another record. Upload it again.")
        yield Pointer(f"/photos/{place}", "in-use", *sentence)

"""The scan of a letter (公函): stored before the request that brings it, read by whoever sees the reception."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.files import FileNotFound, bind_files, open_file, own_files, release_file, store_file
from engines.receptions.lifecycle import REQUEST
from engines.receptions.refusals import ReceptionUnfit
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer

_KEPT = ("name", "media_type", "size", "sha256")


def store_letter(subject: Subject, unit: Unit, context: Context, content: bytes, name: str) -> Row[Any]:
    """Store the scan of a letter. Errors: :class:`PermissionMissing`, 413, 415, 422."""
    subject.reach(REQUEST)
    return store_file(subject, unit, context, content, name)


def check_scan(
    subject: Subject, unit: Unit, file_id: uuid.UUID | None, reception_id: uuid.UUID
) -> dict[str, Any] | None:
    """Return what a reception says of the scan that its requester uploaded.

    Errors: :class:`FileNotFound`; :class:`ReceptionUnfit` for a file of another record.
    """
    if file_id is None:
        return None
    file = own_files(unit, subject, [file_id])[file_id]
    if file.record_id not in (None, reception_id):
        sentence = ("该文件已用于其他记录，请重新上传。", "This file is part of another record. Upload it again.")
        raise ReceptionUnfit(pointers=[Pointer("/letter/file_id", "in-use", *sentence)], breaches=[])
    return {"id": str(file_id), **{name: getattr(file, name) for name in _KEPT}}


def bind_scan(subject: Subject, unit: Unit, scan: Mapping[str, Any] | None, reception_id: uuid.UUID) -> None:
    """Make a checked scan part of a reception."""
    if scan is not None:
        bind_files(subject, unit, [uuid.UUID(scan["id"])], reception_id)


def release_scan(unit: Unit, context: Context, row: Row[Any], scan: Mapping[str, Any] | None) -> None:
    """Delete the scan that a reception had, unless it still has it."""
    if row.letter_scan is not None and (scan is None or scan["id"] != row.letter_scan["id"]):
        release_file(unit, context, uuid.UUID(row.letter_scan["id"]), row.id)


def open_letter(context: Context, row: Row[Any]) -> tuple[Mapping[str, Any], bytes | Iterator[bytes]]:
    """Return what a reception says of the scan of its letter, and its content. Errors: :class:`FileNotFound`."""
    if row.letter_scan is None:
        raise FileNotFound
    return row.letter_scan, open_file(context, uuid.UUID(row.letter_scan["id"]))

"""Storing files and putting them into the locker."""

import hashlib
import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, update

from auth import Subject, forget_preparations
from engines.files.kinds import PICTURES_AND_PAGES, FileTooLarge, Kinds, media_type_of, plain_name
from engines.files.models import StoredFile
from engines.files.queries import FileNotFound, file_of
from engines.files.storage import delete_content, write_content
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Conflict
from kit.ids import new_id

MEGABYTE = 1024 * 1024


class FileInUse(Conflict):
    """The file is part of a record."""

    code = "file-in-use"
    zh = "该文件已用于办件或公文，不能删除。"
    en = "The file is part of a case or a document and cannot be deleted."


def store_file(
    subject: Subject,
    unit: Unit,
    context: Context,
    content: bytes,
    name: str,
    material: str | None = None,
    expires_on: date | None = None,
    kinds: Kinds = PICTURES_AND_PAGES,
) -> Row[Any]:
    """Check and store a file of the subject's own; with ``material`` it goes into the locker.

    Errors: too large (413), of a forbidden kind (415), not what its name says (422).
    """
    limit = context.settings.max_file_bytes
    if len(content) > limit:
        raise FileTooLarge(megabytes=limit // MEGABYTE)
    shown = plain_name(name)
    media_type = media_type_of(shown, content, kinds)
    file_id = new_id()
    write_content(context, file_id, content)
    unit.add(
        StoredFile,
        id=file_id,
        owner_id=subject.id,
        name=shown,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        material=material,
        expires_on=expires_on,
        stored_at=clock.now(),
    )
    unit.flush()
    if material is not None:
        forget_preparations(subject, unit)
    return file_of(unit, subject, file_id)


def keep_in_locker(subject: Subject, unit: Unit, file_id: uuid.UUID, material: str, expires_on: date | None) -> None:
    """Put a stored file into the locker under a material's name. Errors: :class:`FileNotFound`."""
    done = unit.write(
        update(StoredFile)
        .where(StoredFile.id == file_id, StoredFile.owner_id == subject.id)
        .values(material=material, expires_on=expires_on),
    )
    if done.rowcount != 1:
        raise FileNotFound
    forget_preparations(subject, unit)


def bind_files(subject: Subject, unit: Unit, file_ids: Collection[uuid.UUID], record_id: uuid.UUID) -> None:
    """Make files part of a record of the subject's: they cannot be deleted, and what an agent gave is theirs."""
    if file_ids:
        bound = update(StoredFile).where(StoredFile.id.in_(file_ids))
        unit.write(bound.values(record_id=record_id, owner_id=subject.id))


def delete_file(subject: Subject, unit: Unit, context: Context, file_id: uuid.UUID) -> None:
    """Delete a file that no record uses. Errors: :class:`FileNotFound`, :class:`FileInUse`."""
    row = file_of(unit, subject, file_id)
    if row.record_id is not None:
        raise FileInUse
    unit.write(delete(StoredFile).where(StoredFile.id == file_id))
    unit.after_commit(lambda: delete_content(context, file_id))


def release_file(unit: Unit, context: Context, file_id: uuid.UUID, record_id: uuid.UUID) -> None:
    """Delete a file that its record has let go of; one that is part of another record stays as it is."""
    own = (StoredFile.id == file_id, StoredFile.record_id == record_id)
    if unit.write(delete(StoredFile).where(*own)).rowcount == 1:
        unit.after_commit(lambda: delete_content(context, file_id))

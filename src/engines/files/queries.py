"""Reading files: only one's own."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from auth import Subject
from engines.files.models import StoredFile
from kit import clock
from kit.database import Unit
from kit.errors import NotFound


class FileNotFound(NotFound):
    """No such file, or another person's."""

    code = "file-not-found"
    zh = "没有找到该文件，请重新上传。"
    en = "There is no such file. Upload it again."


_columns = tuple(StoredFile.__table__.c)


def file_of(unit: Unit, subject: Subject, file_id: uuid.UUID) -> Row[Any]:
    """Return a file of the subject's own. Errors: :class:`FileNotFound`."""
    row = unit.first(select(*_columns).where(StoredFile.id == file_id, StoredFile.owner_id == subject.id))
    if row is None:
        raise FileNotFound
    return row


def list_files(
    unit: Unit, subject: Subject, *, locker_only: bool, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's files, newest first."""
    statement = select(*_columns).where(StoredFile.owner_id == subject.id)
    if locker_only:
        statement = statement.where(StoredFile.material.is_not(None))
    if after is not None:
        statement = statement.where(StoredFile.id < after)
    return unit.rows(statement.order_by(StoredFile.id.desc()).limit(rows))


def find_in_locker(unit: Unit, owner_id: uuid.UUID, material: str) -> tuple[uuid.UUID, str] | None:
    """Return the newest usable locker file for a material's name, or None."""
    row = unit.first(
        select(StoredFile.id, StoredFile.name)
        .where(
            StoredFile.owner_id == owner_id,
            StoredFile.material == material,
            or_(StoredFile.expires_on.is_(None), StoredFile.expires_on >= clock.today()),
        )
        .order_by(StoredFile.id.desc())
        .limit(1),
    )
    return None if row is None else (row.id, row.name)

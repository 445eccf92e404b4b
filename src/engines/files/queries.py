"""Reading files: only one's own."""

import uuid
from collections.abc import Collection, Sequence
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


def own_files(unit: Unit, subject: Subject, file_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """Return files of the subject's own by id, in one query; what an agent uploaded for them counts as theirs.

    Errors: :class:`FileNotFound` when one is missing.
    """
    if not file_ids:
        return {}
    owners = {subject.id, subject.actor.id}
    wanted = select(*_columns).where(StoredFile.id.in_(file_ids), StoredFile.owner_id.in_(owners))
    found = {row.id: row for row in unit.rows(wanted)}
    if found.keys() != set(file_ids):
        raise FileNotFound
    return found


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


def find_in_locker(unit: Unit, owner_id: uuid.UUID, materials: Collection[str]) -> dict[str, tuple[uuid.UUID, str]]:
    """Return the newest usable locker file (id and name) for each of these materials that has one."""
    if not materials:
        return {}
    rows = unit.rows(
        select(StoredFile.material, StoredFile.id, StoredFile.name)
        .where(
            StoredFile.owner_id == owner_id,
            StoredFile.material.in_(materials),
            or_(StoredFile.expires_on.is_(None), StoredFile.expires_on >= clock.today()),
        )
        .order_by(StoredFile.id),
    )
    return {row.material: (row.id, row.name) for row in rows}

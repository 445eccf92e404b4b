"""What the catalogue holds, for its keepers: matters as they stand, and every revision."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from engines.matters.models import Matter, MatterRevisionRow
from kit.database import Unit

#: A revision's number as an address has it, within what a database calls an integer.
_NUMBER = re.compile(r"[1-9][0-9]{0,6}\Z")
_standing = (
    Matter.code,
    Matter.name,
    Matter.topic,
    Matter.department,
    Matter.status,
    Matter.revision_id,
    Matter.changed_at,
)
_listed = (
    MatterRevisionRow.id,
    MatterRevisionRow.revision,
    MatterRevisionRow.origin,
    MatterRevisionRow.published_at,
    MatterRevisionRow.published_by,
)


def standing_of(unit: Unit, code: str) -> Row[Any] | None:
    """Return a matter as it stands, in force or withdrawn, or None where the catalogue never had it."""
    return unit.first(select(*_standing).where(Matter.code == code))


def list_kept(unit: Unit, department: str | None, status: str | None, after: str, rows: int) -> Sequence[Row[Any]]:
    """Return the matters of the catalogue by code, withdrawn ones too."""
    statement = select(*_standing).where(Matter.code > after)
    if department is not None:
        statement = statement.where(Matter.department == department)
    if status is not None:
        statement = statement.where(Matter.status == status)
    return unit.rows(statement.order_by(Matter.code).limit(rows))


def list_revisions(unit: Unit, code: str, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return the revisions of a matter without their contents, newest first."""
    statement = select(*_listed).where(MatterRevisionRow.matter_code == code)
    if after is not None:
        statement = statement.where(MatterRevisionRow.id < after)
    return unit.rows(statement.order_by(MatterRevisionRow.id.desc()).limit(rows))


def numbered_revision(unit: Unit, code: str, number: str) -> Row[Any] | None:
    """Return one revision of a matter with its content, or None."""
    if _NUMBER.match(number) is None:
        return None
    statement = select(*_listed, MatterRevisionRow.content)
    return unit.first(statement.where(MatterRevisionRow.matter_code == code, MatterRevisionRow.revision == int(number)))


def last_revision(unit: Unit, standing: Row[Any]) -> Row[Any]:
    """Return the revision at which a matter stands, with its content."""
    statement = select(*_listed, MatterRevisionRow.content).where(MatterRevisionRow.id == standing.revision_id)
    return unit.connection.execute(statement).one()

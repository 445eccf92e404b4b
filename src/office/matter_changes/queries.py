"""Reading changes: those of the officer's own departments."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.joint import list_joint_matters
from engines.lifecycles import Record
from engines.matters import authored, differences, revision, standing_of
from engines.packs import matter_findings
from kit.database import Unit
from kit.errors import Pointer
from office.matter_changes.manifest import APPROVE, EDIT, MATTER_CHANGE
from office.matter_changes.models import MatterChange
from office.matter_changes.rules import ChangeNotFound, own_findings

_columns = tuple(MatterChange.__table__.c)


@dataclass(frozen=True)
class ChangeFilter:
    """Which changes are asked for."""

    state: str | None = None
    matter_code: str | None = None


def change_for_officer(unit: Unit, subject: Subject, change_id: uuid.UUID) -> Row[Any]:
    """Return a change in an officer's scope. Errors: :class:`ChangeNotFound`, also for one outside it."""
    row = unit.first(select(*_columns).where(MatterChange.id == change_id))
    if row is None or not {EDIT, APPROVE} & subject.permissions or not subject.scope.covers(row.department_code):
        raise ChangeNotFound
    return row


def change_by_id(unit: Unit, change_id: uuid.UUID) -> Row[Any]:
    """Return a change for a job of the system. Errors: :class:`ChangeNotFound`."""
    row = unit.first(select(*_columns).where(MatterChange.id == change_id))
    if row is None:
        raise ChangeNotFound
    return row


def list_changes(
    unit: Unit, subject: Subject, wanted: ChangeFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the changes in an officer's scope, newest first."""
    if not {EDIT, APPROVE} & subject.permissions:
        return []
    statement = select(*_columns)
    if not subject.scope.all_departments:
        statement = statement.where(MatterChange.department_code.in_(sorted(subject.scope.departments)))
    if wanted.state is not None:
        statement = statement.where(MatterChange.state == wanted.state)
    if wanted.matter_code is not None:
        statement = statement.where(MatterChange.matter_code == wanted.matter_code)
    if after is not None:
        statement = statement.where(MatterChange.id < after)
    return unit.rows(statement.order_by(MatterChange.id.desc()).limit(rows))


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a change."""
    return Record(MATTER_CHANGE, MatterChange, row.id, row.state, row.version, row.department_code, None)


def findings_of(unit: Unit, row: Row[Any]) -> list[Pointer]:
    """Return what keeps a change from being published."""
    if row.kind == "withdrawal":
        return []
    return own_findings(row.matter_code, row.content) or matter_findings(unit, row.content)


def differences_of(unit: Unit, row: Row[Any]) -> list[dict[str, Any]]:
    """Return what a change does to the revision that it is made from."""
    if row.kind == "withdrawal":
        return []
    before = authored(revision(unit, row.base_revision_id).content.raw) if row.base_revision_id else {}
    return differences(before, row.content)


def outdated(unit: Unit, row: Row[Any]) -> bool:
    """Tell whether another revision has come into force since the change was begun."""
    present = standing_of(unit, row.matter_code)
    return bool(row.base_revision_id != (present.revision_id if present is not None else None))


def joint_matters_with(unit: Unit, matter_code: str) -> dict[str, str]:
    """Return the names of the joint matters in force of which a matter is a part, by code."""
    return {
        row.code: row.name
        for row in list_joint_matters(unit)
        if any(part["matter"] == matter_code for part in row.content["parts"])
    }

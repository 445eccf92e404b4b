"""Officers as the office portal's directory has them: names, accounts, who left, and which posts they lost by it.

Posts are the pack's. One whose holder left, or works in another department now, is withdrawn: kept aside with all that
it says, and back when the directory has them there again.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, delete, select, update

from auth.delegations import renew_lent
from auth.directory import ALL_DEPARTMENTS
from auth.identity import new_officer
from auth.models import AuthPosition, AuthSession, AuthSubject, AuthWithdrawnPost
from kit import clock
from kit.crypto import Vault
from kit.database import Unit
from kit.ids import new_id
from kit.masking import mask_name

_POST = ("employee_code", "department", "title", "role", "main")


@dataclass(frozen=True)
class PortalOfficer:
    """An active officer: ``departments`` are those they work in and all above, by unified social credit code."""

    employee_code: str
    name: str
    account_id: str | None
    departments: frozenset[str]


@dataclass
class OfficerChanges:
    """What the directory changes: people by employee code, posts as rows."""

    joined: list[PortalOfficer] = field(default_factory=list)
    changed: list[PortalOfficer] = field(default_factory=list)
    #: Without account from now on: they are no longer in the directory.
    left: list[str] = field(default_factory=list)
    withdrawn: list[Row[Any]] = field(default_factory=list)
    restored: list[Row[Any]] = field(default_factory=list)
    #: Officers with a post, before the change.
    known: int = 0

    @property
    def losers(self) -> set[str]:
        """Return who loses a post, or all of them."""
        return {row.employee_code for row in self.withdrawn}


def employee_codes(unit: Unit) -> list[str]:
    """Return the officers whom the product has to do with: who holds or held a post, and who has signed in."""
    tables = (AuthPosition.employee_code, AuthWithdrawnPost.employee_code, AuthSubject.employee_code)
    found = {row[0] for column in tables for row in unit.rows(select(column).where(column.is_not(None)))}
    return sorted(found)


def compare_officers(
    unit: Unit, vault: Vault, asked: Collection[str], found: Mapping[str, PortalOfficer]
) -> OfficerChanges:
    """Return what changes when ``asked`` were looked up in the directory and these were ``found`` active there."""
    changes = OfficerChanges(known=len({row[0] for row in unit.rows(select(AuthPosition.employee_code))}))
    subjects = _subjects(unit, asked)
    for code in sorted(asked):
        officer, subject = found.get(code), subjects.get(code)
        if officer is None:
            if subject is not None and subject.account_id is not None:
                changes.left.append(code)
        elif subject is None:
            changes.joined.append(officer)
        elif (vault.open(subject.name_sealed), subject.account_id) != (officer.name, officer.account_id):
            changes.changed.append(officer)
    changes.withdrawn = [row for row in _posts(unit, AuthPosition, asked) if not _stands(row, found)]
    changes.restored = [row for row in _posts(unit, AuthWithdrawnPost, asked) if _stands(row, found)]
    return changes


def apply_officers(unit: Unit, vault: Vault, changes: OfficerChanges) -> None:
    """Carry the changes out; who loses or regains a post, or left, signs in again."""
    for officer in changes.joined:
        new_officer(unit, vault, officer.name, officer.employee_code, officer.account_id)
    for officer in changes.changed:
        named = {"name_sealed": vault.seal(officer.name), "name_masked": mask_name(officer.name)}
        _set(unit, officer.employee_code, account_id=officer.account_id, **named)
    for code in changes.left:
        _set(unit, code, account_id=None)
    _move(unit, changes.withdrawn, AuthPosition, AuthWithdrawnPost)
    _move(unit, changes.restored, AuthWithdrawnPost, AuthPosition)
    touched = {*changes.left, *(row.employee_code for row in (*changes.withdrawn, *changes.restored))}
    if touched:
        unit.write(
            update(AuthSession)
            .where(AuthSession.employee_code.in_(touched), AuthSession.ended_at.is_(None))
            .values(ended_at=clock.now(), end_reason="directory changed")
        )
        renew_lent(unit)


def _subjects(unit: Unit, codes: Collection[str]) -> dict[str, Row[Any]]:
    columns = (AuthSubject.employee_code, AuthSubject.name_sealed, AuthSubject.account_id)
    rows = unit.rows(select(*columns).where(AuthSubject.employee_code.in_(codes)))
    return {row.employee_code: row for row in rows}


def _posts(unit: Unit, table: type[AuthPosition | AuthWithdrawnPost], codes: Collection[str]) -> list[Row[Any]]:
    return list(unit.rows(select(*table.__table__.c).where(table.employee_code.in_(codes))))


def _stands(post: Row[Any], found: Mapping[str, PortalOfficer]) -> bool:
    officer = found.get(post.employee_code)
    return officer is not None and post.department in {ALL_DEPARTMENTS, *officer.departments}


def _set(unit: Unit, code: str, **values: Any) -> None:
    unit.write(update(AuthSubject).where(AuthSubject.employee_code == code).values(**values))


def _move(
    unit: Unit,
    posts: Collection[Row[Any]],
    source: type[AuthPosition | AuthWithdrawnPost],
    target: type[AuthPosition | AuthWithdrawnPost],
) -> None:
    ids: list[uuid.UUID] = [row.id for row in posts]
    if ids:
        unit.write(delete(source).where(source.id.in_(ids)))
    for row in posts:
        unit.add(target, id=new_id(), **{name: getattr(row, name) for name in _POST})

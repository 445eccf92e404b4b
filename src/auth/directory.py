"""Regions, departments, roles and posts: what the pack says, and what an officer's scope follows from."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from auth.models import AuthDepartment, AuthPosition, AuthRegion, AuthRole, AuthSession, AuthSubject, AuthWithdrawnPost
from auth.subjects import DataScope
from kit import clock
from kit.crypto import Vault
from kit.database import Model, Unit
from kit.ids import new_id
from kit.remembering import Remembered

ALL_DEPARTMENTS = "*"


def store_directory(
    unit: Unit,
    *,
    regions: Sequence[Mapping[str, Any]],
    departments: Sequence[Mapping[str, Any]],
    roles: Sequence[Mapping[str, Any]],
) -> int:
    """Make the directory what the pack says and return how many rows changed; a second time none do."""
    changed = (
        _store(unit, AuthRegion, "code", [_only(item, "code", "name", "parent") for item in regions])
        + _store(
            unit,
            AuthDepartment,
            "uscc",
            [_only(item, "uscc", "name", "short_name", "region", "parent") for item in departments],
        )
        + _store(unit, AuthRole, "code", [_only(item, "code", "name", "permissions") for item in roles])
    )
    if changed:
        _names.change(unit)
        _end_outdated(unit)
    return changed


def store_positions(unit: Unit, positions: Sequence[Mapping[str, Any]]) -> int:
    """Make officers' posts what the pack says; each is ``{employee_code, department, title, role, main}``.

    Those that the office portal's directory has withdrawn stay so, see :mod:`auth.officers`.
    """
    columns = ("employee_code", "department", "title", "role", "main")
    present = {tuple(row) for row in unit.rows(select(*(getattr(AuthPosition, name) for name in columns)))}
    wanted = {tuple(item[name] for name in columns) for item in positions}
    wanted -= _withdrawn(unit, wanted)
    if present == wanted:
        return 0
    touched = {row[0] for row in present ^ wanted}
    # A withdrawn post must not live on in a running session: those officers sign in again.
    unit.write(
        update(AuthSession)
        .where(AuthSession.employee_code.in_(touched), AuthSession.ended_at.is_(None))
        .values(ended_at=clock.now(), end_reason="posts changed"),
    )
    unit.write(delete(AuthPosition))
    for values in sorted(wanted):
        unit.add(AuthPosition, id=new_id(), **dict(zip(columns, values, strict=True)))
    return len(present ^ wanted)


def _withdrawn(unit: Unit, wanted: Collection[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Return which of some posts are withdrawn, and forget those that the pack no longer has."""
    rows = unit.rows(select(*AuthWithdrawnPost.__table__.c))
    kept = {(row.employee_code, row.department, row.role) for row in rows}
    found = {post for post in wanted if (post[0], post[1], post[3]) in kept}
    named = {(post[0], post[1], post[3]) for post in found}
    gone = [row.id for row in rows if (row.employee_code, row.department, row.role) not in named]
    if gone:
        unit.write(delete(AuthWithdrawnPost).where(AuthWithdrawnPost.id.in_(gone)))
    return found


def department_names(unit: Unit) -> dict[str, str]:
    """Return every department's name by its code; the process's copy is at most a second old."""
    return _names.get(unit)


def _read_names(unit: Unit) -> dict[str, str]:
    return {row.uscc: row.name for row in unit.rows(select(AuthDepartment.uscc, AuthDepartment.name))}


_names = Remembered(_read_names)


def region_names(unit: Unit) -> dict[str, str]:
    """Return every division's name by its code."""
    return {row.code: row.name for row in unit.rows(select(AuthRegion.code, AuthRegion.name))}


def region_of(unit: Unit, department: str) -> str:
    """Return the code of the division that a department belongs to; empty for one that is not in the directory."""
    return str(unit.scalar(select(AuthDepartment.region).where(AuthDepartment.uscc == department)) or "")


def powers_of(unit: Unit, employee_code: str) -> tuple[frozenset[str], DataScope, str | None]:
    """Return an officer's permissions, data scope (posts reach their subtrees) and main department."""
    posts = unit.rows(
        select(AuthPosition.department, AuthPosition.main, AuthRole.permissions)
        .join(AuthRole, AuthRole.code == AuthPosition.role)
        .where(AuthPosition.employee_code == employee_code),
    )
    permissions = frozenset(permission for post in posts for permission in post.permissions)
    main = next((post.department for post in posts if post.main), None)
    if any(post.department == ALL_DEPARTMENTS for post in posts):
        return permissions, DataScope(all_departments=True), main
    parents = unit.rows(select(AuthDepartment.uscc, AuthDepartment.parent))
    children: dict[str | None, list[str]] = {}
    for row in parents:
        children.setdefault(row.parent, []).append(row.uscc)
    return permissions, DataScope(departments=_subtrees({post.department for post in posts}, children)), main


@dataclass(frozen=True)
class Officer:
    """A civil servant who has signed in at least once, and what their own posts let them do."""

    id: uuid.UUID
    name: str
    employee_code: str
    department: str
    permissions: frozenset[str]
    scope: DataScope


def find_officer(unit: Unit, vault: Vault, officer_id: uuid.UUID) -> Officer | None:
    """Return an officer by id with their present powers, or None."""
    row = unit.first(
        select(AuthSubject.id, AuthSubject.name_sealed, AuthSubject.employee_code).where(
            AuthSubject.id == officer_id, AuthSubject.kind == "officer"
        )
    )
    return None if row is None else _officer(unit, vault, row)


def officer_names(unit: Unit, vault: Vault, officer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return officers' names by their ids, in one query; officers act by name."""
    if not officer_ids:
        return {}
    wanted = select(AuthSubject.id, AuthSubject.name_sealed).where(
        AuthSubject.id.in_(officer_ids), AuthSubject.kind == "officer"
    )
    return {row.id: vault.open(row.name_sealed) for row in unit.rows(wanted)}


def officers_over(unit: Unit, vault: Vault, department: str) -> list[Officer]:
    """Return the officers whose posts reach a department, by name."""
    rows = unit.rows(
        select(AuthSubject.id, AuthSubject.name_sealed, AuthSubject.employee_code).where(
            AuthSubject.kind == "officer",
            AuthSubject.employee_code.in_(
                select(AuthPosition.employee_code).where(
                    AuthPosition.department.in_([*line_of(unit, department), ALL_DEPARTMENTS])
                )
            ),
        )
    )
    return sorted((_officer(unit, vault, row) for row in rows), key=lambda officer: officer.name)


def colleagues_of(unit: Unit, vault: Vault, lender: Officer) -> list[Officer]:
    """Return the officers whose main post lies where a lender's posts reach, the lender left out, by name."""
    posts = select(AuthPosition.employee_code).where(AuthPosition.main.is_(True))
    if not lender.scope.all_departments:
        posts = posts.where(AuthPosition.department.in_(sorted(lender.scope.departments)))
    rows = unit.rows(
        select(AuthSubject.id, AuthSubject.name_sealed, AuthSubject.employee_code).where(
            AuthSubject.kind == "officer", AuthSubject.employee_code.in_(posts), AuthSubject.id != lender.id
        )
    )
    return sorted((_officer(unit, vault, row) for row in rows), key=lambda officer: officer.name)


def _officer(unit: Unit, vault: Vault, row: Row[Any]) -> Officer:
    permissions, scope, department = powers_of(unit, row.employee_code)
    return Officer(row.id, vault.open(row.name_sealed), row.employee_code, department or "", permissions, scope)


def line_of(unit: Unit, department: str) -> list[str]:
    """Return a department and those above it."""
    parents = {row.uscc: row.parent for row in unit.rows(select(AuthDepartment.uscc, AuthDepartment.parent))}
    line: list[str] = []
    code: str | None = department
    while code is not None and code not in line:
        line.append(code)
        code = parents.get(code)
    return line


def _end_outdated(unit: Unit) -> None:
    """End the running sessions of officers whose powers are no longer those of their sign-in."""
    running = unit.rows(
        select(
            AuthSession.id,
            AuthSession.employee_code,
            AuthSession.permissions,
            AuthSession.all_departments,
            AuthSession.departments,
        ).where(
            AuthSession.employee_code.is_not(None), AuthSession.ended_at.is_(None), AuthSession.ends_at > clock.now()
        ),
    )
    powers = {code: powers_of(unit, code)[:2] for code in {row.employee_code for row in running}}
    outdated = [
        row.id
        for row in running
        if powers[row.employee_code]
        != (frozenset(row.permissions), DataScope(row.all_departments, frozenset(row.departments)))
    ]
    if outdated:
        unit.write(
            update(AuthSession)
            .where(AuthSession.id.in_(outdated))
            .values(ended_at=clock.now(), end_reason="powers changed"),
        )


def _subtrees(roots: Iterable[str], children: Mapping[str | None, list[str]]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += children.get(code, [])
    return frozenset(reached)


def _only(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: item.get(name) for name in names}


def _store(unit: Unit, table: type[Model], key: str, wanted: Sequence[dict[str, Any]]) -> int:
    columns = table.__table__.c
    present = {getattr(row, key): row._asdict() for row in unit.rows(select(*columns))}
    changed = [item for item in wanted if present.get(item[key]) != item]
    gone = present.keys() - {item[key] for item in wanted}
    stale = [item[key] for item in changed if item[key] in present] + sorted(gone)
    if stale:
        unit.write(delete(table).where(columns[key].in_(stale)))
    if changed:
        unit.write(insert(table), changed)
    return len(changed) + len(gone)

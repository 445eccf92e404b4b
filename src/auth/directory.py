"""Regions, departments, roles and posts: what the pack says, and what an officer's scope follows from."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, update

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
            [_only(item, "uscc", "name", "short_name", "region", "parent", "receives_through") for item in departments],
        )
        + _store(unit, AuthRole, "code", [_only(item, "code", "name", "permissions") for item in roles])
    )
    if changed:
        _departments.change(unit)
        _listed.change(unit)
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
    """Return every department's name by its code; the process's copy is at most half a minute old."""
    return _departments.get(unit).names


def receiving_departments(unit: Unit) -> dict[str, str]:
    """Return which department signs for documents to another, by the code of the other; most sign for their own."""
    return _departments.get(unit).through


def directory_departments(unit: Unit) -> Sequence[Row[Any]]:
    """Return every department (``uscc, name, short_name, region, parent``); the copy is half a minute old at most."""
    return _listed.get(unit)


def department_regions(unit: Unit) -> dict[str, str]:
    """Return the code of the division that each department belongs to, by the department's code."""
    return _departments.get(unit).regions


class _Departments(NamedTuple):
    names: dict[str, str]
    through: dict[str, str]
    regions: dict[str, str]


def _read_departments(unit: Unit) -> _Departments:
    columns = (AuthDepartment.uscc, AuthDepartment.name, AuthDepartment.receives_through, AuthDepartment.region)
    rows = unit.rows(select(*columns))
    return _Departments(
        {row.uscc: row.name for row in rows},
        {row.uscc: row.receives_through for row in rows if row.receives_through},
        {row.uscc: row.region for row in rows},
    )


def _read_listed(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(select(*AuthDepartment.__table__.c).order_by(AuthDepartment.uscc))


#: Ten thousand departments take a tenth of a second to read, and change a few times a year.
_SECONDS = 30.0
_departments = Remembered(_read_departments, _SECONDS)
_listed = Remembered(_read_listed, _SECONDS)


def region_names(unit: Unit) -> dict[str, str]:
    """Return every division's name by its code."""
    return {row.code: row.name for row in unit.rows(select(AuthRegion.code, AuthRegion.name))}


def region_of(unit: Unit, department: str) -> str:
    """Return the code of the division that a department belongs to; empty for one that is not in the directory."""
    return str(unit.scalar(select(AuthDepartment.region).where(AuthDepartment.uscc == department)) or "")


def powers_of(unit: Unit, employee_code: str) -> tuple[frozenset[str], DataScope, str | None]:
    """Return an officer's permissions, data scope (posts reach their subtrees) and main department."""
    return _powers(unit, [employee_code])[employee_code]


def _powers(unit: Unit, codes: Collection[str]) -> dict[str, tuple[frozenset[str], DataScope, str | None]]:
    """Return the powers of officers by their employee codes, in two queries however many they are."""
    posts: dict[str, list[Row[Any]]] = {code: [] for code in codes}
    rows = unit.rows(
        select(AuthPosition.employee_code, AuthPosition.department, AuthPosition.main, AuthRole.permissions)
        .join(AuthRole, AuthRole.code == AuthPosition.role)
        .where(AuthPosition.employee_code.in_(codes)),
    )
    for row in rows:
        posts[row.employee_code].append(row)
    children: dict[str | None, list[str]] = {}
    if any(row.department != ALL_DEPARTMENTS for row in rows):
        for row in unit.rows(select(AuthDepartment.uscc, AuthDepartment.parent)):
            children.setdefault(row.parent, []).append(row.uscc)
    return {code: _powers_by(own, children) for code, own in posts.items()}


def _powers_by(
    posts: Sequence[Row[Any]], children: Mapping[str | None, list[str]]
) -> tuple[frozenset[str], DataScope, str | None]:
    permissions = frozenset(permission for post in posts for permission in post.permissions)
    main = next((post.department for post in posts if post.main), None)
    if any(post.department == ALL_DEPARTMENTS for post in posts):
        return permissions, DataScope(all_departments=True), main
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
    return find_officers(unit, vault, [officer_id]).get(officer_id)


def find_officers(unit: Unit, vault: Vault, officer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Officer]:
    """Return officers by their ids with their present powers; who is none is left out."""
    if not officer_ids:
        return {}
    return {officer.id: officer for officer in _officers(unit, vault, AuthSubject.id.in_(officer_ids))}


def officer_by_code(unit: Unit, vault: Vault, employee_code: str) -> Officer | None:
    """Return an officer by their employee code with their present powers, or None."""
    return next(iter(_officers(unit, vault, AuthSubject.employee_code == employee_code)), None)


def officer_names(unit: Unit, vault: Vault, officer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return officers' names by their ids, in one query; officers act by name."""
    if not officer_ids:
        return {}
    wanted = select(AuthSubject.id, AuthSubject.name_sealed).where(
        AuthSubject.id.in_(officer_ids), AuthSubject.kind == "officer"
    )
    return {row.id: vault.open(row.name_sealed) for row in unit.rows(wanted)}


def posted_officers(
    unit: Unit,
    departments: Collection[str] | None,
    officer_ids: Collection[uuid.UUID],
    *,
    after: uuid.UUID | None = None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return officers (``id, department``) whose main post is in one of some departments, and these by their ids.

    ``departments`` is None for every department; up to ``rows`` by id, after an id. Names stay sealed.
    """
    department = func.min(AuthPosition.department).label("department")
    wanted = (
        select(AuthSubject.id, department)
        .join(AuthPosition, AuthPosition.employee_code == AuthSubject.employee_code)
        .where(AuthSubject.kind == "officer", AuthPosition.main.is_(True))
    )
    if departments is not None:
        posted = AuthPosition.department.in_(sorted(departments))
        wanted = wanted.where(or_(posted, AuthSubject.id.in_(officer_ids)) if officer_ids else posted)
    if after is not None:
        wanted = wanted.where(AuthSubject.id > after)
    return unit.rows(wanted.group_by(AuthSubject.id).order_by(AuthSubject.id).limit(rows))


def officers_over(unit: Unit, vault: Vault, department: str) -> list[Officer]:
    """Return the officers whose posts reach a department, by name."""
    line = [*line_of(unit, department), ALL_DEPARTMENTS]
    posts = select(AuthPosition.employee_code).where(AuthPosition.department.in_(line))
    return _officers(unit, vault, AuthSubject.employee_code.in_(posts))


def colleagues_of(unit: Unit, vault: Vault, lender: Officer) -> list[Officer]:
    """Return the officers whose main post lies where a lender's posts reach, the lender left out, by name."""
    posts = select(AuthPosition.employee_code).where(AuthPosition.main.is_(True))
    if not lender.scope.all_departments:
        posts = posts.where(AuthPosition.department.in_(sorted(lender.scope.departments)))
    return _officers(unit, vault, AuthSubject.employee_code.in_(posts), AuthSubject.id != lender.id)


def _officers(unit: Unit, vault: Vault, *conditions: ColumnElement[bool]) -> list[Officer]:
    """Return officers by name, in three queries however many they are."""
    columns = (AuthSubject.id, AuthSubject.name_sealed, AuthSubject.employee_code)
    rows = unit.rows(select(*columns).where(AuthSubject.kind == "officer", *conditions))
    powers = _powers(unit, {row.employee_code for row in rows}) if rows else {}
    found = []
    for row in rows:
        permissions, scope, department = powers[row.employee_code]
        name = vault.open(row.name_sealed)
        found.append(Officer(row.id, name, row.employee_code, department or "", permissions, scope))
    return sorted(found, key=lambda officer: officer.name)


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
    powers = _powers(unit, {row.employee_code for row in running}) if running else {}
    outdated = [
        row.id
        for row in running
        if powers[row.employee_code][:2]
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

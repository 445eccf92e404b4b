"""Powers lent during leave (代办): what stands of them, and what a session needs to know.

A session carries what is lent to its officer with the first and the last day, so that a delegation begins and ends by
date at the very request that first falls on it. One that is made, revoked or changed by the directory is written into
the running sessions in the same transaction.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, true, update

from auth.directory import Officer, powers_of
from auth.models import AuthDelegation, AuthSession
from auth.subjects import DataScope, LentPowers, Subject
from kit import clock
from kit.database import Unit
from kit.errors import NotFound
from kit.ids import new_id

STANDING = "standing"


class DelegationNotFound(NotFound):
    """No such delegation, or one between others."""

    code = "delegation-not-found"
    zh = "没有找到该代办授权。"
    en = "There is no such delegation."


@dataclass(frozen=True)
class Lending:
    """What is lent, from day to day, and why."""

    permissions: Sequence[str]
    from_on: date
    until_on: date
    reason: str


_columns = tuple(AuthDelegation.__table__.c)


def write_delegation(maker: Subject, unit: Unit, lender: Officer, deputy: Officer, lending: Lending) -> uuid.UUID:
    """Write a new delegation and return its id; the deputy's running sessions know of it at once."""
    delegation_id = new_id()
    unit.add(
        AuthDelegation,
        id=delegation_id,
        state=STANDING,
        version=1,
        lender_id=lender.id,
        lender_name=lender.name,
        lender_code=lender.employee_code,
        deputy_id=deputy.id,
        deputy_name=deputy.name,
        department_code=lender.department,
        permissions=sorted(lending.permissions),
        from_on=lending.from_on,
        until_on=lending.until_on,
        reason=lending.reason,
        made_by=maker.id,
        made_by_name=maker.name,
        made_at=clock.now(),
    )
    renew_lent(unit, deputy.id)
    return delegation_id


def delegation_of(unit: Unit, subject: Subject, delegation_id: uuid.UUID) -> Row[Any]:
    """Return a delegation that concerns the subject: as lender, deputy, maker, or supervisor of the lender.

    Errors: :class:`DelegationNotFound`.
    """
    row = delegation_by_id(unit, delegation_id)
    if row is None or not (
        subject.id in {row.lender_id, row.deputy_id, row.made_by} or supervises(subject, row.department_code)
    ):
        raise DelegationNotFound
    return row


def supervises(subject: Subject, department: str) -> bool:
    """Tell whether an officer's own posts let them assign work of a department."""
    return "cases.assign" in subject.permissions and subject.scope.covers(department)


def delegation_by_id(unit: Unit, delegation_id: uuid.UUID) -> Row[Any] | None:
    """Return a delegation for a job of the system, or None."""
    return unit.first(select(*_columns).where(AuthDelegation.id == delegation_id))


def list_delegations(
    unit: Unit, subject: Subject, side: str, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return delegations, newest first: those that a subject ``lent``, ``received``, or ``supervises``."""
    statement = select(*_columns).where(_on(subject, side))
    if state is not None:
        statement = statement.where(AuthDelegation.state == state)
    if after is not None:
        statement = statement.where(AuthDelegation.id < after)
    return unit.rows(statement.order_by(AuthDelegation.id.desc()).limit(rows))


def count_standing(unit: Unit, lender_id: uuid.UUID) -> int:
    """Return how many delegations of a lender stand."""
    wanted = select(func.count()).select_from(AuthDelegation)
    return int(
        unit.scalar(wanted.where(AuthDelegation.lender_id == lender_id, AuthDelegation.state == STANDING)),
    )


def renew_lent(unit: Unit, deputy_id: uuid.UUID | None = None) -> None:
    """Write what is lent to a deputy (or to every one) into their running sessions, as it follows from posts now."""
    unit.flush()  # Posts that were just stored count.
    deputies = {deputy_id}
    if deputy_id is None:
        deputies = {row.deputy_id for row in unit.rows(select(AuthDelegation.deputy_id).where(_stands()).distinct())}
    for officer_id in deputies - {None}:
        unit.write(
            update(AuthSession)
            .where(AuthSession.subject_id == officer_id, AuthSession.ended_at.is_(None))
            .values(lent=lent_to(unit, officer_id))
        )


def lent_to(unit: Unit, officer_id: uuid.UUID | None) -> list[dict[str, Any]] | None:
    """Return what is lent to an officer, now or on coming days, as a session keeps it; never more than lenders hold."""
    rows = unit.rows(select(*_columns).where(AuthDelegation.deputy_id == officer_id, _stands()))
    return [_kept(unit, row) for row in rows] or None


def deputies_of(unit: Unit, lenders: Collection[uuid.UUID], permission: str) -> list[uuid.UUID]:
    """Return who was lent a permission by any of some officers and holds it today."""
    if not lenders:
        return []
    today = clock.today()
    rows = unit.rows(
        select(AuthDelegation.deputy_id, AuthDelegation.permissions)
        .where(AuthDelegation.lender_id.in_(lenders), _stands(), AuthDelegation.from_on <= today)
        .order_by(AuthDelegation.id)
    )
    return list(dict.fromkeys(row.deputy_id for row in rows if permission in row.permissions))


def lent_today(kept: Sequence[Mapping[str, Any]] | None) -> tuple[LentPowers, ...]:
    """Return what a session keeps as lent and is in force today."""
    if not kept:
        return ()
    today = clock.today().isoformat()
    return tuple(
        LentPowers(
            uuid.UUID(item["delegation_id"]),
            uuid.UUID(item["officer_id"]),
            item["name"],
            frozenset(item["permissions"]),
            DataScope(item["all_departments"], frozenset(item["departments"])),
        )
        for item in kept
        if item["from_on"] <= today <= item["until_on"]
    )


def _kept(unit: Unit, row: Row[Any]) -> dict[str, Any]:
    permissions, scope, _ = powers_of(unit, row.lender_code)
    return {
        "delegation_id": str(row.id),
        "officer_id": str(row.lender_id),
        "name": row.lender_name,
        "permissions": sorted(permissions & set(row.permissions)),
        "all_departments": scope.all_departments,
        "departments": sorted(scope.departments),
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
    }


def _stands() -> ColumnElement[bool]:
    return (AuthDelegation.state == STANDING) & (AuthDelegation.until_on >= clock.today())


def _on(subject: Subject, side: str) -> ColumnElement[bool]:
    if side == "lent":
        return AuthDelegation.lender_id == subject.id
    if side == "received":
        return AuthDelegation.deputy_id == subject.id
    if "cases.assign" not in subject.permissions:
        return AuthDelegation.made_by == subject.id
    if subject.scope.all_departments:
        return true()
    return AuthDelegation.department_code.in_(sorted(subject.scope.departments))

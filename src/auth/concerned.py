"""Whom a task concerns, for what the office portal tells people: the nearest who can do it, and their deputies."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from auth.delegations import deputies_of
from auth.directory import ALL_DEPARTMENTS, line_of
from auth.models import AuthPosition, AuthRole, AuthSubject
from kit.database import Unit


def officers_concerned(
    unit: Unit, permission: str, department: str, assignee_id: uuid.UUID | None
) -> dict[uuid.UUID, str]:
    """Return those whom a task concerns with their accounts at the office portal: its assignee, or all who can do it.

    Of those who can, only the nearest in line: where the department has somebody, those above it see the task in
    their inbox and are not told of each. Deputies of the absent come last; who has no known account is left out.
    """
    officers = [assignee_id] if assignee_id is not None else _nearest(unit, permission, department)
    officers += [deputy for deputy in deputies_of(unit, officers, permission) if deputy not in officers]
    accounts = portal_accounts(unit, officers)
    return {officer_id: accounts[officer_id] for officer_id in officers if officer_id in accounts}


def portal_accounts(unit: Unit, officer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return officers' accounts at the office portal, in one query; who has no known account is left out."""
    wanted = select(AuthSubject.id, AuthSubject.account_id).where(AuthSubject.id.in_(officer_ids))
    return {row.id: row.account_id for row in unit.rows(wanted) if row.account_id is not None}


def departments_holding(unit: Unit, permission: str) -> list[str]:
    """Return the departments, by code, in which some officer's post carries a permission."""
    wanted = select(AuthPosition.department).where(AuthPosition.role.in_(_roles(unit, permission))).distinct()
    return sorted(row.department for row in unit.rows(wanted))


def _nearest(unit: Unit, permission: str, department: str) -> list[uuid.UUID]:
    line = [*line_of(unit, department), ALL_DEPARTMENTS]
    holders = select(AuthPosition.employee_code).where(AuthPosition.role.in_(_roles(unit, permission)))
    rows = unit.rows(
        select(AuthSubject.id, AuthPosition.department)
        .join(AuthPosition, AuthPosition.employee_code == AuthSubject.employee_code)
        .where(
            AuthPosition.department.in_(line),
            AuthSubject.employee_code.in_(holders),
            AuthSubject.account_id.is_not(None),
        )
        .order_by(AuthSubject.id)
    )
    nearest = min((line.index(row.department) for row in rows), default=0)
    return list(dict.fromkeys(row.id for row in rows if row.department == line[nearest]))


def _roles(unit: Unit, permission: str) -> Collection[str]:
    rows = unit.rows(select(AuthRole.code, AuthRole.permissions))
    return [row.code for row in rows if permission in row.permissions]

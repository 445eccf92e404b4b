"""Lending powers, taking them back, giving them back; and their end."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from auth import (
    SYSTEM,
    AuthDelegation,
    Lending,
    Officer,
    Subject,
    colleagues_of,
    count_standing,
    delegation_by_id,
    find_officer,
    renew_lent,
    require,
    supervises,
    write_delegation,
)
from engines.lifecycles import Record, apply_transition, write_event
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.outbox import Job, handles
from office.delegations.manifest import DELEGATION, LEND
from office.delegations.rules import (
    DeputyUnfit,
    LenderNotFound,
    check_deputy,
    check_number,
    check_permissions,
    check_term,
)


def lend_powers(subject: Subject, unit: Unit, context: Context, asked: Mapping[str, Any]) -> uuid.UUID:
    """Lend powers to a colleague and return the delegation; a supervisor may do so for one who fell ill.

    Errors: everything that :mod:`office.delegations.rules` refuses; 403 for another's powers without cases.assign.
    """
    lender = lender_of(subject, unit, context, asked["lender_id"])
    check_deputy(subject.id, lender.id, asked["deputy_id"])
    check_term(asked["from_on"], asked["until_on"], clock.today())
    permissions = check_permissions(asked["permissions"], lender.permissions)
    colleagues = {officer.id: officer for officer in colleagues_of(unit, context.vault, lender)}
    deputy = colleagues.get(asked["deputy_id"])
    if deputy is None:
        raise DeputyUnfit
    check_number(count_standing(unit, lender.id))
    lending = Lending(permissions, asked["from_on"], asked["until_on"], asked["reason"])
    delegation_id = write_delegation(subject, unit, lender, deputy, lending)
    record = Record(DELEGATION, AuthDelegation, delegation_id, "", 0, lender.department, lender.id, signers=[deputy.id])
    write_event(subject, unit, record, LEND, opinion=asked["reason"], detail={"permissions": permissions})
    day_after = clock.start_of(asked["until_on"] + timedelta(days=1))
    outbox.enqueue(
        unit, "delegations.end", {"delegation_id": str(delegation_id)}, key=f"end:{delegation_id}", run_at=day_after
    )
    unit.flush()
    return delegation_id


def lender_of(subject: Subject, unit: Unit, context: Context, lender_id: uuid.UUID | None) -> Officer:
    """Return whose powers are to be lent: one's own, or those of somebody whose work one assigns.

    Errors: :class:`LenderNotFound`, 403 without the permission to assign.
    """
    if lender_id not in {None, subject.id}:
        require(subject, "cases.assign")
    lender = find_officer(unit, context.vault, lender_id or subject.id)
    if lender is None or not (lender.id == subject.id or supervises(subject, lender.department)):
        raise LenderNotFound
    return lender


def end_delegation(subject: Subject, unit: Unit, delegation: Row[Any], turn: str, reason: str) -> None:
    """Take powers back (``revoke``, ``withdraw``) or give them back; the deputy's sessions lose them at once."""
    apply_transition(subject, unit, record_of(delegation), turn, opinion=reason or None)
    renew_lent(unit, delegation.deputy_id)


@handles("delegations.end")
def end_by_date(job: Job) -> None:
    """Say of a delegation whose last day has passed that it ended; its powers ended with that day."""
    found = delegation_by_id(job.unit, uuid.UUID(job.payload["delegation_id"]))
    if found is not None and found.state == "standing" and found.until_on < clock.today():
        end_delegation(SYSTEM, job.unit, found, "end", "")


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a delegation."""
    return Record(
        DELEGATION,
        AuthDelegation,
        row.id,
        row.state,
        row.version,
        row.department_code,
        row.lender_id,
        signers=[row.deputy_id],
    )

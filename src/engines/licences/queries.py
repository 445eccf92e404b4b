"""Reading licences: one's own in full, an office's in its scope, anybody's by its verification code in outline."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select, true

from auth import Subject
from engines.licences.issuing import holder_fingerprint
from engines.licences.lifecycle import LIVE
from engines.licences.models import Licence, LicenceType
from engines.licences.rules import LicenceNotFound
from kit import clock
from kit.crypto import Vault
from kit.database import Unit

LARGEST_COUNT = 1000
ONE_DAY = timedelta(days=1)

_columns = tuple(Licence.__table__.c)
_of_case = select(*_columns).where(Licence.case_id == bindparam("case_id")).order_by(Licence.id.desc())
_by_id = select(*_columns).where(Licence.id == bindparam("id"))
_by_code = select(*_columns).where(Licence.verify_code == bindparam("code"))


@dataclass(frozen=True)
class LicenceFilter:
    """What part of a list of licences is asked for; ``number`` is also an identifier, ``holder`` a whole name."""

    status: str | None = None
    type_code: str | None = None
    holder: str | None = None
    number: str | None = None
    expiring_before: date | None = None


def licence_type_names(unit: Unit) -> dict[str, str]:
    """Return every licence type's name by its code."""
    return {row.code: row.name for row in unit.rows(select(LicenceType.code, LicenceType.name))}


def licence_type_fields(unit: Unit) -> dict[str, list[str]]:
    """Return the names of every licence type's fields by its code."""
    rows = unit.rows(select(LicenceType.code, LicenceType.fields))
    return {row.code: [field["name"] for field in row.fields] for row in rows}


def licence_of_case(unit: Unit, case_id: uuid.UUID) -> Row[Any] | None:
    """Return the licence that a case produced, in its newest edition, or None."""
    return unit.first(_of_case.limit(1), {"case_id": case_id})


def licences_of_case(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return everything that a case produced, newest first."""
    return unit.rows(_of_case, {"case_id": case_id})


def licences_ended_by(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the licences that a case's decision ended or replaced."""
    return unit.rows(select(*_columns).where(Licence.ended_by_case_id == case_id).order_by(Licence.id))


def live_licences(unit: Unit, holder_id: uuid.UUID, type_code: str, issuer: str) -> Sequence[Row[Any]]:
    """Return a holder's licences of one type and issuer that can still be acted on, newest first."""
    return unit.rows(
        select(*_columns)
        .where(
            Licence.holder_id == holder_id,
            Licence.type_code == type_code,
            Licence.issuer == issuer,
            Licence.state.in_(LIVE),
        )
        .order_by(Licence.id.desc())
    )


def licences_of_cases(unit: Unit, case_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """Return the newest licence that each of several cases produced, by case."""
    rows = unit.rows(select(*_columns).where(Licence.case_id.in_(case_ids)).order_by(Licence.id))
    return {row.case_id: row for row in rows}


def own_licence(unit: Unit, subject: Subject, licence_id: uuid.UUID) -> Row[Any]:
    """Return a licence of the subject's own. Errors: :class:`LicenceNotFound`."""
    row = unit.first(_by_id, {"id": licence_id})
    if row is None or row.holder_id != subject.id:
        raise LicenceNotFound
    return row


def licence_for_officer(unit: Unit, subject: Subject, licence_id: uuid.UUID) -> Row[Any]:
    """Return a licence that a department in an officer's scope issued. Errors: :class:`LicenceNotFound`."""
    row = unit.first(_by_id, {"id": licence_id})
    if row is None or "licences.read" not in subject.permissions or not subject.scope.covers(row.issuer):
        raise LicenceNotFound
    return row


def licence_by_id(unit: Unit, licence_id: uuid.UUID) -> Row[Any]:
    """Return a licence for a job of the system. Errors: :class:`LicenceNotFound`."""
    row = unit.first(_by_id, {"id": licence_id})
    if row is None:
        raise LicenceNotFound
    return row


def list_licences(
    unit: Unit, subject: Subject, wanted: LicenceFilter, *, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's own licences, newest first."""
    statement = _narrowed(select(*_columns).where(Licence.holder_id == subject.id), wanted, None)
    return _page(unit, statement, after, rows)


def list_issued_licences(
    unit: Unit, subject: Subject, vault: Vault, wanted: LicenceFilter, *, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the licences that departments in an officer's scope issued, newest first."""
    return _page(unit, _narrowed(_issued_by(subject, *_columns), wanted, vault), after, rows)


def count_issued_licences(unit: Unit, subject: Subject, vault: Vault, wanted: LicenceFilter) -> int:
    """Return how many there are, counted up to :data:`LARGEST_COUNT` and no further."""
    inner = _narrowed(_issued_by(subject, Licence.id), wanted, vault).limit(LARGEST_COUNT).subquery()
    return int(unit.scalar(select(func.count()).select_from(inner)))


def verify_licence(unit: Unit, code: str) -> dict[str, Any]:
    """Return what anybody may know of a licence by its code.

    ``status_since`` is the day from which it is no longer valid; a replaced one says that a newer one exists, not
    which. Errors: :class:`LicenceNotFound`.
    """
    row = unit.first(_by_code, {"code": code})
    if row is None:
        raise LicenceNotFound
    status = present_status(row)
    return {
        "valid": status == "valid",
        "status": status,
        "status_since": _status_since(row, status),
        "suspended_until": row.suspended_until.isoformat() if status == "suspended" and row.suspended_until else None,
        "revoked_as": row.revoked_as if status == "revoked" else None,
        "newer_exists": status == "replaced",
        "identifier": row.identifier,
        "name": row.name,
        "holder": row.holder_name_masked,
        "issuer": row.issuer_name,
        "issued_on": row.issued_on.isoformat(),
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "checked_at": clock.local(clock.now()).isoformat(timespec="seconds"),
    }


def present_status(row: Row[Any]) -> str:
    """Return the status of a licence today: its state, or ``expired`` after its last day."""
    expired = row.expires_on is not None and row.expires_on < clock.today()
    return "expired" if row.state == "valid" and expired else str(row.state)


def _status_since(row: Row[Any], status: str) -> str | None:
    if status == "expired":
        return str(row.expires_on + ONE_DAY)
    return str(row.state_since) if status != "valid" and row.state_since else None


def _issued_by(subject: Subject, *columns: Any) -> Any:
    statement = select(*columns)
    if "licences.read" not in subject.permissions:
        return statement.where(~true())
    if not subject.scope.all_departments:
        statement = statement.where(Licence.issuer.in_(sorted(subject.scope.departments)))
    return statement


def _narrowed(statement: Any, wanted: LicenceFilter, vault: Vault | None) -> Any:
    expired = and_(Licence.state == "valid", Licence.expires_on < clock.today())
    if wanted.status == "expired":
        statement = statement.where(expired)
    elif wanted.status is not None:
        # NULL expires_on: the comparison is unknown, and the licence is good for ever.
        statement = statement.where(Licence.state == wanted.status, func.coalesce(~expired, true()))
    if wanted.type_code is not None:
        statement = statement.where(Licence.type_code == wanted.type_code)
    if wanted.holder is not None and vault is not None:
        statement = statement.where(Licence.holder_fingerprint == holder_fingerprint(vault, wanted.holder))
    if wanted.number is not None:
        statement = statement.where(or_(Licence.number == wanted.number, Licence.identifier == wanted.number))
    if wanted.expiring_before is not None:
        statement = statement.where(Licence.state == "valid", Licence.expires_on < wanted.expiring_before)
    return statement


def _page(unit: Unit, statement: Any, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    if after is not None:
        statement = statement.where(Licence.id < after)
    return unit.rows(statement.order_by(Licence.id.desc()).limit(rows))

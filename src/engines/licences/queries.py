"""Reading licences: one's own in full, anybody's by its verification code in outline."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select, true

from auth import Subject
from engines.licences.models import Licence, LicenceType
from kit import clock
from kit.crypto import Vault
from kit.database import Unit
from kit.errors import NotFound


class LicenceNotFound(NotFound):
    """No such licence, or another holder's."""

    code = "licence-not-found"
    zh = "没有找到该证照，请核对编号或二维码。"
    en = "There is no such licence. Check the code."


_columns = tuple(Licence.__table__.c)
_of_case = select(*_columns).where(Licence.case_id == bindparam("case_id")).order_by(Licence.id.desc()).limit(1)
_by_id = select(*_columns).where(Licence.id == bindparam("id"))
_by_code = select(*_columns).where(Licence.verify_code == bindparam("code"))


def licence_type_names(unit: Unit) -> dict[str, str]:
    """Return every licence type's name by its code."""
    return {row.code: row.name for row in unit.rows(select(LicenceType.code, LicenceType.name))}


def licence_of_case(unit: Unit, case_id: uuid.UUID) -> Row[Any] | None:
    """Return the licence that a case produced, or None."""
    return unit.first(_of_case, {"case_id": case_id})


def own_licence(unit: Unit, subject: Subject, licence_id: uuid.UUID) -> Row[Any]:
    """Return a licence of the subject's own. Errors: :class:`LicenceNotFound`."""
    row = unit.first(_by_id, {"id": licence_id})
    if row is None or row.holder_id != subject.id:
        raise LicenceNotFound
    return row


def licence_by_id(unit: Unit, licence_id: uuid.UUID) -> Row[Any]:
    """Return a licence for a job of the system. Errors: :class:`LicenceNotFound`."""
    row = unit.first(_by_id, {"id": licence_id})
    if row is None:
        raise LicenceNotFound
    return row


def list_licences(
    unit: Unit,
    subject: Subject,
    *,
    status: str | None,
    type_code: str | None,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return a subject's licences, newest first."""
    statement = select(*_columns).where(Licence.holder_id == subject.id)
    expired = and_(Licence.status == "valid", Licence.expires_on < clock.today())
    if status == "expired":
        statement = statement.where(expired)
    elif status is not None:
        # NULL expires_on: the comparison is unknown, and the licence is good for ever.
        statement = statement.where(Licence.status == status, func.coalesce(~expired, true()))
    if type_code is not None:
        statement = statement.where(Licence.type_code == type_code)
    if after is not None:
        statement = statement.where(Licence.id < after)
    return unit.rows(statement.order_by(Licence.id.desc()).limit(rows))


def verify_licence(unit: Unit, code: str) -> dict[str, Any]:
    """Return what anybody may know of a licence by its code. Errors: :class:`LicenceNotFound`."""
    row = unit.first(_by_code, {"code": code})
    if row is None:
        raise LicenceNotFound
    status = present_status(row)
    return {
        "valid": status == "valid",
        "status": status,
        "identifier": row.identifier,
        "name": row.name,
        "holder": row.holder_name_masked,
        "issuer": row.issuer_name,
        "issued_on": row.issued_on.isoformat(),
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "checked_at": clock.local(clock.now()).isoformat(timespec="seconds"),
    }


def present_status(row: Row[Any]) -> str:
    """Return the status of a licence today: what is stored, or ``expired`` after its last day."""
    expired = row.expires_on is not None and row.expires_on < clock.today()
    return "expired" if row.status == "valid" and expired else str(row.status)


def shown_licence(vault: Vault, public_url: str, row: Row[Any]) -> dict[str, Any]:
    """Return a licence as its holder sees it."""
    return {
        "id": str(row.id),
        "identifier": row.identifier,
        "number": row.number,
        "type_code": row.type_code,
        "name": row.name,
        "holder": vault.open(row.holder_name_sealed),
        "issuer": row.issuer_name,
        "issued_on": row.issued_on.isoformat(),
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "status": present_status(row),
        "version": row.version,
        "fields": vault.open_json(row.fields_sealed),
        "verify_code": row.verify_code,
        "verify_url": f"{public_url}/licences/verify/{row.verify_code}",
        "document_url": f"/services/v1/licences/{row.id}/document",
    }

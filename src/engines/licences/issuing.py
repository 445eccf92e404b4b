"""Issuing licences, in the transaction of the decision that grants them."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from auth import Subject
from engines.audit import record_act
from engines.licences.identifiers import licence_identifier
from engines.licences.models import Licence, LicenceType
from engines.numbering import next_number
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id
from kit.masking import mask_name

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16


@dataclass(frozen=True)
class Issued:
    """A licence just issued."""

    id: uuid.UUID
    identifier: str
    number: str
    verify_code: str


def store_licence_types(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the table of licence types what the pack says and return how many changed."""
    names = [column.name for column in LicenceType.__table__.c]
    present = {row.code: row._asdict() for row in unit.rows(select(*LicenceType.__table__.c))}
    wanted = {item["code"]: {name: item[name] for name in names} for item in items}
    changed = sorted(code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code))
    if changed:
        unit.write(delete(LicenceType).where(LicenceType.code.in_(changed)))
        if rows := [wanted[code] for code in changed if code in wanted]:
            unit.write(insert(LicenceType), rows)
    return len(changed)


def issue_licence(  # noqa: PLR0913 -- the facts of a licence, all by name
    subject: Subject,
    unit: Unit,
    context: Context,
    *,
    type_code: str,
    name: str,
    holder_id: uuid.UUID,
    holder_name: str,
    issuer: str,
    issuer_name: str,
    fields: Mapping[str, str],
    case_id: uuid.UUID,
    expires_on: date | None,
) -> Issued:
    """Write a new licence; drawing its document is a job.

    ``fields`` are title → value as the licence shows them. The serial is day and number of the issuer's register.
    """
    today = clock.today()
    sequence = next_number(unit, f"licence:{issuer}:{today:%Y%m%d}")
    serial = f"{today:%Y%m%d}{sequence:06d}"
    identifier = licence_identifier(type_code, issuer, serial)
    made = Issued(new_id(), identifier, serial, "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)))
    unit.add(
        Licence,
        id=made.id,
        identifier=identifier,
        verify_code=made.verify_code,
        type_code=type_code,
        name=name,
        number=serial,
        holder_id=holder_id,
        holder_name_sealed=context.vault.seal(holder_name),
        holder_name_masked=mask_name(holder_name),
        issuer=issuer,
        issuer_name=issuer_name,
        fields_sealed=context.vault.seal_json(dict(fields)),
        issued_on=today,
        expires_on=expires_on,
        status="valid",
        version=1,
        case_id=case_id,
        issued_at=clock.now(),
    )
    record_act(subject, unit, "licences.issue", "licence", made.id, identifier=identifier)
    outbox.enqueue(unit, "licences.draw", {"licence_id": str(made.id)}, key=f"draw:{made.id}:1")
    return made

"""Issuing licences, in the transaction of the decision that grants them, and newer editions of those issued."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from auth import Subject
from engines.licences.identifiers import licence_identifier
from engines.licences.lifecycle import ISSUE, LICENCE
from engines.licences.models import Licence, LicenceType
from engines.lifecycles import Record, write_event
from engines.numbering import next_number
from kit import clock, outbox
from kit.context import Context
from kit.crypto import Vault
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


@dataclass(frozen=True)
class LicenceContent:
    """What a licence says, and of whom; ``fields`` are title → value as it shows them."""

    type_code: str
    name: str
    holder_id: uuid.UUID
    holder_name: str
    issuer: str
    issuer_name: str
    fields: Mapping[str, str]
    case_id: uuid.UUID
    expires_on: date | None


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


def issue_licence(subject: Subject, unit: Unit, context: Context, content: LicenceContent) -> Issued:
    """Write a new licence; drawing its document is a job. The serial is day and number of the issuer's register."""
    today = clock.today()
    sequence = next_number(unit, f"licence:{content.issuer}:{today:%Y%m%d}")
    return _write(subject, unit, context, content, f"{today:%Y%m%d}{sequence:06d}", 1, {})


def issue_edition(subject: Subject, unit: Unit, context: Context, before: Row[Any], content: LicenceContent) -> Issued:
    """Write the next edition of a licence: its number stays, its version part and its code are new (GB/T 36904)."""
    # Not the one after ``before``: an edition that was taken back keeps its identifier.
    latest = unit.scalar(
        select(func.max(Licence.edition)).where(
            Licence.number == before.number, Licence.type_code == before.type_code, Licence.issuer == before.issuer
        )
    )
    return _write(subject, unit, context, content, before.number, latest + 1, {"replaces": before.identifier})


def content_of(vault: Vault, row: Row[Any]) -> LicenceContent:
    """Return what a stored licence says."""
    return LicenceContent(
        type_code=row.type_code,
        name=row.name,
        holder_id=row.holder_id,
        holder_name=vault.open(row.holder_name_sealed),
        issuer=row.issuer,
        issuer_name=row.issuer_name,
        fields=vault.open_json(row.fields_sealed),
        case_id=row.case_id,
        expires_on=row.expires_on,
    )


def holder_fingerprint(vault: Vault, name: str) -> str:
    """Return the keyed hash by which licences are found by their holder's name."""
    return vault.fingerprint("licence_holder", name)


def _write(
    subject: Subject,
    unit: Unit,
    context: Context,
    content: LicenceContent,
    number: str,
    edition: int,
    detail: Mapping[str, Any],
) -> Issued:
    identifier = licence_identifier(content.type_code, content.issuer, number, edition)
    made = Issued(new_id(), identifier, number, "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)))
    unit.add(
        Licence,
        id=made.id,
        identifier=identifier,
        verify_code=made.verify_code,
        type_code=content.type_code,
        name=content.name,
        number=number,
        edition=edition,
        holder_id=content.holder_id,
        holder_name_sealed=context.vault.seal(content.holder_name),
        holder_name_masked=mask_name(content.holder_name),
        holder_fingerprint=holder_fingerprint(context.vault, content.holder_name),
        issuer=content.issuer,
        issuer_name=content.issuer_name,
        fields_sealed=context.vault.seal_json(dict(content.fields)),
        issued_on=clock.today(),
        expires_on=content.expires_on,
        state=LICENCE.state("valid").code,
        version=1,
        case_id=content.case_id,
        issued_at=clock.now(),
    )
    record = Record(LICENCE, Licence, made.id, "", 0, content.issuer, content.holder_id)
    write_event(subject, unit, record, ISSUE, detail={"identifier": identifier, **detail})
    outbox.enqueue(unit, "licences.draw", {"licence_id": str(made.id)}, key=f"draw:{made.id}:{edition}")
    return made

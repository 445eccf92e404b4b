"""Who is barred (限制来访名单): looked up whenever somebody is invited, consents or is admitted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from auth import Subject
from engines.visitors.access import bar_seen
from engines.visitors.models import BARRED_COLUMNS, BarredVisitor
from engines.visitors.people import hashes_of
from engines.visitors.refusals import BarNotFound, VisitorBarred
from kit import clock
from kit.crypto import Vault
from kit.database import Unit

HASHES = ("phone_hash", "certificate_hash")


@dataclass(frozen=True)
class BarFilter:
    """Which bars are asked for: those that hold today or not, and those whose last day lies before another."""

    active: bool | None = None
    until_before: date | None = None
    department_code: str | None = None


def barred_among(unit: Unit, vault: Vault, department_code: str, visitors: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of those visitors whom a department does not receive in its buildings today, in their order.

    ``visitors`` are ``{name, phone, certificate_type, certificate_number}`` each; a phone or a certificate is enough
    to recognise somebody.
    """
    hashes = [hashes_of(vault, visitor) for visitor in visitors]
    found = _known_by(unit, department_code, hashes)
    return [
        visitor["name"]
        for visitor, own in zip(visitors, hashes, strict=True)
        if any(own[name] in found[name] for name in HASHES)
    ]


def check_not_barred(unit: Unit, vault: Vault, department_code: str, visitors: Sequence[Mapping[str, Any]]) -> None:
    """Refuse visitors of whom a department does not receive all. Errors: :class:`VisitorBarred`, which names them."""
    names = barred_among(unit, vault, department_code, visitors)
    if names:
        raise VisitorBarred(visitors="、".join(names))


def _known_by(
    unit: Unit, department_code: str, hashes: Sequence[Mapping[str, str | None]]
) -> dict[str, set[str | None]]:
    wanted = {name: {own[name] for own in hashes} - {None} for name in HASHES}
    known = [getattr(BarredVisitor, name).in_(sorted(map(str, wanted[name]))) for name in HASHES if wanted[name]]
    if not known:
        return {name: set() for name in HASHES}
    columns = [getattr(BarredVisitor, name) for name in HASHES]
    rows = unit.rows(select(*columns).where(BarredVisitor.department_code == department_code, holding(), or_(*known)))
    return {name: {getattr(row, name) for row in rows} - {None} for name in HASHES}


def holding() -> ColumnElement[bool]:
    """Return the condition that a bar holds today."""
    return and_(BarredVisitor.lifted_at.is_(None), BarredVisitor.until >= clock.today())


def list_bars(
    unit: Unit, subject: Subject, wanted: BarFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the bars of the buildings that an officer guards, newest first."""
    statement = select(*BARRED_COLUMNS).where(bar_seen(subject))
    if wanted.active is not None:
        statement = statement.where(holding() if wanted.active else ~holding())
    if wanted.until_before is not None:
        statement = statement.where(BarredVisitor.until < wanted.until_before)
    if wanted.department_code is not None:
        statement = statement.where(BarredVisitor.department_code == wanted.department_code)
    if after is not None:
        statement = statement.where(BarredVisitor.id < after)
    return unit.rows(statement.order_by(BarredVisitor.id.desc()).limit(rows))


def bar_of(unit: Unit, subject: Subject, bar_id: uuid.UUID) -> Row[Any]:
    """Return a bar that an officer sees. Errors: :class:`BarNotFound`."""
    row = unit.first(select(*BARRED_COLUMNS).where(BarredVisitor.id == bar_id, bar_seen(subject)))
    if row is None:
        raise BarNotFound
    return row

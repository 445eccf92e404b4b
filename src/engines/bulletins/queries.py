"""Reading bulletins: they are their organ's own until the document goes out."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.assessment import COMPUTE, in_reach, reach, reach_or_none
from engines.bulletins.models import Bulletin
from engines.bulletins.refusals import BulletinNotFound
from engines.files import read_made
from kit.context import Context
from kit.database import Unit


def bulletin_at(unit: Unit, assessment_id: uuid.UUID) -> Row[Any] | None:
    """Return the bulletin of a period's scores, or None."""
    return unit.first(select(*Bulletin.__table__.c).where(Bulletin.assessment_id == assessment_id))


def bulletin_for(subject: Subject, unit: Unit, bulletin_id: uuid.UUID) -> Row[Any]:
    """Return a bulletin of an organ that a subject assesses for. Errors: :class:`BulletinNotFound`."""
    row = unit.first(select(*Bulletin.__table__.c).where(Bulletin.id == bulletin_id))
    if row is None or not reach_or_none(subject, COMPUTE).covers(row.department_code):
        raise BulletinNotFound
    return row


def list_bulletins(
    subject: Subject,
    unit: Unit,
    *,
    scheme_code: str | None = None,
    period_kind: str | None = None,
    after: uuid.UUID | None = None,
    rows: int = 20,
) -> Sequence[Row[Any]]:
    """Return the bulletins of organs that a subject assesses for, newest first. Errors: :class:`PermissionMissing`."""
    wanted = select(*Bulletin.__table__.c).where(in_reach(reach(subject, COMPUTE), Bulletin.department_code))
    if scheme_code is not None:
        wanted = wanted.where(Bulletin.scheme_code == scheme_code)
    if period_kind is not None:
        wanted = wanted.where(Bulletin.period_kind == period_kind)
    if after is not None:
        wanted = wanted.where(Bulletin.id < after)
    return unit.rows(wanted.order_by(Bulletin.id.desc()).limit(rows))


def charts_of(context: Context, row: Row[Any]) -> Iterator[bytes]:
    """Yield the charts of a bulletin as they were composed (PDF), piece by piece."""
    return read_made(context, charts_name(row.id, row.version))


def charts_name(bulletin_id: uuid.UUID, version: int) -> str:
    """Return under which name the charts of a version lie."""
    return f"bulletins/{bulletin_id}/{version}.pdf"

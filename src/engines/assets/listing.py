"""Reading assets: one, lists and counts, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from auth import Subject
from engines.assets.access import visible
from engines.assets.models import Asset
from engines.assets.refusals import AssetNotFound
from kit.database import Unit

COLUMNS = tuple(Asset.__table__.c)
#: A count goes this far and says so.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class AssetFilter:
    """What part of the assets is asked for; ``warranty_before`` are those whose warranty ends before a day."""

    state: str | None = None
    department: str | None = None
    category: str | None = None
    user: str | None = None
    bought_from: date | None = None
    bought_to: date | None = None
    warranty_before: date | None = None
    words: str | None = None


def asset_of(unit: Unit, subject: Subject, asset_id: uuid.UUID) -> Row[Any]:
    """Return an asset that an officer sees. Errors: :class:`AssetNotFound`."""
    row = unit.first(select(*COLUMNS).where(Asset.id == asset_id, visible(subject)))
    if row is None:
        raise AssetNotFound
    return row


def list_assets(
    unit: Unit, subject: Subject, wanted: AssetFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return assets that an officer sees, newest first."""
    statement = _wanted(subject, wanted, *COLUMNS)
    if after is not None:
        statement = statement.where(Asset.id < after)
    return unit.rows(statement.order_by(Asset.id.desc()).limit(rows))


def count_assets(unit: Unit, subject: Subject, wanted: AssetFilter) -> dict[str, Any]:
    """Count assets that an officer sees by state, and what they were bought for, of the newest that are counted."""
    newest = (
        _wanted(subject, wanted, Asset.state, Asset.price_fen).order_by(Asset.id.desc()).limit(MOST_COUNTED).subquery()
    )
    sums = (func.count().label("number"), func.sum(newest.c.price_fen).label("price_fen"))
    found = unit.rows(select(newest.c.state, *sums).group_by(newest.c.state))
    total = sum(row.number for row in found)
    return {
        "states": {row.state: row.number for row in found},
        # A sum of big integers is a decimal on PostgreSQL, of whole fen.
        "price_fen": sum(int(row.price_fen) for row in found),
        "total": total,
        "complete": total < MOST_COUNTED,
    }


def _wanted(subject: Subject, wanted: AssetFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).where(visible(subject))
    same = {"state": wanted.state, "department_code": wanted.department, "user_name": wanted.user}
    for name, value in same.items():
        if value is not None:
            statement = statement.where(getattr(Asset, name) == value)
    if wanted.category is not None:
        # GB/T 14885 is a tree by prefix: A0201 are all computers.
        statement = statement.where(Asset.category.startswith(wanted.category, autoescape=True))
    if wanted.bought_from is not None:
        statement = statement.where(Asset.bought_on >= wanted.bought_from)
    if wanted.bought_to is not None:
        statement = statement.where(Asset.bought_on <= wanted.bought_to)
    if wanted.warranty_before is not None:
        statement = statement.where(Asset.warranty_until < wanted.warranty_before)
    if wanted.words:
        exact = [column == wanted.words for column in (Asset.number, Asset.serial_number)]
        found = [column.contains(wanted.words, autoescape=True) for column in (Asset.name, Asset.model, Asset.place)]
        statement = statement.where(or_(*exact, *found))
    return statement

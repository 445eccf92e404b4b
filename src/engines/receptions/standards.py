"""The city's standards by the level of guests, as its pack has them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from engines.receptions.limits import Standard
from engines.receptions.models import ReceptionStandard
from kit.database import Unit

_SAID = Standard._fields


def store_reception_standards(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the standards what a pack says, the highest level first, and return how many changed.

    ``items`` are ``{code, name, meal_fen, lodging_fen, basis}``. A list is held to those of its day.
    """
    present = {row.code: row for row in unit.rows(select(*ReceptionStandard.__table__.c))}
    wanted = {item["code"]: {name: item[name] for name in _SAID} | {"place": at} for at, item in enumerate(items)}
    gone = present.keys() - wanted.keys()
    if gone:
        unit.write(delete(ReceptionStandard).where(ReceptionStandard.code.in_(sorted(gone))))
    changed = len(gone)
    for code, said in wanted.items():
        row = present.get(code)
        if row is None:
            unit.add(ReceptionStandard, **said)
        elif any(getattr(row, name) != value for name, value in said.items()):
            unit.write(update(ReceptionStandard).where(ReceptionStandard.code == code).values(**said))
        else:
            continue
        changed += 1
    return changed


def standards_of(unit: Unit) -> dict[str, Standard]:
    """Return the standards by the codes of their levels, the highest first."""
    table = ReceptionStandard
    columns = [getattr(table, name) for name in _SAID]
    return {row.code: Standard._make(row) for row in unit.rows(select(*columns).order_by(table.place))}

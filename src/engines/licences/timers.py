"""What happens to licences by itself: a suspension ends after its last day."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import SYSTEM
from engines.licences.models import Licence
from engines.licences.queries import licence_by_id
from engines.licences.turning import Grounds, turn_licence
from engines.lifecycles import run_due
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200


def run_licence_timers(context: Context) -> int:
    """Do what is due today and return how many licences it touched."""
    return run_due(context, _served, _lift)


def _served(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(
        select(Licence.id)
        .where(Licence.suspended_until < clock.today(), Licence.state == "suspended")
        .order_by(Licence.suspended_until, Licence.id)
        .limit(BATCH)
    )


def _lift(unit: Unit, _context: Context, licence_id: uuid.UUID) -> None:
    row = licence_by_id(unit, licence_id)
    if row.suspended_until is None or row.suspended_until >= clock.today():
        return
    grounds = Grounds(f"暂停期限至 {row.suspended_until.isoformat()} 届满", "")
    turn_licence(SYSTEM, unit, row, "lift", grounds, changes={"suspended_until": None})

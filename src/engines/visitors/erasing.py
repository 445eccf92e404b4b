"""Erasing what is known of visitors, and of who was barred, once it is not needed any more.

Source: 个人信息保护法 第十九条 (kept no longer than needed), 第四十七条 (erased by the handler itself). What stays of a
visit is when, where and by whom somebody was received, for counting.
"""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, or_, select, update

from auth import SYSTEM, Subject
from engines.audit import record_act
from engines.lifecycles import apply_transition
from engines.visitors.lifecycle import VISIT, visit_record
from engines.visitors.models import BarredVisitor
from engines.visitors.people import ERASED
from kit import clock
from kit.context import Context
from kit.database import Unit

#: A bar that holds no more is kept so long, for who complains of it.
BAR_KEEP_DAYS = 30
BATCH = 200


def erasure(subject: Subject, unit: Unit, row: Row[Any], ground: str) -> dict[str, Any]:
    """Write into the audit trail that a visitor's data are erased, and return the visit's columns by then.

    ``ground``: their ``term`` is over, or the consent was ``withdrawn``.
    """
    record_act(subject, unit, "visit.erase_data", VISIT.code, row.id, ground=ground)
    return {**ERASED, "erased_at": clock.now()}


def erase_visitor(unit: Unit, row: Row[Any]) -> None:
    """Erase what is known of a visitor after their term."""
    apply_transition(SYSTEM, unit, visit_record(row), "erase", changes=erasure(SYSTEM, unit, row, "term"))


def bars_to_erase(unit: Unit) -> Any:
    """Return the bars that have not held for :data:`BAR_KEEP_DAYS`."""
    day, bar = clock.today() - timedelta(days=BAR_KEEP_DAYS), BarredVisitor
    over = or_(bar.until < day, bar.lifted_at < clock.start_of(day))
    return unit.rows(select(bar.id).where(bar.erased_at.is_(None), over).order_by(bar.id).limit(BATCH))


def erase_bar(unit: Unit, _context: Context, bar_id: uuid.UUID) -> None:
    """Erase who was barred and why."""
    gone = dict.fromkeys(("person_sealed", "phone_hash", "certificate_hash", "lift_reason_sealed"))
    values = {**gone, "erased_at": clock.now(), "version": BarredVisitor.version + 1}
    own = (BarredVisitor.id == bar_id, BarredVisitor.erased_at.is_(None))
    if unit.write(update(BarredVisitor).where(*own).values(**values)).rowcount:
        record_act(SYSTEM, unit, "barred_visitor.erase", "barred_visitor", bar_id)

"""What becomes of exports by themselves: files that expire, and an export that nobody works on any more."""

import uuid
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, and_, or_, select, update

from auth import SYSTEM
from engines.exports.lifecycle import record_of
from engines.exports.models import Export
from engines.exports.queries import export_by_id
from engines.files import delete_made
from engines.lifecycles import apply_transition
from kit import clock
from kit.context import Context

log = structlog.get_logger(__name__)
BATCH = 100
ENDED = ("cancelled", "failed", "expired")
#: A step that was on its way when the export ended may still write its part.
SETTLED = timedelta(hours=1)
#: Longer than the outbox tries a job.
STALLED = timedelta(hours=6)


def tidy_exports(context: Context) -> int:
    """Expire, give up and clear what is due and return how many exports that touched."""
    moment = clock.now()
    due = or_(
        and_(Export.state == "running", Export.moved_at < moment - STALLED),
        and_(Export.state == "done", Export.expires_at < moment),
        and_(Export.state.in_(ENDED), Export.moved_at < moment - SETTLED),
    )
    with context.database.unit() as unit:
        found = unit.rows(
            select(Export.id).where(Export.cleared_at.is_(None), due).order_by(Export.moved_at).limit(BATCH)
        )
    return sum(_tidy(context, row.id) for row in found)


def _tidy(context: Context, export_id: uuid.UUID) -> bool:
    try:
        with context.database.unit() as unit:
            export = export_by_id(unit, export_id)
            if export is None:
                return False
            if export.state == "running":
                changes = {"failure": "stalled", "moved_at": clock.now(), "finished_at": clock.now()}
                apply_transition(SYSTEM, unit, record_of(export), "fail", changes=changes)
                return True
            delete_made(context, str(export.id))
            if export.state == "done":
                export = _expired(unit, export)
            unit.write(update(Export).where(Export.id == export.id).values(cleared_at=clock.now(), parts=[]))
    except Exception as error:  # noqa: BLE001 -- one bad export must not stop the others
        log.warning("exports.tidying_failed", export_id=str(export_id), error=type(error).__name__)
        return False
    return True


def _expired(unit: Any, export: Row[Any]) -> Row[Any]:
    return apply_transition(SYSTEM, unit, record_of(export), "expire", changes={"moved_at": clock.now()})

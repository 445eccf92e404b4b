"""When a sync is asked for: once a day, and by the portal's events, of which many in a row are one sync."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from auth import employee_codes
from engines.directory.models import DirectorySync
from engines.directory.syncing import QUEUED
from gateways import Gateways
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import enqueue

EVERY = timedelta(days=1)
#: An event's sync waits a moment, so that what changes together is read once.
GATHERING = timedelta(seconds=30)
#: The callback is unsigned: whoever calls it moves us to look everybody up this often and no oftener.
WHOLE_BY_EVENT = timedelta(hours=1)


def sync_when_due(context: Context) -> bool:
    """Ask for the daily sync when the last is a day ago, and tell whether that was so.

    Without a tenant the city has not connected the directory yet.
    """
    gateways: Gateways = context.gateways
    if not gateways.zhezhengding.settings.tenant_id:
        return False
    with context.database.unit() as unit:
        newest = _newest(unit, "daily")
        if newest is not None and newest > clock.now() - EVERY:
            return False
        _ask(unit, "daily", None, clock.now())
    return True


def note_event(unit: Unit, codes: Collection[str] | None) -> bool:
    """Ask for a sync of some officers, or of everybody (None), since the portal says that something changed.

    What it says is only a hint: unknown officers are passed over, all others looked up. Returns whether a sync was
    asked for; one that waits already is enough.
    """
    wanted = None if codes is None else sorted(set(codes) & set(employee_codes(unit)))
    if wanted == []:
        return False
    waiting = unit.rows(select(DirectorySync.employee_codes).where(DirectorySync.state == QUEUED))
    if any(row.employee_codes is None or row.employee_codes == wanted for row in waiting):
        return False
    run_at = clock.now() + GATHERING
    newest = _newest(unit, "event", whole=True)
    if wanted is None and newest is not None:
        run_at = max(run_at, newest + WHOLE_BY_EVENT)
    _ask(unit, "event", wanted, run_at)
    return True


def _newest(unit: Unit, cause: str, *, whole: bool = False) -> datetime | None:
    statement = select(func.max(DirectorySync.asked_at)).where(DirectorySync.cause == cause)
    if whole:
        statement = statement.where(DirectorySync.employee_codes.is_(None))
    found: datetime | None = unit.scalar(statement)
    return found


def _ask(unit: Unit, cause: str, codes: list[str] | None, run_at: datetime) -> None:
    sync_id = new_id()
    unit.add(
        DirectorySync,
        id=sync_id,
        cause=cause,
        state=QUEUED,
        employee_codes=codes,
        asked_at=clock.now(),
        ended_at=None,
        known=None,
        joined=None,
        changed=None,
        departed=None,
        withdrawn=None,
        restored=None,
    )
    enqueue(unit, "directory.sync", {"sync_id": str(sync_id)}, key=f"sync:{sync_id}", run_at=run_at)

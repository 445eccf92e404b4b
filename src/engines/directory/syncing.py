"""One sync: look officers up, compare, and carry the changes out unless they are too large to be true."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Row, select, update

from auth import OfficerChanges, apply_officers, compare_officers, employee_codes
from engines.directory.models import DirectorySync
from engines.directory.reading import read_officers
from gateways import Gateways
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Conflict
from kit.outbox import Job, handles

log = structlog.get_logger(__name__)
DONE, STOPPED, QUEUED = "done", "stopped", "queued"


class LossTooLarge(Conflict):
    """So many officers would lose their posts that the directory, or what we may see of it, is more likely wrong."""

    code = "directory-loss-too-large"
    zh = "本次同步将使 {known} 名人员中的 {losers} 名失去岗位，超过上限，未作更改；请核对“浙政钉”通讯录授权范围后重试。"
    en = (
        "This sync would take their posts from {losers} of {known} officers, which is over the limit; nothing was "
        "changed. Check what the application may see of the directory, then sync again."
    )


@dataclass(frozen=True)
class Outcome:
    """What a sync found, in numbers of officers and posts."""

    known: int
    joined: int
    changed: int
    departed: int
    withdrawn: int
    restored: int


def synchronise(
    unit: Unit,
    context: Context,
    codes: list[str] | None = None,
    *,
    hold: Callable[[], None] = lambda: None,
    dry: bool = False,
) -> Outcome:
    """Bring officers (everybody by default) to what the directory says; ``dry`` only tells what would change.

    Errors: :class:`LossTooLarge`, those of gateways; then nothing is changed.
    """
    gateways: Gateways = context.gateways
    portal = gateways.zhezhengding
    asked = employee_codes(unit) if codes is None else codes
    changes = compare_officers(unit, context.vault, asked, read_officers(portal.directory, asked, hold))
    if len(changes.losers) > portal.settings.largest_loss * changes.known:
        raise LossTooLarge(losers=len(changes.losers), known=changes.known)
    if not dry:
        apply_officers(unit, context.vault, changes)
    return _outcome(changes)


def _outcome(changes: OfficerChanges) -> Outcome:
    return Outcome(
        changes.known,
        len(changes.joined),
        len(changes.changed),
        len(changes.left),
        len(changes.withdrawn),
        len(changes.restored),
    )


@handles("directory.sync")
def carry_out(job: Job) -> None:
    """Carry out a sync that was asked for; one that is stopped is said so in its row and in the log."""
    sync_id = uuid.UUID(job.payload["sync_id"])
    row = job.unit.first(select(*DirectorySync.__table__.c).where(DirectorySync.id == sync_id))
    if row is None or row.state != QUEUED:
        return
    try:
        outcome = synchronise(job.unit, job.context, row.employee_codes, hold=job.hold)
    except LossTooLarge as error:
        log.warning("directory.stopped", cause=row.cause, **error.values)
        _end(job.unit, row, STOPPED, known=error.values["known"], withdrawn=error.values["losers"])
    else:
        log.info("directory.synchronised", cause=row.cause, **vars(outcome))
        _end(job.unit, row, DONE, **vars(outcome))


def _end(unit: Unit, row: Row[tuple[object, ...]], state: str, **numbers: object) -> None:
    unit.write(
        update(DirectorySync).where(DirectorySync.id == row.id).values(state=state, ended_at=clock.now(), **numbers)
    )

"""Counting the cases of the last year: every hour by the worker, or at once when asked. Requests read the outcome."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select

from engines.cases import decided_by_days, filed_by_channel, materials_by_way
from engines.indicators.models import IndicatorRun, MatterUsage
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id

PERIOD = timedelta(days=365)
EVERY = timedelta(hours=1)
#: Over the counter; every other channel is online (网上申报).
OFFLINE_CHANNEL = "window"
TOPIC = "indicators.count"


@dataclass(frozen=True)
class Usage:
    """The newest counting: when, of which days, and what it found by matter."""

    as_of: datetime | None
    period_from: date | None
    period_to: date | None
    by_matter: dict[str, Row[Any]]


@dataclass
class _Counted:
    """What is being counted of one matter."""

    name: str = ""
    region: str = ""
    department: str = ""
    topic: str = ""
    channels: Counter[str] = field(default_factory=Counter)
    materials: Counter[str] = field(default_factory=Counter)
    decided: int = 0
    on_time: int = 0
    office: Counter[int] = field(default_factory=Counter)
    total: Counter[int] = field(default_factory=Counter)


def read_usage(unit: Unit) -> Usage:
    """Return the newest counting; empty before the first."""
    newest = select(IndicatorRun.id).order_by(IndicatorRun.as_of.desc(), IndicatorRun.id.desc()).limit(1)
    rows = unit.rows(
        select(IndicatorRun.as_of, IndicatorRun.period_from, IndicatorRun.period_to, *MatterUsage.__table__.c)
        .join(MatterUsage, MatterUsage.run_id == IndicatorRun.id, isouter=True)
        .where(IndicatorRun.id == newest.scalar_subquery())
    )
    if not rows:
        return Usage(None, None, None, {})
    first = rows[0]
    found = {row.matter_code: row for row in rows if row.matter_code is not None}
    return Usage(first.as_of, first.period_from, first.period_to, found)


def ask_for_count(unit: Unit) -> datetime:
    """Let a job count the cases now and return the moment from which its figures will be."""
    moment = clock.now()
    outbox.enqueue(unit, "indicators.count", {"asked_at": moment.isoformat()}, key=TOPIC)
    return moment


def count_when_due(context: Context) -> bool:
    """Count when the newest counting is older than :data:`EVERY`, and tell whether that was so."""
    with context.database.unit() as unit:
        newest = _newest(unit)
        if newest is not None and newest > clock.now() - EVERY:
            return False
        count_cases(unit)
    return True


def count_cases(unit: Unit) -> None:
    """Count the cases of the last year, matter by matter, and forget the countings before."""
    moment = clock.now()
    today = clock.local(moment).date()
    first = today - PERIOD
    counted = _count(unit, clock.start_of(first))
    run_id = new_id()
    unit.write(delete(MatterUsage))
    unit.write(delete(IndicatorRun))
    unit.add(IndicatorRun, id=run_id, as_of=moment, period_from=first, period_to=today)
    for code, item in counted.items():
        unit.add(MatterUsage, run_id=run_id, matter_code=code, **_row(item))
    unit.flush()


@outbox.handles(TOPIC)
def _count_now(job: outbox.Job) -> None:
    newest = _newest(job.unit)
    if newest is None or newest < datetime.fromisoformat(job.payload["asked_at"]):
        count_cases(job.unit)


def _newest(unit: Unit) -> datetime | None:
    found: datetime | None = unit.scalar(select(IndicatorRun.as_of).order_by(IndicatorRun.as_of.desc()).limit(1))
    return found


def _count(unit: Unit, since: datetime) -> dict[str, _Counted]:
    counted: dict[str, _Counted] = {}
    for row in filed_by_channel(unit, since):
        _of(counted, row).channels[row.channel] += row.cases
    for row in materials_by_way(unit, since):
        if row.matter_code in counted:  # else its first case came in since the statement before
            counted[row.matter_code].materials[row.satisfied_by] += row.materials
    for row in decided_by_days(unit, since):
        item = _of(counted, row)
        item.decided += row.cases
        item.on_time += row.cases if row.on_time else 0
        if row.delivered:
            item.office[row.office_days] += row.cases
            item.total[row.office_days + row.other_days] += row.cases
    return counted


def _of(counted: dict[str, _Counted], row: Row[Any]) -> _Counted:
    known = (row.matter_name, row.region, row.department, row.topic)
    return counted.setdefault(row.matter_code, _Counted(*known))


def _row(item: _Counted) -> dict[str, Any]:
    filed = item.channels.total()
    return {
        "matter_name": item.name,
        "region": item.region,
        "department": item.department,
        "topic": item.topic,
        "filed": filed,
        "filed_online": filed - item.channels[OFFLINE_CHANNEL],
        "channels": dict(item.channels),
        "materials": dict(item.materials),
        "decided": item.decided,
        "on_time": item.on_time,
        "delivered": item.office.total(),
        "office_median": percentile(item.office, 50),
        "office_p90": percentile(item.office, 90),
        "total_median": percentile(item.total, 50),
        "total_p90": percentile(item.total, 90),
    }


def percentile(days: Counter[int], percent: int) -> int | None:
    """Return the value that ``percent`` of a hundred do not exceed (nearest rank), or None of nothing."""
    rank = -(-days.total() * percent // 100)
    return next((day for day, upto in _running(days) if upto >= rank), None)


def _running(days: Counter[int]) -> Iterable[tuple[int, int]]:
    upto = 0
    ordered: Sequence[tuple[int, int]] = sorted(days.items())
    for day, number in ordered:
        upto += number
        yield day, upto

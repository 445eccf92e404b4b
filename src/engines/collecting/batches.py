"""Making batches: a span at a time, page by page, by one process at once."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update

from engines.collecting.models import CollectionBatch
from engines.collecting.rows import Changes
from engines.evaluations import Evaluation
from engines.lifecycles import LifecycleEvent
from gateways.national_collection import Batch, BatchFiles, NationalCollectionSettings
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.settings import read_optional_section

log = structlog.get_logger(__name__)

PAGE = 200
#: Who makes a batch says this often that it still does; who says nothing for so long has died.
HELD = timedelta(minutes=5)
BEGINNING = uuid.UUID(int=0)


def collect_when_due(context: Context) -> int:
    """Make the day's batches once its hour has come, and return how many; nothing where no folder is set."""
    settings = _settings(context)
    moment = clock.local(clock.now())
    if settings is None or moment.hour < settings.hour:
        return 0
    with context.database.unit() as unit:
        newest = unit.scalar(select(func.max(CollectionBatch.handed_over_at)))
        unfinished = _unfinished(unit) is not None
    if newest is not None and not unfinished and clock.local(newest).date() >= moment.date():
        return 0
    return len(collect(context))


def collect(context: Context) -> list[str]:
    """Make batches of all that happened up to now, and return their numbers; none where no folder is set."""
    settings = _settings(context)
    made: list[str] = []
    while settings is not None and (batch := _begin(context, settings)) is not None:
        _make(context, settings, batch)
        made.append(batch.number)
    return made


def _settings(context: Context) -> NationalCollectionSettings | None:
    return read_optional_section(NationalCollectionSettings, "NATIONAL_COLLECTION", context.settings.values)


def _unfinished(unit: Unit) -> Row[Any] | None:
    return unit.first(select(*CollectionBatch.__table__.c).where(CollectionBatch.handed_over_at.is_(None)))


def _begin(context: Context, settings: NationalCollectionSettings) -> Row[Any] | None:
    """Take the batch that was left unfinished, or the next one; None while another has it, or nothing happened."""
    try:
        with context.database.unit() as unit:
            left = _unfinished(unit)
            number = left.number if left is not None else _add(unit, settings)
            if number is None:
                return None
            moment = clock.now()
            held = unit.write(
                update(CollectionBatch)
                .where(CollectionBatch.number == number, CollectionBatch.held_until <= moment)
                .values(held_until=moment + HELD)
            )
            return _unfinished(unit) if held.rowcount == 1 else None
    except DuplicateRow:
        return None  # Another process began it at the same moment.


def _add(unit: Unit, settings: NationalCollectionSettings) -> str | None:
    """Write the next batch: what came after the one before, and is old enough to be complete."""
    after = unit.scalar(select(CollectionBatch.to_id).order_by(CollectionBatch.to_id.desc()).limit(1)) or BEGINNING
    moment = clock.now()
    settled = moment - timedelta(seconds=settings.settle_seconds)
    events = _ids(unit, select(LifecycleEvent.id).where(LifecycleEvent.at <= settled), after, settings.most_events)
    ends = events[-1:]
    if len(events) < settings.most_events:
        # All there is of the one, so that also all of the other can be taken.
        evaluations = select(Evaluation.id).where(Evaluation.evaluated_at <= settled)
        ends += _ids(unit, evaluations, after, settings.most_events)[-1:]
    if not ends:
        return None
    last = max(ends)
    number = f"{clock.local(moment):%Y%m%d%H%M%S}{moment.microsecond:06d}"
    unit.add(CollectionBatch, number=number, from_id=after, to_id=last, begun_at=moment, held_until=moment)
    unit.flush()
    return number


def _ids(unit: Unit, statement: Any, after: uuid.UUID, most: int) -> list[uuid.UUID]:
    (key,) = statement.selected_columns
    return [row.id for row in unit.rows(statement.where(key > after).order_by(key).limit(most))]


def _make(context: Context, settings: NationalCollectionSettings, row: Row[Any]) -> None:
    """Write a batch and hand it over; one that was handed over before its writer died is only noted."""
    files = BatchFiles(settings)
    manifest = files.handed_over(row.number)
    if manifest is None:
        with context.database.unit() as unit, files.batch(row.number) as batch:
            _write(context, unit, settings, row, batch)
        counts = dict(batch.counts)
    else:
        counts = {table: found["rows"] for table, found in manifest["tables"].items()}
    _note(context, row.number, counts)
    log.info("collection.handed_over", batch=row.number, rows=sum(counts.values()))


def _note(context: Context, number: str, counts: dict[str, int]) -> None:
    with context.database.unit() as unit:
        unit.write(
            update(CollectionBatch)
            .where(CollectionBatch.number == number)
            .values(handed_over_at=clock.now(), counts=counts)
        )


def _write(context: Context, unit: Unit, settings: NationalCollectionSettings, row: Row[Any], batch: Batch) -> None:
    changes = Changes(unit, context, settings, row.number)
    for events in _pages(unit, _events(row), LifecycleEvent.id):
        for table, line in changes.of_events(events):
            batch.add(table, line)
        _hold(context, row)
    for evaluations in _pages(unit, _evaluations(row), Evaluation.id):
        for table, line in changes.of_evaluations(evaluations):
            batch.add(table, line)
        _hold(context, row)


def _events(row: Row[Any]) -> Any:
    # Of all kinds of records, by the key alone: what is not a case's is passed over by whoever reads them.
    return select(*LifecycleEvent.__table__.c).where(LifecycleEvent.id <= row.to_id), row.from_id


def _evaluations(row: Row[Any]) -> Any:
    wanted = select(Evaluation.id, Evaluation.case_id, Evaluation.level).where(Evaluation.id <= row.to_id)
    return wanted, row.from_id


def _pages(unit: Unit, asked: Any, key: Any) -> Iterator[Sequence[Row[Any]]]:
    statement, after = asked
    while rows := unit.rows(statement.where(key > after).order_by(key).limit(PAGE)):
        yield rows
        after = rows[-1].id


def _hold(context: Context, row: Row[Any]) -> None:
    with context.database.unit() as own:
        own.write(
            update(CollectionBatch).where(CollectionBatch.number == row.number).values(held_until=clock.now() + HELD)
        )

"""The recomputation of running terms after a holiday notice, over PostgreSQL: seconds, and memory from start to end.

Runs alone: ``python -m tests.bench.recomputing --cases 100000``.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import psycopg
import structlog
from sqlalchemy import select, text

from auth import SYSTEM
from engines.cases import rules_of
from engines.cases.clocks import handling_dates
from engines.cases.recomputations import Recomputation, start_recomputation
from engines.matters import Matter, MatterRevision, revision
from engines.workdays import NoticedDay, calendar_of, change_calendar, differing_days, stored_days, with_notice
from kit import clock
from kit.context import Context
from kit.outbox import Worker
from tests.bench.__main__ import Bench, new_database, server

MATTERS = 12
#: Accepted on ten days before the turn of the year, so that many terms reach over it.
FIRST_DAY, DAYS = date(2026, 12, 21), 10
NOTICE = "国办发明电〔2026〕9号"


def noticed() -> list[NoticedDay]:
    """Return days off that lie in the terms."""
    off = [date(2027, 1, 1), *(date(2027, 2, 5) + timedelta(days=offset) for offset in range(8))]
    return [NoticedDay(day, "holiday", "元旦" if day.month == 1 else "春节", NOTICE, 2027) for day in off]


def resident() -> float:
    """Return the megabytes that this process holds."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024


def spread(raw: str, context: Context) -> None:
    """Let the cases be of several matters and days, each with the dates that follow from them."""
    with context.database.unit() as unit:
        ids = [row.revision_id for row in unit.rows(select(Matter.revision_id).order_by(Matter.code).limit(MATTERS))]
        guides = [revision(unit, found) for found in ids]
        days = [FIRST_DAY + timedelta(days=offset) for offset in range(DAYS)]
        found = [
            (guide, day, handling_dates(unit, guide, clock.start_of(day) + timedelta(hours=9)))
            for guide, day in product(guides, days)
        ]
    with psycopg.connect(raw, autocommit=True) as connection:
        for place, (guide, day, dates) in enumerate(found):
            _place(connection, guide, day, dates.changes(), place, len(found))
        connection.execute("VACUUM ANALYZE cases")
        connection.execute("VACUUM ANALYZE inbox_tasks")


def _place(
    connection: psycopg.Connection[Any],
    guide: MatterRevision,
    day: date,
    dates: dict[str, Any],
    place: int,
    places: int,
) -> None:
    moment = clock.start_of(day) + timedelta(hours=9)
    connection.execute(
        "UPDATE cases SET matter_revision_id = %s, clock_started_at = %s, accepted_at = %s, due_on = %s, "
        "statutory_due_on = %s, yellow_on = %s WHERE right(number, 6)::int %% %s = %s",
        (guide.id, moment, moment, dates["due_on"], dates["statutory_due_on"], dates["yellow_on"], places, place),
    )


def recompute(context: Context) -> Iterator[float]:
    """Import the notice, carry the job out batch by batch, and give the megabytes held after each."""
    worker = Worker(context)
    with context.database.unit() as unit:
        present = stored_days(unit)
        wanted = with_notice(present, 2027, noticed())
        change_calendar(unit, present, wanted)
        changes = differing_days(calendar_of(present), calendar_of(wanted))
        start_recomputation(SYSTEM, unit, "calendar", NOTICE, changes)
    with clock.travel(clock.now() + timedelta(seconds=10)):
        while worker.run_once():
            yield resident()


def measure(raw: str, context: Context) -> dict[str, Any]:
    """Return seconds, cases a second, what moved, and the memory at the start, in the middle and at the end."""
    with context.database.unit() as unit:
        rules_of(unit)
    before = clock.now()
    held = list(recompute(context))
    seconds = (clock.now() - before).total_seconds()
    with context.database.unit() as unit:
        row: Any = unit.first(select(*Recomputation.__table__.c))
        waiting = unit.scalar(text("SELECT count(*) FROM outbox_messages WHERE topic = 'cases.recompute'"))
        events = unit.scalar(text("SELECT count(*) FROM lifecycle_events WHERE transition = 'recompute'"))
    if row.finished_at is None or waiting or events != row.moved:
        raise SystemExit("the recomputation did not come to its end")
    with psycopg.connect(raw) as connection:
        version = connection.info.server_version
    return {
        "postgresql": version // 10000,
        "looked_at": row.looked_at,
        "moved": row.moved,
        "failed": row.failed,
        "seconds": round(seconds, 1),
        "cases_per_second": round(row.looked_at / seconds),
        "megabytes": {"start": round(held[0]), "middle": round(held[len(held) // 2]), "end": round(held[-1])},
        "most_megabytes": round(max(held)),
    }


def main() -> int:
    """Generate, recompute, print; the exit status is 1 when memory grew by more than a quarter."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.recomputing", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--json", type=Path, default=Path("var/bench_recomputing.json"))
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="zb-bench-") as place, server(Path(place)) as address:
        print(f"Generating {asked.cases:,} running cases …", file=sys.stderr, flush=True)
        # As many again are over, or elsewhere on their way: the job has to pass them by.
        bench = Bench(new_database(address, "recomputing"), 2 * asked.cases, Path(place), asked.cases)
        spread(bench.raw, bench.context)
        figures = measure(bench.raw, bench.context)
        bench.context.database.engine.dispose()
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    held = figures["megabytes"]
    print(
        f"recomputation of {figures['looked_at']:,} running terms: {figures['seconds']} s "
        f"({figures['cases_per_second']:,} a second), {figures['moved']:,} moved, memory "
        f"{held['start']} → {held['middle']} → {held['end']} MB",
        flush=True,
    )
    return 1 if held["end"] > 1.25 * held["start"] else 0


if __name__ == "__main__":
    sys.exit(main())

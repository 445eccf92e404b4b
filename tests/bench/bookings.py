"""Free-time search over 200 rooms and a week, among two thousand resources and millions of bookings, over PostgreSQL.

Runs alone: ``python -m tests.bench.bookings --bookings 5000000``. Times are those of the engine's own function on one
connection, without a request around it; the floor reads the same rooms and the same taken times by two bare
statements and does nothing with them.
"""

import argparse
import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
import structlog

from auth import DataScope, Subject
from engines.bookings import BOOK, FreeSearch, search_free
from engines.bookings.line import STRETCH, minute_of
from engines.bookings.models import EXCLUSION
from kit import clock
from kit.context import Context
from tests.bench.__main__ import Bench, new_database, server
from tests.bench.timing import summary, times_of
from tests.bench.world import PERSON, an_id

RESOURCES, BUILDINGS, PER_DAY = 2000, 10, 5
KEEPER = "11330900002600114R"
#: The first day with bookings, on which everything is asked: rooms are booked a year ahead at most.
FIRST_DAY = date(2026, 1, 5)
GOAL_MS = 50
AHEAD_DAYS = 366
WEEKS = 10

_RESOURCES = """
INSERT INTO resources (id, number, code, kind, name, state, version, department_code, shared, building, floor, capacity,
  features, needs_approval, open_days, opens, closes, longest_minutes, ahead_days, check_in_minutes)
SELECT gen_random_uuid(), 1000 + n, 'B' || n, 'room', n || '号会议室', 'open', 1, %s, true, 'H' || n %% %s, '',
  8 + n %% 40,
  '[]', false, 'every', '08:00', '20:00', 480, 366, NULL
FROM generate_series(1, %s) n"""
#: Five bookings a day of every resource, none of which touches another: two hours and twenty minutes apart at least.
_BOOKINGS = """
WITH made AS (
  SELECT gen_random_uuid() AS id, r.id AS resource, r.number, d, s,
    %(first)s::bigint + d * 1440 + 480 + s * 140 + (hashint8(r.number * 7919 + d * 5 + s) & 31) AS begin,
    20 + (hashint8(r.number * 104729 + d * 5 + s) & 63) AS minutes
  FROM resources r, generate_series(0, %(days)s - 1) d, generate_series(0, 4) s WHERE r.number > 1000
), booked AS (
  INSERT INTO bookings (id, number, state, version, organiser_id, organiser_name, department_code, keeper_code, title,
    note, minutes, starts_at, ends_at, time_zone, needs_approval, made_at, changed_at)
  SELECT id, 'YD' || number || '-' || d || '-' || s, 'ended', 3, id, '林某某', %(keeper)s, %(keeper)s, '会议', '', '',
    to_timestamp(begin * 60), to_timestamp((begin + minutes) * 60), 'Asia/Shanghai', false, now(), now() FROM made
)
INSERT INTO booking_takes (id, booking_id, resource_id, slot_begin, slot_end, active)
SELECT gen_random_uuid(), id, resource, number * %(stretch)s + begin, number * %(stretch)s + begin + minutes, true
FROM made"""
_ROOMS = """
SELECT * FROM resources WHERE kind = 'room' AND state = 'open' AND building = %s ORDER BY capacity, code"""
_TAKEN = """
SELECT t.slot_begin, t.slot_end FROM unnest(%s::bigint[], %s::bigint[]) AS w (first, last) CROSS JOIN LATERAL (
  SELECT slot_begin, slot_end FROM booking_takes
  WHERE active AND slot_begin >= w.first AND slot_begin < w.last ORDER BY slot_begin) t"""


def build(raw: str, bookings: int) -> int:
    """Load resources and bookings, none of which overlap, and return how many there are."""
    days = bookings // (RESOURCES * PER_DAY)
    with psycopg.connect(raw, autocommit=True) as connection:
        connection.execute(_RESOURCES, (KEEPER, BUILDINGS, RESOURCES))
        # A search does not read it, and building it over millions of rows takes as many minutes.
        connection.execute(f"ALTER TABLE booking_takes DROP CONSTRAINT {EXCLUSION}")
        first = minute_of(clock.start_of(FIRST_DAY))
        connection.execute(_BOOKINGS, {"first": first, "days": days, "keeper": KEEPER, "stretch": STRETCH})
        connection.execute("VACUUM ANALYZE resources, bookings, booking_takes")
    return days * RESOURCES * PER_DAY


def calls(days: int) -> list[FreeSearch]:
    """Return what is asked: every building, in weeks that lie apart."""
    step = max(1, (min(days, AHEAD_DAYS) - 7) // WEEKS)
    mondays = [FIRST_DAY + timedelta(days=place * step) for place in range(WEEKS)]
    return [
        FreeSearch("room", monday, monday + timedelta(days=6), 60, building=f"H{building}")
        for monday in mondays
        for building in range(BUILDINGS)
    ]


def measure(context: Context, raw: str, asked: list[FreeSearch], runs: int) -> dict[str, Any]:
    """Return the milliseconds of ours and of the floor in turn, and how many answers were wrong."""
    who = Subject(
        an_id(PERSON, 1 << 30),
        "officer",
        "李某某",
        department_code=KEEPER,
        permissions=frozenset({BOOK}),
        scope=DataScope(departments=frozenset({KEEPER})),
    )
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    with psycopg.connect(raw, autocommit=True) as connection, clock.travel(clock.start_of(FIRST_DAY)):

        def ours(call: FreeSearch) -> Any:
            with context.database.unit() as unit:
                return search_free(unit, who, call)

        def floor(call: FreeSearch) -> Any:
            first, last = clock.start_of(call.first_day), clock.start_of(call.last_day + timedelta(days=1))
            rooms = connection.execute(_ROOMS, (call.building,)).fetchall()
            begins = [room[1] * STRETCH + minute_of(first) - 480 for room in rooms]
            ends = [room[1] * STRETCH + minute_of(last) for room in rooms]
            return rooms, connection.execute(_TAKEN, (begins, ends)).fetchall()

        wrong = sum(free_minutes(ours(call)) != minutes_left(floor(call), call) for call in asked[::7])
        for _ in range(runs):
            times["ours"] += times_of(ours, asked)
            times["floor"] += times_of(floor, asked)
    found = {name: summary(values) for name, values in times.items()}
    return {**found, "ratio": round(found["floor"]["median_ms"] / found["ours"]["median_ms"], 3), "wrong": wrong}


def free_minutes(found: Any) -> dict[str, int]:
    """Return the free minutes of each room that ours found, of times that are long enough."""
    return {row.code: sum(end - begin for begin, end in spans) for row, spans in found}


def minutes_left(found: Any, call: FreeSearch) -> dict[str, int]:
    """Return the same from the floor's rows, minute by minute."""
    rooms, takes = found
    taken: dict[int, set[int]] = {room[1]: set() for room in rooms}
    for begin, end in takes:
        taken[begin // STRETCH].update(range(begin % STRETCH, end % STRETCH))
    return {room[2]: _left(taken[room[1]], call) for room in rooms}


def _left(taken: set[int], call: FreeSearch) -> int:
    left, day = 0, call.first_day
    while day <= call.last_day:
        opens, run = minute_of(clock.start_of(day)) + 480, 0
        for minute in [*range(opens, opens + 720), None]:
            if minute is not None and minute not in taken:
                run += 1
                continue
            left += run if run >= call.minutes else 0
            run = 0
        day += timedelta(days=1)
    return left


def main() -> int:
    """Measure the search; the exit status is 1 when the median took too long or an answer was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bookings", description=__doc__)
    parser.add_argument("--bookings", type=int, default=5_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, default=Path("var/bench_bookings.json"))
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="zb-bench-") as place, server(Path(place)) as address:
        bench = Bench(new_database(address, "bookings"), 0, Path(place), 0, bare=True)
        print(f"Generating {asked.bookings:,} bookings of {RESOURCES:,} resources …", file=sys.stderr, flush=True)
        started = perf_counter()
        number = build(bench.raw, asked.bookings)
        print(f"  in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        found = measure(bench.context, bench.raw, calls(number // (RESOURCES * PER_DAY)), asked.runs)
        bench.context.database.engine.dispose()
    ours, floor = found["ours"], found["floor"]
    reached = ours["median_ms"] < GOAL_MS and not found["wrong"]
    print(
        f"free times of {RESOURCES // BUILDINGS} rooms in a week, {number:,} bookings: median {ours['median_ms']} ms, "
        f"worst {ours['worst_ms']} ms; floor {floor['median_ms']}/{floor['worst_ms']} ms, ratio {found['ratio']}; "
        f"{found['wrong'] or 'no'} wrong answers; {'reached' if reached else 'NOT REACHED'}"
    )
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps({"bookings": number, **found}, indent=1), encoding="utf-8")
    print(f"written to {asked.json}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

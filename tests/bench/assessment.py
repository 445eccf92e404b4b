"""Assessment over millions of ledger entries: leaderboards beside the bare sums, and the tallies kept and made anew.

Runs alone: ``python -m tests.bench.assessment --entries 5000000 --matters 200000``. Times are those of the engine's
own functions on one connection, without a request around them; the floor is the same rows by one bare statement.
"""

import argparse
import json
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
import structlog

from engines.assessment import read_period, recompute_and_compare, recompute_tallies
from kit.context import Context
from tests.bench.__main__ import Bench, new_database, server
from tests.bench.boards import Line, lines_of
from tests.bench.ledger import YEAR, build_ledger, departments_by_code, more_entries, tell
from tests.bench.timing import summary, times_of

#: What the plan asks of every leaderboard, also of the slowest; of the lists it asks nothing.
GOAL_MS = 1000
#: A job that follows a turn tells of one or two things; the one that counts days overdue tells a thousand at once.
BATCHES = {"by_thousands": (100_000, 1000), "by_twos": (2000, 2)}
#: From the entries themselves a board is computed this often in a run.
FROM_ENTRIES = 5


def keep(context: Context, raw: str, matters: int) -> dict[str, Any]:
    """Tell the ledger more, as jobs do, and return entries per second by size of batch."""
    with psycopg.connect(raw, autocommit=True) as connection:
        departments = departments_by_code(connection)
    found, first = {}, 0
    for name, (number, size) in BATCHES.items():
        told = list(more_entries(number, matters, departments, first))
        seconds = tell(context, told, size)
        found[name] = {"entries": number, "batch": size, "seconds": round(seconds, 2)}
        found[name]["entries_per_second"] = round(number / seconds)
        first += number
    return found


def measure(context: Context, connection: psycopg.Connection[Any], line: Line, runs: int) -> dict[str, Any]:
    """Return the milliseconds of a line's calls: ours and the floor in turn, some from the entries.

    Before, which warms up, and after: all three must say the same; ``wrong`` counts where they did not.
    """
    times: dict[str, list[float]] = {"ours": [], "floor": [], "entries": []}
    floor = partial(line.floor, connection)
    slow = None if line.entries is None else partial(line.entries, connection)

    def ours(call: Any) -> Any:
        with context.database.unit() as unit:
            return line.ours(unit, call)

    some = line.calls[:: -(-len(line.calls) // FROM_ENTRIES)]
    wrong = sum(line.said(ours(call)) != line.read(floor(call)) for call in line.calls)
    for _ in range(runs):
        times["ours"] += times_of(ours, line.calls)
        times["floor"] += times_of(floor, line.calls)
        times["entries"] += times_of(slow, some) if slow else []
    if slow:
        wrong += sum(line.said(ours(call)) != line.read(slow(call)) for call in some)
    found = {name: summary(values) for name, values in times.items() if values}
    ratio = round(found["floor"]["median_ms"] / found["ours"]["median_ms"], 3)
    return {"title": line.title, **found, "ratio": ratio, "wrong": wrong}


def recompute(context: Context, connection: psycopg.Connection[Any], runs: int) -> dict[str, Any]:
    """Make the whole year's tallies anew from nothing, and hold each time all of them against what was kept."""
    year, seconds, differing = read_period(str(YEAR)), [], 0
    connection.execute("CREATE TEMP TABLE bench_kept AS TABLE assessment_tallies")
    for _ in range(runs):
        started = perf_counter()
        with context.database.unit() as unit:
            recompute_tallies(unit, year.first, year.last)
        seconds.append(perf_counter() - started)
        differing = max(differing, _number(connection, _DIFFERING))
        connection.execute("VACUUM ANALYZE assessment_tallies")
    started = perf_counter()
    with context.database.unit() as unit:
        differing += sum(len(month.differences) for month in recompute_and_compare(unit, year.first, year.last))
    compared = perf_counter() - started
    entries, middle = _number(connection, "SELECT count(*) FROM assessment_entries"), statistics.median(seconds)
    return {
        "entries": entries,
        "tallies": _number(connection, "SELECT count(*) FROM assessment_tallies"),
        "seconds": round(middle, 2),
        "least": round(min(seconds), 2),
        "most": round(max(seconds), 2),
        "entries_per_second": round(entries / middle),
        "compared_seconds": round(compared, 2),
        "differing": differing,
    }


_DIFFERING = """SELECT count(DISTINCT (grain, measure, start, department_code, region))
  FROM ((TABLE bench_kept EXCEPT ALL TABLE assessment_tallies)
  UNION ALL (TABLE assessment_tallies EXCEPT ALL TABLE bench_kept)) differing"""


def _number(connection: psycopg.Connection[Any], statement: str) -> int:
    row: Any = connection.execute(statement).fetchone()
    return int(row[0])


def report_line(code: str, found: dict[str, Any]) -> None:
    """Print one line of the table."""
    slow = f"  from the entries {_pair(found['entries'])}" if "entries" in found else ""
    print(
        f"{code} {found['title']:<24}{_pair(found['ours']):>20}{_pair(found['floor']):>21}  {found['ratio']:.2f}{slow}"
        f"  {_word(code, found)}",
        flush=True,
    )


def _pair(found: dict[str, Any]) -> str:
    return f"{found['median_ms']:.2f}/{found['worst_ms']:.1f} ms"


def _word(code: str, found: dict[str, Any]) -> str:
    if found["wrong"]:
        return f"{found['wrong']} WRONG ANSWERS"
    return "" if not code.startswith("B") else "reached" if _is_fast(found) else "NOT REACHED"


def _is_fast(found: dict[str, Any]) -> bool:
    return bool(found["ours"]["worst_ms"] < GOAL_MS)


def run(bench: Bench, entries: int, matters: int, runs: int) -> dict[str, Any]:
    """Load, measure and print everything; returns the figures."""
    print(f"Generating {matters:,} supervision matters and {entries:,} entries …", file=sys.stderr, flush=True)
    with psycopg.connect(bench.raw, autocommit=True) as connection:
        started = perf_counter()
        build_ledger(connection, matters, entries)
        print(f"  in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        kept = keep(bench.context, bench.raw, matters)
        for found in kept.values():
            print(
                f"told to the ledger: {found['entries']:,} entries in batches of {found['batch']:,}: "
                f"{found['seconds']} s, {found['entries_per_second']:,} a second",
                flush=True,
            )
        connection.execute("VACUUM ANALYZE assessment_entries, assessment_tallies")
        print(f"{'board or list':<27}{'ours median/worst':>20}{'floor median/worst':>21}  ratio", flush=True)
        lines = {}
        for code, line in lines_of(departments_by_code(connection)).items():
            lines[code] = measure(bench.context, connection, line, runs)
            report_line(code, lines[code])
        anew = recompute(bench.context, connection, runs)
        print(
            f"tallies of {anew['entries']:,} entries made anew: {anew['seconds']} s ({anew['least']}–{anew['most']}), "
            f"{anew['entries_per_second']:,} entries a second, {anew['tallies']:,} tallies, compared by the command in "
            f"{anew['compared_seconds']} s; {anew['differing'] or 'none'} differed",
            flush=True,
        )
        version = connection.info.server_version // 10000
    size = {"postgresql": version, "entries": entries, "matters": matters, "runs": runs}
    return {**size, "told": kept, "lines": lines, "anew": anew}


def main() -> int:
    """Measure assessment; the exit status is 1 when a board took a second, or when anything was not what it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.assessment", description=__doc__)
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--matters", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, default=Path("var/bench_assessment.json"))
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="zb-bench-") as place, server(Path(place)) as address:
        bench = Bench(new_database(address, "assessment"), 0, Path(place), 0, bare=True)
        figures = run(bench, asked.entries, asked.matters, asked.runs)
        bench.context.database.engine.dispose()
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(f"written to {asked.json}")
    lines = figures["lines"]
    slow = [code for code, found in lines.items() if code.startswith("B") and not _is_fast(found)]
    wrong = [code for code, found in lines.items() if found["wrong"]]
    return 1 if slow or wrong or figures["anew"]["differing"] else 0


if __name__ == "__main__":
    sys.exit(main())

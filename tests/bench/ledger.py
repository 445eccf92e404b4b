"""A year of supervision for the benchmark: matters with their seats, millions of ledger entries, and their tallies.

Matters are loaded by COPY, entries and the bulk's tallies made by the database; the same of both every time. What
comes after is told to the ledger as jobs tell it.
"""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import psycopg

from engines.assessment import MEASURES, Entry, record_entries
from engines.supervision import SUPERVISION_MATTER
from kit import clock
from kit.context import Context
from tests.bench.world import an_id, copy_rows

YEAR = 2026
FIRST, DAYS = date(YEAR, 1, 1), 365
MATTER, EVENT = 30, 31
SUPERVISOR = "11330900002600018G"
TITLE = "推进一网通办事项标准化"
#: Of a thousand entries: a matter is assigned and closed once, reported on often, and some are overdue for long.
WEIGHTS = {
    "matters.assigned": 40,
    "matters.closed": 36,
    "matters.closed_on_time": 30,
    "matters.closed_ahead": 16,
    "matters.ahead_days": 16,
    "matters.overdue": 8,
    "matters.overdue_days": 300,
    "matters.returned": 30,
    "matters.extended": 10,
    "matters.reopened": 2,
    "matters.praised": 4,
    "matters.urged": 40,
    "reports.given": 360,
    "reports.missed": 30,
    "reports.late": 50,
    "escalations.blue": 12,
    "escalations.orange": 5,
    "escalations.red": 2,
    "look_backs.passed": 7,
    "look_backs.failed": 2,
}
#: What one matter can bring more of than one at a time.
MANY = {"matters.ahead_days": 20}
#: One in so many takes back what was told before.
TAKEN_BACK = 500
#: So many of a batch are told once more with the next, as jobs do that were killed.
TOLD_AGAIN = 20
_STATES = ("registered", "assigned", "in_progress", "in_review", "completed")
_SHARES = (1, 3, 24, 4, 68)
_MATTER = (
    "id number state version root_id level parts supervisor_code department_code title content importance source_kind "
    "source due_on promised_on yellow_on cadence report_due_on progress registered_at assigned_at signed_for_at "
    "closed_at"
)
_SEAT = "department_code role matter_id"


@dataclass(frozen=True)
class Matter:
    """One of the matters: where it stands among them, whose it is, from when on."""

    place: int
    department: str
    registered: date

    @property
    def id(self) -> uuid.UUID:
        """Return its id, which grows with the place."""
        return an_id(MATTER, self.place)

    @property
    def number(self) -> str:
        """Return its number."""
        return f"督〔{YEAR}〕{self.place + 1}号"


def matter_at(place: int, matters: int, departments: Sequence[str]) -> Matter:
    """Return one of so many matters: they come evenly over the year, and few departments own most of them."""
    owner = departments[int(len(departments) * random.Random(place).random() ** 2)]  # noqa: S311 -- the same every time
    return Matter(place, owner, FIRST + timedelta(place * DAYS // matters))


def departments_by_code(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the departments of the pack."""
    return [code for (code,) in connection.execute("SELECT uscc FROM auth_departments ORDER BY uscc")]


def build_ledger(connection: psycopg.Connection[Any], matters: int, entries: int) -> None:
    """Load matters and entries, and the tallies that are the sums of these."""
    if WEIGHTS.keys() != MEASURES.keys():
        raise SystemExit(f"no weight, or no measure: {sorted(WEIGHTS.keys() ^ MEASURES.keys())}")
    departments = departments_by_code(connection)
    made = [matter_at(place, matters, departments) for place in range(matters)]
    copy_rows(connection, "supervision_matters", _MATTER, map(_matter, made))
    copy_rows(connection, "supervision_seats", _SEAT, (seat for item in made for seat in _seats(item, departments)))
    connection.execute("CREATE TEMP TABLE bench_matters (place bigint, id uuid, number text, department_code text)")
    rows = ((item.place, item.id, item.number, item.department) for item in made)
    copy_rows(connection, "bench_matters", "place id number department_code", rows)
    connection.execute("CREATE TEMP TABLE bench_measures (place bigint, measure text, most bigint)")
    measures = ((place, code, MANY.get(code, 1)) for place, code in enumerate(weighted()))
    copy_rows(connection, "bench_measures", "place measure most", measures)
    connection.execute("ANALYZE bench_matters, bench_measures")
    values = {"first": FIRST, "days": DAYS, "entries": entries, "matters": matters, "back": TAKEN_BACK}
    values |= {"kind": SUPERVISION_MATTER.code, "title": TITLE, "measures": sum(WEIGHTS.values())}
    connection.execute(_ENTRIES, values)
    for grain in ("day", "month"):
        connection.execute(_TALLIES.format(grain=grain))
    # Not in one: VACUUM stands in no transaction.
    connection.execute("VACUUM ANALYZE assessment_entries, assessment_tallies, supervision_matters, supervision_seats")


def weighted() -> list[str]:
    """Return each measure as often as it weighs."""
    return [code for code, weight in WEIGHTS.items() for _ in range(weight)]


#: Draws that are the same every time: the hash of the entry's place, without its sign.
_DRAW = "(hashint8extended(i, {seed}) & 9223372036854775807)"
#: Entries come evenly over the year, each of a matter of the three months before; ids grow with time (UUIDv7).
_ENTRIES = f"""INSERT INTO assessment_entries (id, key, department_code, region, measure, day, counted_on, amount,
    record_kind, record_id, record_number, title, recorded_at)
  SELECT e.id, e.id || ':' || w.measure, m.department_code, d.region, w.measure, e.day, e.day,
    CASE WHEN e.amount %% %(back)s = 0 THEN -1 ELSE 1 + e.amount %% w.most END,
    %(kind)s, m.id, m.number, %(title)s, e.at
  FROM (SELECT at, (at AT TIME ZONE 'Asia/Shanghai')::date AS day, measure, amount, matter,
      (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(i & 4095), 3, '0')
        || '8' || substr(md5(i::text), 1, 15))::uuid AS id
    FROM (SELECT i, (%(first)s::date + interval '1 day' * (%(days)s * i::float8 / %(entries)s))
          AT TIME ZONE 'Asia/Shanghai' AS at,
        {_DRAW.format(seed=1)} %% %(measures)s AS measure,
        {_DRAW.format(seed=2)} AS amount,
        greatest(i * %(matters)s / %(entries)s - {_DRAW.format(seed=3)} %% (%(matters)s / 4), 0) AS matter
      FROM generate_series(0::bigint, %(entries)s - 1) AS i) drawn) e
  JOIN bench_measures w ON w.place = e.measure
  JOIN bench_matters m ON m.place = e.matter
  JOIN auth_departments d ON d.uscc = m.department_code"""
_TALLIES = """INSERT INTO assessment_tallies (grain, measure, start, department_code, region, amount, entries)
  SELECT '{grain}', measure, date_trunc('{grain}', counted_on)::date AS start, department_code, region, sum(amount),
    count(*) FROM assessment_entries GROUP BY measure, start, department_code, region"""


def _matter(item: Matter) -> tuple[Any, ...]:
    draw = random.Random(-1 - item.place)  # noqa: S311 -- as above
    state = draw.choices(_STATES, _SHARES)[0]
    at = datetime.combine(item.registered, time(9), clock.BEIJING)
    due = item.registered + timedelta(draw.randrange(15, 180))
    over, going = state == "completed", state == "in_progress"
    assigned = None if state == "registered" else (at + timedelta(hours=2)).isoformat()
    signed = None if state in {"registered", "assigned"} else (at + timedelta(days=1)).isoformat()
    return (
        *(item.id, item.number, state, 4, item.id, 1, 0, SUPERVISOR, item.department, TITLE, f"{TITLE}，按期办结。"),
        *(draw.choice(("normal", "important", "urgent")), "document", "{}"),
        *(due, due if signed else None, due - timedelta(7), "monthly" if going else "none"),
        *(due if going else None, 100 if over else draw.randrange(0, 100, 5), at.isoformat(), assigned, signed),
        (at + timedelta(days=draw.randrange(5, 180))).isoformat() if over else None,
    )


def _seats(item: Matter, departments: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    yield (SUPERVISOR, "office", item.id)
    yield (SUPERVISOR, "supervisor", item.id)
    yield (item.department, "lead", item.id)
    for offset in range(1, 1 + item.place % 3):
        yield (departments[(departments.index(item.department) + offset) % len(departments)], "assist", item.id)


def more_entries(number: int, matters: int, departments: Sequence[str], first: int = 0) -> Iterator[Entry]:
    """Give what happens next: in December, day by day, and one in ten told a month late."""
    measures = weighted()
    for place in range(first, first + number):
        draw = random.Random(place)  # noqa: S311 -- as above
        item, measure = matter_at(draw.randrange(matters), matters, departments), draw.choice(measures)
        day = date(YEAR, 12, 1) + timedelta((place - first) * 31 // number)
        amount = -1 if place % TAKEN_BACK == 0 else 1 + draw.randrange(MANY.get(measure, 1))
        yield Entry(
            key=f"{an_id(EVENT, place)}:{measure}",
            department_code=item.department,
            measure=measure,
            day=day - timedelta(30) if place % 10 == 0 else day,
            amount=amount,
            record_kind=SUPERVISION_MATTER.code,
            record_id=item.id,
            record_number=item.number,
            title=TITLE,
        )


def tell(context: Context, entries: Sequence[Entry], size: int) -> float:
    """Tell the ledger in batches, a transaction each, some entries twice; returns the seconds that it took."""
    started, new, before = clock.now(), 0, 0
    for place in range(0, len(entries), size):
        with context.database.unit() as unit:
            new += record_entries(unit, entries[max(place - before, 0) : place + size])
        before = min(TOLD_AGAIN, size // 2)
    if new != len(entries):
        raise SystemExit(f"{len(entries):,} entries were told, and {new:,} were new")
    return (clock.now() - started).total_seconds()

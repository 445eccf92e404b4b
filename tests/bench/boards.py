"""What the benchmark of assessment asks: leaderboards and lists of matters, each beside its bare statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
from sqlalchemy import Row

from auth import DataScope, Subject
from engines import assessment, supervision
from engines.assessment import MEASURES, Period, leaderboard, read_period
from engines.assessment.boards import By, Group
from engines.supervision import MatterFilter, count_matters, list_matters
from kit import clock
from kit.database import Unit
from tests.bench.ledger import YEAR
from tests.bench.world import PERSON, an_id

#: A page, and one more that says whether there is another.
ROWS = 21
MOST_COUNTED = 10_000
#: The code, what it comes to in the period and in the one before, matters assigned, and of how many entries it is.
Told = dict[str, tuple[int, int, int, int]]


@dataclass(frozen=True)
class Line:
    """One line of the table: what is asked, of ours and of the floor, and of the entries where that can be."""

    title: str
    calls: Sequence[Any]
    ours: Callable[[Unit, Any], Any]
    floor: Callable[[psycopg.Connection[Any], Any], Any]
    entries: Callable[[psycopg.Connection[Any], Any], Any] | None
    #: Bring what ours and what a bare statement returned to what both must say.
    said: Callable[[Any], Any]
    read: Callable[[Any], Any]


def reader(*departments: str) -> Subject:
    """Return an officer who reads some departments, or everything."""
    return Subject(
        an_id(PERSON, 1 << 30),
        "officer",
        "李某某",
        department_code=departments[0] if departments else None,
        permissions=frozenset({assessment.READ, supervision.READ}),
        scope=DataScope(not departments, frozenset(departments)),
    )


def lines_of(departments: Sequence[str]) -> dict[str, Line]:
    """Return the lines by code. Every call is another one: each measure in each month that has one before it."""
    months = [read_period(f"{YEAR}-{month:02}") for month in range(2, 13)]
    boards = [(code, month) for month in months for code in MEASURES]
    everything = reader()
    one_each = [reader(code) for code in departments]
    return {
        "B1": _board("departments, volume", boards, everything, "departments", "amount"),
        "B2": _board("departments, per matter", boards, everything, "departments", "per_matter"),
        "B3": _board("districts, volume", boards, everything, "districts", "amount"),
        "B4": _board("districts, per matter", boards, everything, "districts", "per_matter"),
        "M1": _list("newest of all matters", [everything] * len(boards)),
        "M2": _list("newest of a department", one_each * 5),
        "M3": _counts("counts of all matters", [everything] * len(one_each)),
        "M4": _counts("counts of a department", one_each),
    }


def _board(title: str, calls: Sequence[tuple[str, Period]], subject: Subject, group: Group, by: By) -> Line:
    def ours(unit: Unit, call: tuple[str, Period]) -> dict[str, Any]:
        return leaderboard(subject, unit, *call, group=group, by=by)

    bare = partial(_bare_board, group, by)
    return Line(title, calls, ours, partial(bare, _TALLIES), partial(bare, _ENTRIES), _said_board, _read_board)


_TALLIES = {"table": "assessment_tallies WHERE grain = 'month' AND", "day": "start", "number": "sum(entries)"}
_ENTRIES = {"table": "assessment_entries WHERE", "day": "counted_on", "number": "count(*)"}
_SUMS = """SELECT department_code,
    sum(amount) FILTER (WHERE measure = %(measure)s AND {day} >= %(first)s) AS amount,
    sum(amount) FILTER (WHERE measure = %(measure)s AND {day} < %(first)s) AS before,
    sum(amount) FILTER (WHERE measure = 'matters.assigned' AND {day} >= %(first)s) AS assigned,
    {number} FILTER (WHERE measure = %(measure)s AND {day} >= %(first)s) AS entries
  FROM {table} measure = ANY(%(measures)s) AND {day} BETWEEN %(before)s AND %(last)s GROUP BY department_code"""
_GROUPED = """SELECT {code}, {name}, coalesce(sum(s.amount), 0)::bigint AS amount, coalesce(sum(s.before), 0)::bigint,
    coalesce(sum(s.assigned), 0)::bigint AS assigned, coalesce(sum(s.entries), 0)::bigint
  FROM auth_departments d {more} LEFT JOIN ({sums}) s ON s.department_code = d.uscc
  GROUP BY {code}, {name} ORDER BY {order}, 1"""
_GROUPS = {
    "departments": {"code": "d.uscc", "name": "d.name", "more": ""},
    "districts": {
        "code": "left(d.region, 6)",
        "name": "r.name",
        "more": "JOIN auth_regions r ON r.code = left(d.region, 6)",
    },
}
_ORDERS = {
    "amount": "coalesce(sum(s.amount), 0)",
    "per_matter": "coalesce(sum(s.amount), 0) / nullif(sum(s.assigned), 0)",
}


def _bare_board(
    group: Group, by: By, source: dict[str, str], connection: psycopg.Connection[Any], call: tuple[str, Period]
) -> list[Any]:
    measure, period = call
    downwards = "" if MEASURES[measure].better == "lower" else " DESC NULLS LAST"
    statement = _GROUPED.format(**_GROUPS[group], sums=_SUMS.format(**source), order=_ORDERS[by] + downwards)
    values: dict[str, Any] = {"measure": measure, "measures": sorted({measure, "matters.assigned"})}
    values |= {"before": period.previous.first, "first": period.first, "last": period.last}
    return connection.execute(statement, values).fetchall()


def _said_board(found: dict[str, Any]) -> Told:
    return {
        item["code"]: (item["amount"], item["previous_amount"], item["assigned"], item["entries"])
        for item in found["items"]
    }


def _read_board(rows: list[Any]) -> Told:
    return {code: (amount, before, assigned, entries) for code, _, amount, before, assigned, entries in rows}


_SEEN = """(m.assignee_id = %(subject)s OR EXISTS (SELECT 1 FROM supervision_seats s
    WHERE s.matter_id = m.id AND s.department_code = ANY(%(departments)s)))"""
_LISTED = "SELECT m.* FROM supervision_matters m WHERE {seen} ORDER BY m.id DESC LIMIT %(rows)s"
_COUNTED = """SELECT state, light, count(*) FROM (SELECT m.state, CASE WHEN m.closed_at IS NOT NULL THEN 'grey'
      WHEN coalesce(m.promised_on, m.due_on) < %(today)s THEN 'red' WHEN m.yellow_on <= %(today)s THEN 'yellow'
      ELSE 'green' END AS light
    FROM supervision_matters m WHERE {seen} ORDER BY m.id DESC LIMIT %(rows)s) newest GROUP BY state, light"""


def _list(title: str, calls: Sequence[Subject]) -> Line:
    def ours(unit: Unit, subject: Subject) -> Sequence[Row[Any]]:
        return list_matters(unit, subject, MatterFilter(), None, ROWS)

    def ids(rows: Sequence[Any]) -> list[Any]:
        return [row[0] for row in rows]

    return Line(title, calls, ours, partial(_bare_matters, _LISTED, ROWS), None, ids, ids)


def _counts(title: str, calls: Sequence[Subject]) -> Line:
    def ours(unit: Unit, subject: Subject) -> dict[str, Any]:
        return count_matters(unit, subject, MatterFilter())

    def said(found: dict[str, Any]) -> dict[str, int]:
        return {name: number for name, number in {**found["states"], **found["lights"]}.items() if number}

    def read(rows: Sequence[Any]) -> dict[str, int]:
        found: dict[str, int] = {}
        for state, light, number in rows:
            found[state] = found.get(state, 0) + number
            found[light] = found.get(light, 0) + number
        return found

    return Line(title, calls, ours, partial(_bare_matters, _COUNTED, MOST_COUNTED), None, said, read)


def _bare_matters(statement: str, rows: int, connection: psycopg.Connection[Any], subject: Subject) -> list[Any]:
    seen = "true" if subject.scope.all_departments else _SEEN
    values = {"subject": subject.id, "departments": sorted(subject.scope.departments), "today": clock.today()}
    return connection.execute(statement.format(seen=seen), {**values, "rows": rows}).fetchall()

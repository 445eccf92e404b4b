"""The invented city of the benchmark: a million cases with a fixed seed, loaded by COPY."""

import json
import random
import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import psycopg
from sqlalchemy import select

from auth.preparation import Preparation, PreparedMaterial
from engines.cases import CASE
from engines.matters import Matter, MatterRevision, current_revision, revision
from engines.numbering import case_number
from kit import clock
from kit.context import Context

SEED = 0x9E3779B97F4A7C15
MASK = (1 << 62) - 1
CASES_PER_PERSON = 20
CHUNK = 5000
#: Files without asking a source: three materials that the stored preparation satisfies.
MATTER = "11330900002600341Y3330109023001"
MATERIALS = ("M01", "M02", "M03")
FORM = {
    "name": "张某某",
    "number": "330902199001011234",
    "phone": "13957200000",
    "file_number": "330900123456",
    "vehicle_class": "C1",
    "delivery": "电子驾驶证",
}
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
#: A million cases come in the ten months before.
BEGIN, STEP = START - timedelta(days=300), timedelta(seconds=25)


def an_id(kind: int, number: int) -> uuid.UUID:
    """Return the ``number``-th id of a kind: as UUIDv7 it grows with the number, as random as the seed makes it."""
    milliseconds = int((BEGIN + number * STEP).timestamp() * 1000)
    rest = (number * SEED + kind * 0x5851F42D4C957F2D) & MASK
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | ((number & 0xFFF) << 64) | (2 << 62) | rest)


CASE_ID, PERSON, SESSION, EVENT, MATERIAL, TASK, EVIDENCE, USE, REVIEW, FILER, FILER_SESSION, OFFICER = range(12)


@dataclass(frozen=True)
class World:
    """What was generated: how many cases, of how many people, the last ``decidable`` of them before the decision.

    A ``bare`` one has cases and officers alone, without what is read of one case.
    """

    cases: int
    decidable: int
    bare: bool = False

    @property
    def people(self) -> int:
        """Return the number of people, who have twenty cases each."""
        return max(self.cases // CASES_PER_PERSON, 1)

    def owner(self, case: int) -> int:
        """Return whose case it is."""
        return (case * 7919) % self.people


def build(connection: psycopg.Connection[Any], context: Context, world: World) -> None:
    """Load the cases with their events, materials, reviews and open tasks, then the people's sessions."""
    with context.database.unit() as unit:
        guide = current_revision(unit, MATTER)
        others = [
            revision(unit, row.revision_id) for row in unit.rows(select(Matter.revision_id).order_by(Matter.code))
        ]
    city = City(world, guide, others, context.vault.seal_json(FORM))
    copy_rows(connection, "cases", _CASE, (city.case(number) for number in range(world.cases)))
    if world.bare:
        _officers(connection, others)
        connection.execute("ANALYZE")
        return
    copy_rows(connection, "case_materials", _MATERIAL, (row for n in range(world.cases) for row in _materials(n)))
    copy_rows(connection, "lifecycle_events", _EVENT, (row for n in range(world.cases) for row in _events(world, n)))
    waiting = range(world.cases - world.decidable, world.cases)
    copy_rows(connection, "case_reviews", _REVIEW, (_review(guide, number) for number in waiting))
    copy_rows(connection, "inbox_tasks", _TASK, (_task(guide, number) for number in waiting))
    copy_rows(connection, "auth_sessions", _SESSION, (_session(n, PERSON, SESSION) for n in range(world.people)))
    _officers(connection, others)
    connection.execute("ANALYZE")


def add_filers(connection: psycopg.Connection[Any], context: Context, first: int, number: int) -> None:
    """Add people who have prepared the matter just now, with the records that were fetched for them."""
    with context.database.unit() as unit:
        guide = current_revision(unit, MATTER)
    people = range(first, first + number)
    now = clock.now().isoformat()
    evidence = context.vault.seal_json({"title": "记录", "fields": FORM})
    copy_rows(connection, "auth_sessions", _SESSION, (_session(n, FILER, FILER_SESSION) for n in people))
    copy_rows(
        connection,
        "auth_evidence",
        "id subject_id source resource content_sealed fetched_at",
        (
            (an_id(EVIDENCE, 3 * n + i), an_id(FILER, n), "licence", "x", evidence, now)
            for n in people
            for i in range(3)
        ),
    )
    copy_rows(
        connection,
        "auth_data_uses",
        "id person_id used_by used_by_kind resource resource_name purpose outcome matter_code statute used_at",
        (
            (
                an_id(USE, 3 * n + i),
                an_id(FILER, n),
                "张某某",
                "person",
                "x",
                "记录",
                "办理",
                "used",
                MATTER,
                "《法》",
                now,
            )
            for n in people
            for i in range(3)
        ),
    )
    copy_rows(
        connection,
        "auth_preparations",
        "subject_id matter_revision_id content_sealed prepared_at",
        ((an_id(FILER, n), guide.id, context.vault.seal_json(_prepared(n)), now) for n in people),
    )
    connection.execute("ANALYZE auth_sessions, auth_evidence, auth_data_uses, auth_preparations")


def _prepared(person: int) -> dict[str, Any]:
    materials = tuple(
        PreparedMaterial(code, code, "licence", "证照库", "available", evidence_id=str(an_id(EVIDENCE, 3 * person + i)))
        for i, code in enumerate(MATERIALS)
    )
    return asdict(Preparation(materials, {}, (), {}, (), ()))


def copy_rows(connection: psycopg.Connection[Any], table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Load rows by COPY, and say how long a large table took."""
    started = clock.now()
    number = 0
    with connection.cursor().copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as copy:
        lines: list[str] = []
        for row in rows:
            lines.append("\t".join("\\N" if value is None else str(value) for value in row))
            if len(lines) == CHUNK:
                copy.write("\n".join(lines) + "\n")
                number += len(lines)
                lines.clear()
        if lines:
            copy.write("\n".join(lines) + "\n")
            number += len(lines)
    if number > CHUNK:
        seconds = (clock.now() - started).total_seconds()
        print(f"  {number:>9,} rows into {table} ({seconds:.0f} s)", file=sys.stderr)


_CASE = (
    "id number matter_code matter_revision_id matter_name topic applicant_id applicant_kind "
    "applicant_name department_code region_code state step round version channel form_sealed submitted_at "
    "accepted_at decided_at outcome clock_started_at due_on statutory_due_on "
    "yellow_on holder assignee_id closed_on"
)
_MATERIAL = "id case_id code name satisfied_by source status"
_EVENT = "id record_kind record_id transition from_state to_state actor_id actor_kind actor_name detail at"
_REVIEW = (
    "id case_id round step_code step_name seat_code seat_name department_code permission opened_at "
    "outcome opinion reviewer_id reviewer_name reviewed_at"
)
_TASK = "id record_kind record_id kind title reference department_code permission due_on limit_days opened_at"
_SESSION = "id subject_id kind name assurance_level audience permissions all_departments departments started_at ends_at"


def _moment(case: int) -> datetime:
    return BEGIN + case * STEP


def _waits(world: World, case: int) -> bool:
    return case >= world.cases - world.decidable


class City:
    """What the cases are of: few matters have most of them, nineteen in twenty are over."""

    def __init__(self, world: World, decided: MatterRevision, matters: list[MatterRevision], sealed: str) -> None:
        """Give the n-th matter one n-th of what the first one has."""
        self.world, self.decided, self.matters, self.sealed = world, decided, matters, sealed
        self.shares = list(accumulate(1 / place for place in range(1, len(matters) + 1)))

    def case(self, case: int) -> tuple[Any, ...]:
        """Return the row of the ``case``-th case."""
        waits = _waits(self.world, case)
        draw = random.Random(case)  # noqa: S311 -- the same city every time
        guide = self.decided if waits else draw.choices(self.matters, cum_weights=self.shares)[0]
        state = "in_handling" if waits else draw.choices(_STATES, _WEIGHTS)[0]
        over, content, at = state in _OVER, guide.content, _moment(case)
        decided = at.isoformat() if state in {"done", "delivered", "archived"} else None
        outcome = None if decided is None else "refused" if draw.random() < 0.02 else "granted"
        due = at.date() + timedelta(10) if over else START.date() + timedelta(draw.randrange(-5, 30))
        number = case_number(content.region, at.date(), case % 1_000_000)
        return (
            *(an_id(CASE_ID, case), number, guide.code, guide.id, content.name, content.topic),
            *(an_id(PERSON, self.world.owner(case)), "person", f"张{self.world.owner(case):05}"),
            *(content.department, content.region, state, "decision", 1, 3, _channel(draw), self.sealed),
            *(at.isoformat(), at.isoformat(), decided, outcome, at.isoformat(), due, due + timedelta(4)),
            *(due - timedelta(3), CASE.state(state).holder, an_id(OFFICER, draw.randrange(200)) if waits else None),
            at.date() if over else None,
        )


def _channel(draw: random.Random) -> str:
    return draw.choices(("mobile", "web", "window"), (800, 195, 5))[0]


_OVER = ("delivered", "not_accepted", "returned", "withdrawn", "archived")
_SHARES = {
    "archived": 800,
    "delivered": 110,
    "withdrawn": 20,
    "not_accepted": 10,
    "returned": 10,
    "received": 12,
    "correction": 6,
    "accepted": 10,
    "in_handling": 18,
    "suspended": 2,
    "done": 1,
    "signing": 1,
}
_STATES, _WEIGHTS = list(_SHARES), list(_SHARES.values())


def _materials(case: int) -> Iterator[tuple[Any, ...]]:
    for index, code in enumerate(MATERIALS):
        yield (an_id(MATERIAL, 3 * case + index), an_id(CASE_ID, case), code, code, "licence", "证照库", "provided")


def _events(world: World, case: int) -> Iterator[tuple[Any, ...]]:
    turns = [("submit", None, "received"), ("accept", "received", "accepted"), ("review", "accepted", "in_handling")]
    for index, (turn, before, after) in enumerate(turns):
        actor = an_id(PERSON, world.owner(case))
        detail = json.dumps({"number": f"B{case:020}"})
        yield (
            *(an_id(EVENT, 3 * case + index), "case", an_id(CASE_ID, case), turn, before, after),
            *(actor, "person", "张某某", detail, _moment(case).isoformat()),
        )


def _review(guide: MatterRevision, case: int) -> tuple[Any, ...]:
    at, step = _moment(case).isoformat(), guide.content.steps[0]
    seat = step.seats[0]
    return (
        *(an_id(REVIEW, case), an_id(CASE_ID, case), 1, step.code, step.name, seat.code, seat.name),
        *(guide.content.department, seat.permission, at, "approved", "同意", an_id(PERSON, 0), "李某某", at),
    )


def _task(guide: MatterRevision, case: int) -> tuple[Any, ...]:
    return (
        *(an_id(TASK, case), "case", an_id(CASE_ID, case), "decide", "作出决定", f"B{case:020}"),
        *(guide.content.department, "cases.decide", "2026-11-27", 1, _moment(case).isoformat()),
    )


def _session(person: int, kind: int, session: int) -> tuple[Any, ...]:
    now = clock.now()
    ends = (now + timedelta(hours=12)).isoformat()
    names = ("person", "张某某", 3, "services", "[]", "false", "[]")
    return (an_id(session, person), an_id(kind, person), *names, now.isoformat(), ends)


OFFICER_SESSION = an_id(SESSION, 1 << 30)


def departments_of(matters: list[MatterRevision]) -> list[str]:
    """Return the departments that have cases."""
    return sorted({guide.content.department for guide in matters})


def department_session(place: int) -> uuid.UUID:
    """Return the session of the officer of the ``place``-th department."""
    return an_id(SESSION, (1 << 30) + 1 + place)


def _officers(connection: psycopg.Connection[Any], matters: list[MatterRevision]) -> None:
    """Sign in an officer over all departments, and one of each."""
    now = clock.now()
    ends = (now + timedelta(hours=12)).isoformat()
    permissions = json.dumps(["cases.decide", "cases.read"])
    names = ("officer", "李某某", 3, "office", permissions)
    chief = (OFFICER_SESSION, an_id(PERSON, 1 << 30), *names, "true", "[]", now.isoformat(), ends)
    others = [
        (department_session(place), an_id(PERSON, 1 << 30), *names, "false", json.dumps([code]), now.isoformat(), ends)
        for place, code in enumerate(departments_of(matters))
    ]
    copy_rows(connection, "auth_sessions", _SESSION, [chief, *others])

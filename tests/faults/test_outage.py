"""Five minutes without any outside system, while people work: afterwards everything arrived, and nothing twice."""

import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engines.inbox.models import InboxTodo
from engines.notifications.models import NotificationDelivery
from engines.reporting.models import CaseReport
from gateways.http_client import CircuitBreaker
from kit import clock
from kit.outbox import OutboxMessage
from tests.conftest import another_database
from tests.faults.outside_systems import OutsideSystems
from tests.product import PACK, Caller, Product, running_product

OUTAGE = timedelta(minutes=5)
#: How long after it everything has arrived: no message pauses for longer than half a minute.
AFTERWARDS = timedelta(minutes=3)
STEP = timedelta(seconds=10)
CASES = 8
TURNS: tuple[tuple[str, dict[str, str]], ...] = (
    ("acceptance", {}),
    ("reviews", {"outcome": "approved", "opinion": "同意"}),
    ("decision", {"outcome": "granted", "reason": "准予"}),
)


@pytest.fixture
def systems() -> Iterator[OutsideSystems]:
    found = OutsideSystems(PACK)
    found.come()
    yield found
    found.go()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, systems: OutsideSystems, tmp_path: Path) -> Iterator[Product]:
    """Return a product of its own on each database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/zhangban.db"
    else:
        url = another_database(request.getfixturevalue("postgres_url"), "outage")
    with running_product(systems.values, url, tmp_path) as found:
        for item in fields(found.context.gateways):
            client = getattr(found.context.gateways, item.name)
            # Breakers go by the machine's own clock, which the test does not move.
            client.http.breaker = CircuitBreaker(open_seconds=0.02)
        yield found


def test_what_waits_out_an_outage_arrives_once(house: Product, systems: OutsideSystems) -> None:
    citizen, chief = house.citizen(), house.officer()
    first = [filed(house, citizen) for _ in range(CASES // 2)]
    house.work()
    cases = first + [filed(house, citizen) for _ in range(CASES // 2)]
    begin = clock.now()
    systems.go()
    work_through(house, chief, cases, begin)
    assert waiting(house) > CASES
    systems.come()
    for number in range(AFTERWARDS // STEP):
        with clock.travel(begin + OUTAGE + number * STEP):
            house.work()
    assert failures(house) == Counter()
    check_reports(house, systems, cases)
    check_todos(house, systems)
    check_texts(house, systems)


def filed(house: Product, citizen: Caller) -> str:
    return str(house.file_renewal(citizen)["id"])


def work_through(house: Product, chief: Caller, cases: list[str], begin: datetime) -> None:
    """Turn every case from filed to decided within the outage, while two workers try what they can."""
    asked = [(case_id, *turn) for turn in TURNS for case_id in cases]
    steps = OUTAGE // STEP
    with ThreadPoolExecutor(3) as hands:
        for number in range(steps):
            with clock.travel(begin + number * STEP):
                workers = [hands.submit(house.work_once) for _ in range(2)]
                for case_id, turn, body in asked[number * len(asked) // steps : (number + 1) * len(asked) // steps]:
                    chief.turn(case_id, turn, body)
                for worker in workers:
                    worker.result()


def waiting(house: Product) -> int:
    with house.context.database.unit() as unit:
        return int(unit.scalar(select(func.count()).select_from(OutboxMessage)))


def failures(house: Product) -> Counter[str]:
    """Return the topics of messages that are due and still there, or were given up."""
    with house.context.database.unit() as unit:
        rows = unit.rows(select(OutboxMessage.topic, OutboxMessage.failure, OutboxMessage.given_up_at))
    return Counter(f"{row.topic}: {row.failure}" for row in rows if row.failure or row.given_up_at)


def check_reports(house: Product, systems: OutsideSystems, cases: list[str]) -> None:
    """Every case's turns are at the bus, in their order, each once."""
    arrived = {item["case_id"]: item["services"] for item in systems.seen("/sandbox/government_bus/cases")}
    with house.context.database.unit() as unit:
        rows = unit.rows(select(*CaseReport.__table__.c).order_by(CaseReport.event_id, CaseReport.step))
    expected: dict[str, list[str]] = {}
    for row in rows:
        assert row.state == "sent", (row.service, row.answer_code, row.answer_message)
        if row.system == "government_bus" and row.service != "unicode.generate":
            expected.setdefault(str(row.case_id), []).append(row.service)
    assert set(expected) == set(cases)
    assert arrived == expected
    assert {"receive", "accept", "finish", "deliver"} <= set(next(iter(expected.values())))


def check_todos(house: Product, systems: OutsideSystems) -> None:
    """Every to-do that was wanted is at the portal once and as it is to be, and its officer was told once."""
    with house.context.database.unit() as unit:
        rows = unit.rows(select(*InboxTodo.__table__.c))
    assert {row.state for row in rows} <= {"finished", "skipped", "open"}
    assert [row.state for row in rows] == [row.wanted if row.state != "skipped" else "skipped" for row in rows]
    made = [row for row in rows if row.state != "skipped"]
    todos = systems.seen("/sandbox/zhezhengding/todos")
    assert sorted(item["state"] for item in todos) == sorted(row.state for row in made)
    assert {item["taskUuid"] for item in todos} == {row.task_uuid for row in made}
    told = [row for row in rows if row.notice == "sent"]
    assert len(systems.seen("/sandbox/zhezhengding/notifications")) == len(told) > 0


def check_texts(house: Product, systems: OutsideSystems) -> None:
    """Every text message that was to go out is at the platform once; what is held waits for the morning."""
    with house.context.database.unit() as unit:
        rows = unit.rows(select(*NotificationDelivery.__table__.c))
    assert {row.state for row in rows} <= {"sent", "held"}
    assert Counter(uuid.UUID(item["key"]) for item in systems.seen("/sandbox/sms")) == Counter(
        row.id for row in rows if row.state == "sent"
    )

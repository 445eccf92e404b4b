from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kit import clock, outbox
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database
from kit.outbox import Job, OutboxMessage, Worker
from kit.pages import CursorSigner
from kit.settings import Settings

carried_out: list[str] = []


@outbox.handles("test.note")
def _note(job: Job) -> None:
    carried_out.append(job.payload["text"])
    if job.payload.get("fails"):
        raise RuntimeError


@pytest.fixture
def context(database: Database, settings: Settings, vault: Vault) -> Context:
    carried_out.clear()
    return Context(settings, database, vault, CursorSigner(settings.master_key), gateways=None)


def waiting(database: Database) -> int:
    with database.unit() as unit:
        return int(unit.scalar(select(func.count()).select_from(OutboxMessage)))


def test_a_message_is_carried_out_once_and_gone(context: Context) -> None:
    with context.database.unit() as unit:
        outbox.enqueue(unit, "test.note", {"text": "a"})
    worker = Worker(context)
    assert worker.run_once() == 1
    assert worker.run_once() == 0
    assert carried_out == ["a"]
    assert waiting(context.database) == 0


def test_an_undone_transaction_leaves_no_message(context: Context) -> None:
    with pytest.raises(RuntimeError), context.database.unit() as unit:
        outbox.enqueue(unit, "test.note", {"text": "a"})
        raise RuntimeError
    assert waiting(context.database) == 0


def test_a_failing_message_waits_and_is_tried_again(context: Context) -> None:
    with context.database.unit() as unit:
        outbox.enqueue(unit, "test.note", {"text": "a", "fails": True})
    worker = Worker(context)
    worker.run_once()
    assert worker.run_once() == 0
    with clock.travel(clock.now() + timedelta(minutes=1)):
        assert worker.run_once() == 1
    assert carried_out == ["a", "a"]


def test_a_worker_that_died_loses_its_lease(context: Context) -> None:
    with context.database.unit() as unit:
        outbox.enqueue(unit, "test.note", {"text": "a"})
    dead = Worker(context)
    assert len(dead._claim()) == 1
    assert Worker(context).run_once() == 0
    with clock.travel(clock.now() + timedelta(minutes=2)):
        assert Worker(context).run_once() == 1
    assert carried_out == ["a"]


def test_a_later_message_waits_for_its_time(context: Context) -> None:
    with context.database.unit() as unit:
        outbox.enqueue(unit, "test.note", {"text": "a"}, run_at=clock.now() + timedelta(hours=1))
    assert Worker(context).run_once() == 0

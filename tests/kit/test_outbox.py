from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kit import clock, outbox
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database
from kit.errors import Unavailable
from kit.outbox import Job, OutboxMessage, Worker
from kit.pages import CursorSigner
from kit.settings import Settings

carried_out: list[str] = []


@outbox.handles("test.note")
def _note(job: Job) -> None:
    carried_out.append(job.payload["text"])
    if job.payload.get("fails"):
        raise RuntimeError
    if job.payload.get("absent"):
        raise SomebodyAway


class SomebodyAway(Unavailable):
    transient = True


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


def test_a_unit_says_a_thing_once(context: Context) -> None:
    with context.database.unit() as unit:
        for text in ("a", "b"):
            outbox.enqueue_once(unit, "test.note", {"text": text}, key="one")
        outbox.enqueue_once(unit, "test.note", {"text": "c"}, key="other")
    with context.database.unit() as unit:
        outbox.enqueue_once(unit, "test.note", {"text": "d"}, key="one")
    assert Worker(context).run_once() == 3
    assert sorted(carried_out) == ["a", "c", "d"]


def worked_for(context: Context, **within: int) -> int:
    """Let a worker try as often as messages fall due for so long, and return how often it tried."""
    moment = start = clock.now()
    while moment < start + timedelta(**within):
        moment += timedelta(seconds=10)
        with clock.travel(moment):
            Worker(context).run_once()
    return len(carried_out)


def given_up(context: Context) -> bool:
    with context.database.unit() as unit:
        return unit.scalar(select(OutboxMessage.given_up_at)) is not None


def test_a_message_for_one_who_is_away_is_never_given_up_and_soon_tried_again(context: Context) -> None:
    with context.database.unit() as unit:
        outbox.enqueue(unit, "test.note", {"text": "a", "absent": True})
    assert worked_for(context, minutes=10) > 15
    assert not given_up(context)
    with context.database.unit() as unit:
        assert unit.scalar(select(OutboxMessage.tries)) == outbox.ABSENCE_TRIES


def test_a_message_that_fails_by_itself_is_given_up_and_kept(context: Context) -> None:
    with context.database.unit() as unit:
        outbox.enqueue(unit, "test.note", {"text": "a", "fails": True})
    assert worked_for(context, hours=4) == outbox.MOST_TRIES
    assert given_up(context)
    assert waiting(context.database) == 1
    with context.database.unit() as unit:
        (held,) = outbox.backlog(unit)
        assert (held.topic, held.waiting, held.given_up, held.failure) == ("test.note", 0, 1, "RuntimeError: ")
        assert outbox.retry(unit, "test.other") == 0
        assert outbox.retry(unit, "test.note") == 1
    with context.database.unit() as unit:
        (held,) = outbox.backlog(unit)
        assert (held.waiting, held.given_up) == (1, 0)
    Worker(context).run_once()
    assert len(carried_out) == outbox.MOST_TRIES + 1

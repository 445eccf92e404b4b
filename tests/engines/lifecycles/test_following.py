"""What follows from a turn: every follower hears of it once its transaction is durable, all of them or none."""

from typing import Any

import pytest
from sqlalchemy import Row

from auth import SYSTEM
from engines.cases import CASE
from engines.lifecycles import following, write_event
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database
from kit.outbox import Job, Worker, enqueue, handles
from kit.pages import CursorSigner
from kit.settings import Settings
from tests.engines.lifecycles.case_rows import record_in

heard: list[str] = []


@handles("test.heard")
def _heard(job: Job) -> None:
    heard.append(job.payload["turn"])


def hear(job: Job, event: Row[Any]) -> None:
    enqueue(job.unit, "test.heard", {"turn": event.transition})


@pytest.fixture
def context(database: Database, settings: Settings, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Context:
    heard.clear()
    monkeypatch.setattr(following, "_followers", {})
    return Context(settings, database, vault, CursorSigner(settings.master_key), gateways=None)


def turn(context: Context) -> None:
    with context.database.unit() as unit:
        write_event(SYSTEM, unit, record_in("received"), CASE.transition("deem_accepted"))


def work(context: Context) -> None:
    while Worker(context).run_once():
        pass


def test_followers_hear_of_a_turn_of_theirs_alone(context: Context) -> None:
    following.follows("case", "licence")(hear)
    following.follows("export")(lambda _job, _event: heard.append("export"))
    turn(context)
    assert heard == []
    work(context)
    assert heard == ["deem_accepted"]


def test_an_undone_turn_is_not_heard_of(context: Context) -> None:
    following.follows("case")(hear)
    with pytest.raises(ZeroDivisionError), context.database.unit() as unit:
        write_event(SYSTEM, unit, record_in("received"), CASE.transition("deem_accepted"))
        raise ZeroDivisionError
    work(context)
    assert heard == []


def test_one_that_fails_undoes_what_the_others_began(context: Context) -> None:
    def fail(_job: Job, _event: Row[Any]) -> None:
        raise ZeroDivisionError

    following.follows("case")(hear)
    following.follows("case")(fail)
    turn(context)
    work(context)
    assert heard == []

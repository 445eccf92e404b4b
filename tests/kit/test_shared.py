"""Secrets that processes share: each process is a store of its own on one database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kit import clock, shared
from kit.crypto import Vault
from kit.database import Database
from kit.shared import NobodyRenewed, Renewed, SharedSecret, SharedSecrets

LIFE = timedelta(minutes=10)
Process = Callable[[], SharedSecrets]


@pytest.fixture
def process(database: Database, vault: Vault) -> Process:
    return lambda: SharedSecrets(database, vault)


class Platform:
    """Issues 1, 2, 3 … and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[Any] = []
        self.lock = threading.Lock()

    def renew(self, present: dict[str, Any] | None) -> Renewed:
        with self.lock:
            self.shown.append(present)
            return Renewed({"token": len(self.shown)}, clock.now() + LIFE)


def test_one_process_renews_and_all_use_it(process: Process) -> None:
    platform, one, other = Platform(), process(), process()
    assert [store.get("a", platform.renew) for store in (one, other, one)] == [{"token": 1}] * 3
    assert platform.shown == [None]
    with clock.travel(clock.now() + LIFE):
        assert [store.get("a", platform.renew) for store in (other, one)] == [{"token": 2}] * 2
    assert platform.shown == [None, {"token": 1}]


def test_many_processes_at_once_renew_once(process: Process) -> None:
    platform, stores = Platform(), [process() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda store: store.get("a", platform.renew)["token"], stores)) == [1] * 8
        refused = {"token": 1}
        again = list(pool.map(lambda store: store.get("a", platform.renew, refused=refused)["token"], stores))
    assert again == [2] * 8
    assert len(platform.shown) == 2


def test_what_was_refused_here_and_renewed_there_is_not_renewed_again(process: Process) -> None:
    platform, one, other = Platform(), process(), process()
    one.get("a", platform.renew)
    other.get("a", platform.renew, refused={"token": 1})
    assert one.get("a", platform.renew, refused={"token": 1}) == {"token": 2}
    assert len(platform.shown) == 2


def test_a_renewal_that_fails_leaves_the_turn_to_the_next(process: Process) -> None:
    def fail(_present: object) -> Renewed:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        process().get("a", fail)
    assert process().get("a", Platform().renew) == {"token": 1}


def test_who_waits_too_long_gives_up_and_a_dead_renewer_loses_its_turn(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "PATIENCE_SECONDS", 0.1)
    platform = Platform()

    def die(_present: object) -> Renewed:
        with pytest.raises(NobodyRenewed):
            process().get("a", platform.renew)
        raise SystemExit

    dying = process()
    monkeypatch.setattr(dying, "_store", lambda *_: None)
    with pytest.raises(SystemExit):
        dying.get("a", die)
    with clock.travel(clock.now() + shared.RENEWING + timedelta(seconds=1)):
        assert process().get("a", platform.renew) == {"token": 1}


def test_a_secret_lies_sealed(process: Process, database: Database) -> None:
    process().get("a", lambda _: Renewed({"token": "open sesame"}, clock.now() + LIFE))
    with database.unit() as unit:
        assert "sesame" not in str(unit.first(select(*SharedSecret.__table__.c)))

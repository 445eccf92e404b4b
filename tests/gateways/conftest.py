"""One sandbox for the folder's tests; every test gets clients of its own and no leftover faults."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
import urllib3

from gateways import Gateways, connect
from kit.crypto import Vault
from kit.database import Database
from kit.settings import load_settings
from kit.shared import SharedSecrets
from tests.gateways.sandbox_server import MASTER_KEY, sandbox_server
from tests.gateways.small_pack import write_small_pack

Call = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="session")
def sandbox_values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with sandbox_server(write_small_pack(tmp_path_factory.mktemp("pack"))) as values:
        yield values


@pytest.fixture
def call(sandbox_values: Mapping[str, str]) -> Iterator[Call]:
    """Speak to the sandbox's own paths."""
    with urllib3.PoolManager() as pool:

        def send(method: str, path: str, body: object = None) -> tuple[int, Any]:
            sent = None if body is None else orjson.dumps(body)
            headers = {"Content-Type": "application/json"}
            answer = pool.request(
                method, sandbox_values["ZHANGBAN_SANDBOX_URL"] + path, body=sent, headers=headers, retries=False
            )
            return answer.status, orjson.loads(answer.data) if answer.data else None

        send("DELETE", "/sandbox/faults")
        yield send
        send("DELETE", "/sandbox/faults")


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[SharedSecrets]:
    """Return a store of secrets with nothing in it."""
    database = Database(f"sqlite:///{tmp_path}/secrets.db")
    database.create_all()
    yield SharedSecrets(database, Vault(MASTER_KEY))
    database.engine.dispose()


@pytest.fixture
def gateways(sandbox_values: dict[str, str], call: Call, secrets: SharedSecrets) -> Gateways:
    return connect(load_settings(sandbox_values), secrets)


@pytest.fixture
def ticket(call: Call) -> Callable[[str], str]:
    """Mint a portal ticket for a persona."""
    return lambda persona: str(call("POST", "/sandbox/zheliban/tickets", {"persona": persona})[1]["ticket"])


@pytest.fixture
def code(call: Call) -> Callable[[str], str]:
    """Mint an in-app code for an officer."""
    return lambda persona: str(call("POST", "/sandbox/zhezhengding/codes", {"persona": persona})[1]["code"])


@pytest.fixture
def force(call: Call) -> Callable[..., None]:
    """Make the sandbox fail."""

    def force_fault(system: str, fault: str, times: int = 1) -> None:
        assert call("POST", "/sandbox/faults", {"system": system, "fault": fault, "times": times})[0] == 201

    return force_fault

"""Killing a worker between two statements loses nothing acknowledged and leaves nothing half-written."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3
from sqlalchemy import func, select, update

from engines.audit import AuditEntry
from engines.cases import Case, CaseMaterial
from engines.inbox import InboxTask
from engines.lifecycles import LifecycleEvent
from kit.idempotency import IdempotencyAnswer
from kit.outbox import Job, OutboxMessage, Worker, enqueue, handles
from tests.product import RENEWAL, Product, filled

ROOT = Path(__file__).parents[2]
WRITTEN = (Case, CaseMaterial, LifecycleEvent, AuditEntry, InboxTask, IdempotencyAnswer)
#: The first statement, others on the way (SQLite sends one per table), and one that is never reached.
FIRST, BEYOND = 1, 30
ON_THE_WAY = (2, 3, 4, 6, 10)
AFTER_COMMIT = 0
#: The moments that every run tries; a thorough one tries them all.
USUAL = (4, AFTER_COMMIT, BEYOND)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the moments."""
    if "crash_at" in metafunc.fixturenames:
        thorough = metafunc.config.getoption("thorough")
        metafunc.parametrize("crash_at", (FIRST, *ON_THE_WAY, AFTER_COMMIT, BEYOND) if thorough else USUAL)


def _rows(product: Product) -> list[Any]:
    with product.context.database.unit() as unit:
        return [unit.scalar(select(func.count()).select_from(table)) for table in WRITTEN]


@contextmanager
def crashing_server(product: Product, crash_at: int) -> Iterator[str]:
    """Serve the product's database in a process of its own that dies at a statement."""
    values = {**product.context.settings.values, "CRASH_AT": str(crash_at), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    code = (
        "from werkzeug.serving import make_server\n"
        "from tests.faults.crashing_api import app\n"
        "server = make_server('127.0.0.1', 0, app, threaded=True)\n"
        "print(server.server_port, flush=True)\n"
        "server.serve_forever()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **values},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        port = next(line for line in process.stdout if line.strip().isdigit())
        yield f"http://127.0.0.1:{port.strip()}"
    finally:
        process.kill()
        process.communicate()


def test_a_filing_is_whole_or_not_there(product: Product, crash_at: int) -> None:
    citizen = product.citizen()
    prepared = citizen.get(f"/services/v1/matters/{RENEWAL}/preparation").get_json()
    body = {"matter_code": RENEWAL, "form": filled(prepared), "materials": []}
    before = _rows(product)
    headers = {
        "Authorization": f"Bearer {citizen.token}",
        "Idempotency-Key": f"crash-{crash_at}-{time.time_ns()}",
        "X-Crash": "armed",
    }
    acknowledged = None
    with crashing_server(product, crash_at) as url, urllib3.PoolManager(retries=False) as pool:
        try:
            answer = pool.request("POST", f"{url}/services/v1/cases", json=body, headers=headers, timeout=20)
            acknowledged = answer.json()
        except urllib3.exceptions.HTTPError:
            pass
    after = _rows(product)
    more = {now > then for now, then in zip(after, before, strict=True)}
    assert len(more) == 1, "some tables have the filing and others have not"
    if acknowledged is not None or crash_at == AFTER_COMMIT:
        assert more == {True}
    if crash_at in {FIRST, BEYOND}:
        assert (acknowledged is None, more) == (crash_at == FIRST, {crash_at == BEYOND})
    # Whoever sends it again gets one case, the acknowledged one if there was one.
    again = citizen.send("POST", "/services/v1/cases", json=body, headers={**headers, "X-Crash": ""})
    assert again.status_code == 201
    assert acknowledged is None or again.get_json()["id"] == acknowledged["id"]
    assert _rows(product)[0] == before[0] + 1


_done: list[str] = []


@handles("tests.fragile")
def _fragile(job: Job) -> None:
    if not _done:
        _done.append("tried")
        raise SystemExit(9)
    _done.append(job.payload["word"])


def test_a_job_whose_worker_dies_is_carried_out_by_the_next(product: Product) -> None:
    _done.clear()
    product.work()
    with product.context.database.unit() as unit:
        message_id = enqueue(unit, "tests.fragile", {"word": "kept"})
    with pytest.raises(SystemExit):
        Worker(product.context).run_once()
    with product.context.database.unit() as unit:
        left = unit.first(select(OutboxMessage.run_at).where(OutboxMessage.id == message_id))
        assert left is not None
        # The lease runs out.
        earlier = update(OutboxMessage).where(OutboxMessage.id == message_id)
        unit.write(earlier.values(run_at=left.run_at.replace(year=2000)))
    Worker(product.context).run_once()
    assert _done == ["tried", "kept"]

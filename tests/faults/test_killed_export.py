"""Killing the worker in the middle of an export: the next one goes on, and no row is lost or stands twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from kit import clock
from kit.outbox import OutboxMessage
from tests.office.cases.planted import planted
from tests.office.exports.asking import ask, file_of, read, worked
from tests.office.exports.spreadsheets import csv_of, workbook_of
from tests.product import Product

ROOT = Path(__file__).parents[2]
ROWS = 18
#: What every run tries, and what a thorough one tries beside it.
USUAL = [("csv", "committed"), ("xlsx", "workbook")]
FURTHER = [("csv", "read"), ("csv", "kept"), ("xlsx", "kept")]
YEAR = {"topic": "vehicles", "submitted_from": "2017-01-01", "submitted_to": "2017-12-31"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the formats and the places."""
    if "place" in metafunc.fixturenames:
        chosen = [*USUAL, *FURTHER] if metafunc.config.getoption("thorough") else USUAL
        metafunc.parametrize(("format_", "place"), chosen)


@pytest.fixture
def numbers(product: Product) -> Iterator[list[str]]:
    begin = clock.start_of(clock.today().replace(year=2017, month=5, day=4))
    with planted(product, *({"filed": begin + timedelta(minutes=number)} for number in range(ROWS))) as ids:
        chief = product.officer()
        yield [chief.get(f"/office/v1/cases/{case_id}").get_json()["number"] for case_id in reversed(ids)]


def die(product: Product, place: str) -> None:
    """Let a worker of its own process make exports until it is killed at a place."""
    values = {**product.context.settings.values, "CRASH_AT": place, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.crashing_worker"],
        cwd=ROOT,
        env={**os.environ, **values},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=120,
    )
    assert ended.returncode == -signal.SIGKILL


def test_the_next_worker_goes_on_where_the_export_was(
    product: Product, numbers: list[str], monkeypatch: pytest.MonkeyPatch, format_: str, place: str
) -> None:
    chief = product.officer()
    export_id = ask(chief, format_=format_, filters=YEAR, columns=["number", "state"])["id"]
    die(product, place)
    left = read(chief, export_id)
    assert left["state"] == "running"
    assert left["rows_done"] == {"committed": 8, "workbook": ROWS}.get(place, 4)
    with product.context.database.unit() as unit:
        # The lease runs out.
        unit.write(update(OutboxMessage).where(OutboxMessage.topic.like("exports.%")).values(run_at=clock.now()))
    monkeypatch.setattr("engines.exports.making.STEP_ROWS", 5)
    export = worked(product, chief, export_id)
    assert (export["state"], export["rows_done"]) == ("done", ROWS)
    content = file_of(chief, export).data
    if format_ == "csv":
        found = [row[0] for row in csv_of(content)[1:]]
    else:
        found = [row["A"] for row in workbook_of(content)["办件"][1:]]
    assert found == numbers

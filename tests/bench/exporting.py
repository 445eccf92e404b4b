"""The export of every case for the benchmark: made by a worker in a process of its own, whose memory is measured."""

import json
import os
import resource
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from assembly.application import make_context
from assembly.tables import every_table
from auth import Subject, powers_of
from auth.models import AuthSubject
from engines.cases import CaseSearchIn
from engines.exports import LISTINGS, Export, request_export
from kit import clock
from kit.context import Context
from kit.ids import new_id
from kit.outbox import Worker
from kit.settings import load_settings
from tests.bench.serving import ROOT

EMPLOYEE = "GE_0001"


def export_everything(context: Context, values: Mapping[str, str], format_: str) -> dict[str, Any]:
    """Export every case with every column and return rows per second, the worker's peak memory, and the size."""
    export_id = _ask(context, format_)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.exporting"],
        cwd=ROOT,
        env={**os.environ, **values, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.monotonic() - started
    said = json.loads(done.stdout.splitlines()[-1])
    with context.database.unit() as unit:
        row = unit.rows(select(Export.state, Export.rows_done, Export.size).where(Export.id == export_id))[0]
    if row.state != "done":
        message = f"the export is {row.state}"
        raise SystemExit(message)
    return {
        "rows": row.rows_done,
        "seconds": round(seconds, 1),
        "rows_per_second": round(row.rows_done / seconds),
        "cpu_seconds": said["cpu_seconds"],
        "memory_before_mb": said["before_mb"],
        "memory_peak_mb": said["peak_mb"],
        "size_mb": round(row.size / 1e6, 1),
    }


def _ask(context: Context, format_: str) -> uuid.UUID:
    """Ask for the export as the city's chief does, who sees everything."""
    with context.database.unit() as unit:
        officer_id = unit.scalar(select(AuthSubject.id).where(AuthSubject.employee_code == EMPLOYEE))
        if officer_id is None:
            officer_id = new_id()
            name = {"name_sealed": context.vault.seal("顾维民"), "name_masked": "顾**"}
            unit.add(AuthSubject, id=officer_id, kind="officer", **name, employee_code=EMPLOYEE, created_at=clock.now())
        permissions, scope, _ = powers_of(unit, EMPLOYEE)
        officer = Subject(officer_id, "officer", "顾维民", permissions=permissions, scope=scope)
        filters, columns = CaseSearchIn().load({}), list(LISTINGS["cases"].columns)
        return request_export(officer, unit, "cases", filters, format_=format_, columns=columns, reason="性能测试")


def main() -> int:
    """Make what was asked for and say what it took."""
    every_table()
    worker = Worker(make_context(load_settings()))
    before = _peak()
    while worker.run_once():
        pass
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = round(used.ru_utime + used.ru_stime, 1)
    print(json.dumps({"before_mb": before, "peak_mb": _peak(), "cpu_seconds": cpu}))
    return 0


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    sys.exit(main())

"""Asking for an export, and making it: a step a job, each going on where the last one stopped.

A step reads the next rows after the last id, keeps them in a part of its own and moves the place in the same
transaction that asks for the next step. A worker that dies leaves a part that nothing names, and the step is taken
again: no row is lost and none stands twice. What the officer may see is asked anew at every step.
"""

import itertools
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Row, update

from auth import SYSTEM, Subject, department_names, find_officer, require
from engines.exports.columns import Column
from engines.exports.lifecycle import EXPORT, REQUEST, record_of
from engines.exports.listings import LISTINGS
from engines.exports.models import Export
from engines.exports.queries import export_by_id, running_export
from engines.exports.writing import csv_heading, csv_rows, line_rows, lines_of, write_workbook
from engines.files import delete_made, read_made, write_made
from engines.lifecycles import Record, apply_transition, write_event
from kit import clock
from kit.database import Unit
from kit.errors import Conflict
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

#: Rows of one step: some tenths of a second, and as much memory as they need.
STEP_ROWS = 10_000
#: How long a finished export can be downloaded.
KEPT = timedelta(days=7)


class ExportRunning(Conflict):
    """An officer has one export made at a time."""

    code = "export-running"
    zh = "您有一个导出任务正在生成，请等待完成或取消后再申请。"
    en = "One of your exports is being made. Wait for it, or cancel it, then ask again."
    exposes = ("export_id",)


class _Stopped(Exception):
    """The export was cancelled while its workbook was written."""


def request_export(
    subject: Subject,
    unit: Unit,
    of: str,
    filters: Mapping[str, Any],
    *,
    format_: str,
    columns: Sequence[str],
    reason: str,
) -> uuid.UUID:
    """Ask for an export of a listing, for a reason that stays with it, and return its id.

    ``of`` is a code of :data:`LISTINGS`, ``filters`` are loaded ones of it and ``columns`` are codes of its own.
    Errors: 403 without its permissions, :class:`ExportRunning`, and what the list refuses.
    """
    listing = LISTINGS[of]
    require(subject, listing.permission)
    require(subject, listing.reading)
    listing.search(subject, filters, "/filters")
    running = running_export(unit, subject)
    if running is not None:
        raise ExportRunning(export_id=str(running))
    export_id, moment, department = new_id(), clock.now(), subject.department_code or ""
    unit.add(
        Export,
        id=export_id,
        owner_id=subject.id,
        owner_name=subject.name,
        department_code=department,
        of=of,
        format=format_,
        columns=list(columns),
        filters=listing.filters.dump(filters),
        reason=reason,
        state=REQUEST.leads_to(""),
        version=1,
        rows_done=0,
        rows_written=0,
        parts=[],
        size=0,
        requested_at=moment,
        moved_at=moment,
    )
    record = Record(EXPORT, Export, export_id, "", 0, department, subject.id)
    write_event(subject, unit, record, REQUEST, opinion=reason, detail={"of": of, "format": format_})
    enqueue(unit, "exports.read", {"export_id": str(export_id)})
    return export_id


def cancel_export(subject: Subject, unit: Unit, export: Row[Any]) -> Row[Any]:
    """Cancel an export that is being made. Errors: 409 when it is not."""
    moment = clock.now()
    return apply_transition(
        subject, unit, record_of(export), "cancel", changes={"finished_at": moment, "moved_at": moment}
    )


@handles("exports.read")
def _read(job: Job) -> None:
    """Take one step: read, keep, move on."""
    export = export_by_id(job.unit, uuid.UUID(job.payload["export_id"]))
    if export is None or export.state != "running":
        return
    officer = _requester(job, export)
    if officer is None:
        _fail(job.unit, export, "permission")
        return
    listing = LISTINGS[export.of]
    wanted = listing.search(officer, listing.filters.load(export.filters), "/filters")
    estimated = listing.count(job.unit, officer, wanted) if export.rows_estimated is None else export.rows_estimated
    rows = listing.rows_after(job.unit, officer, wanted, export.after_id, STEP_ROWS)
    part = f"{export.id}/rows/{len(export.parts):06}-{new_id()}"
    content = _encoded(job, export, rows)
    write_made(job.context, part, content)
    moved: dict[str, Any] = {
        "rows_done": export.rows_done + len(rows),
        "rows_estimated": estimated,
        "after_id": rows[-1].id if rows else export.after_id,
        "parts": [*export.parts, part],
        "size": export.size + len(content),
        "moved_at": clock.now(),
    }
    same = (Export.id == export.id, Export.state == "running", Export.rows_done == export.rows_done)
    if job.unit.write(update(Export).where(*same).values(moved)).rowcount != 1:
        return
    if len(rows) == STEP_ROWS:
        enqueue(job.unit, "exports.read", job.payload)
    elif export.format == "xlsx":
        enqueue(job.unit, "exports.write", job.payload)
    else:
        _finish(job.unit, export, {})


def _encoded(job: Job, export: Row[Any], rows: Sequence[Row[Any]]) -> bytes:
    columns, names = _columns(export), LISTINGS[export.of].names(job.unit, job.context.vault, rows)
    if export.format == "xlsx":
        return line_rows(rows, columns, names)
    heading = b"" if export.parts else csv_heading(columns)
    return heading + csv_rows(rows, columns, names)


def _columns(export: Row[Any]) -> list[Column]:
    """Return the columns that were asked for, in their order."""
    known = LISTINGS[export.of].columns
    return [known[code] for code in export.columns]


@handles("exports.write")
def _write(job: Job) -> None:
    """Put the workbook together from what the steps kept; begun anew when a worker dies, since nothing is lost."""
    export = export_by_id(job.unit, uuid.UUID(job.payload["export_id"]))
    if export is None or export.state != "running":
        return
    name, listing = f"{export.id}/{new_id()}.xlsx", LISTINGS[export.of]
    with TemporaryDirectory(prefix="export-", dir=job.context.settings.data_dir) as folder:
        path = Path(folder) / "made.xlsx"
        rows = lines_of(itertools.chain.from_iterable(read_made(job.context, part) for part in export.parts))
        try:
            write_workbook(
                path,
                rows,
                _columns(export),
                listing.sheet,
                _provenance(job.unit, export),
                lambda number: _tell(job, export, number),
            )
        except _Stopped:
            return
        job.hold()
        write_made(job.context, name, path)
        size = path.stat().st_size
    _finish(job.unit, export, {"parts": [name], "size": size})
    job.unit.after_commit(lambda: delete_made(job.context, f"{export.id}/rows"))


def _tell(job: Job, export: Row[Any], number: int) -> None:
    """Say how far the workbook is, and that somebody still works on it."""
    with job.context.database.unit() as own:
        going = own.write(
            update(Export)
            .where(Export.id == export.id, Export.state == "running")
            .values(rows_written=number, moved_at=clock.now())
        )
    if going.rowcount != 1:
        raise _Stopped
    job.hold()


def _requester(job: Job, export: Row[Any]) -> Subject | None:
    """Return the officer with today's permissions and scope, or None when they may not export any more."""
    officer = find_officer(job.unit, job.context.vault, export.owner_id)
    if officer is None or not LISTINGS[export.of].permissions <= officer.permissions:
        return None
    return Subject(
        officer.id,
        "officer",
        officer.name,
        department_code=officer.department,
        permissions=officer.permissions,
        scope=officer.scope,
    )


def _finish(unit: Unit, export: Row[Any], changes: Mapping[str, Any]) -> None:
    moment = clock.now()
    ends = {"finished_at": moment, "moved_at": moment, "expires_at": moment + KEPT}
    apply_transition(SYSTEM, unit, record_of(export), "finish", changes={**ends, **changes})


def _fail(unit: Unit, export: Row[Any], why: str) -> None:
    moment = clock.now()
    changes = {"finished_at": moment, "moved_at": moment, "failure": why}
    apply_transition(SYSTEM, unit, record_of(export), "fail", changes=changes)


def _provenance(unit: Unit, export: Row[Any]) -> dict[str, str]:
    """Return what the workbook says of itself: who took it out, when, of what and why."""
    asked = {name: value for name, value in export.filters.items() if value}
    return {
        "导出人": export.owner_name,
        "部门": department_names(unit).get(export.department_code, ""),
        "申请时间": clock.local(export.requested_at).isoformat(" ", "seconds"),
        "事由": export.reason,
        "筛选条件": "；".join(f"{name} = {value}" for name, value in asked.items()) or "无",
        "行数": str(export.rows_done),
        "说明": LISTINGS[export.of].note,
    }

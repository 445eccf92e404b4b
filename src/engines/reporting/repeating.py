"""Repeating what a system refused, once its cause is mended: one, or all of a filter by a job."""

import uuid
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM, DataScope, Subject
from engines.audit import record_act
from engines.inbox import close_tasks, close_tasks_of
from engines.reporting.following import ask_to_send
from engines.reporting.models import REFUSED, SENT, WAITING, CaseReport
from engines.reporting.queries import ReportFilter, asked, report_for_officer
from engines.reporting.rules import ReportArrived
from kit.database import Unit
from kit.errors import Forbidden
from kit.outbox import Job, enqueue, handles

REPEAT = "reports.repeat"
BATCH = 200


def repeat_report(subject: Subject, unit: Unit, report: Row[Any]) -> Row[Any]:
    """Send a report again that a system refused; one that waits or is of unknown outcome is looked at now.

    It is made anew from what the case is by now. Returns it as it is after that.
    Errors: :class:`ReportArrived`, 403 without the permission over its department.
    """
    if not subject.reach(REPEAT).covers(report.department_code):
        raise Forbidden
    if report.state == SENT:
        raise ReportArrived
    if report.state == REFUSED:
        unit.write(
            update(CaseReport)
            .where(CaseReport.id == report.id, CaseReport.version == report.version)
            .values(state=WAITING, version=report.version + 1)
        )
        close_tasks(subject, unit, report.id)
    ask_to_send(unit, report.case_id, report.system)
    record_act(subject, unit, REPEAT, "report", report.id, service=report.service)
    return report_for_officer(unit, subject, report.id)


def repeat_refused(subject: Subject, unit: Unit, wanted: ReportFilter) -> None:
    """Let a job repeat all refused reports of a filter over whose departments the officer may."""
    scope = subject.reach(REPEAT)
    filters = {**asdict(wanted), "since": wanted.since.isoformat() if wanted.since else None}
    payload = {"every": scope.all_departments, "departments": sorted(scope.departments), "filters": filters}
    enqueue(unit, "reporting.repeat", payload)
    record_act(subject, unit, f"{REPEAT}_all", "report", uuid.UUID(int=0), filters=filters)


@handles("reporting.repeat")
def repeat_batch(job: Job) -> None:
    """Repeat some of the refused reports of a filter, and leave the rest to the next job.

    What is refused once more while this goes on comes after the place that was reached, by its id, so it ends.
    """
    payload = job.payload
    since = payload["filters"]["since"]
    wanted = replace(
        ReportFilter(**payload["filters"]), state=REFUSED, since=date.fromisoformat(since) if since else None
    )
    conditions = asked(DataScope(payload["every"], frozenset(payload["departments"])), wanted)
    if "after" in payload:
        conditions.append(CaseReport.id > uuid.UUID(payload["after"]))
    rows = job.unit.rows(
        select(CaseReport.id, CaseReport.case_id, CaseReport.system)
        .where(*conditions)
        .order_by(CaseReport.id)
        .limit(BATCH)
    )
    if not rows:
        return
    ids = [row.id for row in rows]
    job.unit.write(
        update(CaseReport)
        .where(CaseReport.id.in_(ids), CaseReport.state == REFUSED)
        .values(state=WAITING, version=CaseReport.version + 1)
    )
    close_tasks_of(SYSTEM, job.unit, ids, kind="report_refused")
    for case_id, system in sorted({(row.case_id, row.system) for row in rows}):
        ask_to_send(job.unit, case_id, system)
    enqueue(job.unit, "reporting.repeat", {**payload, "after": str(ids[-1])})

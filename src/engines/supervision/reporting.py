"""Reports of the owner (反馈), their review (审核), and completion (办结).

One report for one matter; of a joint one the lead reports. A report that a matter is finished shows evidence, and the
matter is completed or sent back by who supervises it.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from auth import Subject
from engines.files import bind_files, own_files
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.supervision.dates import counting_day, next_report_day
from engines.supervision.lifecycle import record_of
from engines.supervision.models import SupervisionMilestone, SupervisionReport
from engines.supervision.queries import milestones_of, open_parts
from engines.supervision.refusals import (
    EvidenceMissing,
    MilestoneUnknown,
    PartsOpen,
    ReportNotFound,
    ReportPending,
    ReportReviewed,
    ReviewFinalByCompletion,
)
from engines.supervision.tasks import ask_owner, ask_supervisor
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.ids import new_id

DONE = 100
REPORT_COLUMNS = tuple(SupervisionReport.__table__.c)


def report_progress(
    subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]
) -> tuple[Row[Any], uuid.UUID]:
    """Report on a matter and return it and the report's id.

    ``given``: ``kind`` (``progress``, ``milestone``, ``interim``, ``final``), ``progress`` (per cent), ``text``,
    ``problems``, ``milestone`` (its position) and ``evidence`` (ids of files of the subject's own).
    Errors: :class:`EvidenceMissing`, :class:`MilestoneUnknown`, :class:`PartsOpen`, :class:`ReportPending`, 409.
    """
    final = given["kind"] == "final"
    turn = "finish" if final else "report"
    check_transition(subject, record_of(row), turn)
    if final:
        _check_finished(unit, row, given)
    milestones = milestones_of(unit, row.id)
    if given["kind"] == "milestone":
        _reach(unit, row, milestones, given["milestone"])
        milestones = milestones_of(unit, row.id)
    report_id = _add_report(subject, unit, row, given)
    progress = DONE if final else given["progress"]
    changes = {"progress": progress, "report_due_on": None if final else _following(unit, row, milestones)}
    detail = {
        "report_id": str(report_id),
        "kind": given["kind"],
        "progress": progress,
        "late": row.report_due_on is not None and clock.today() > row.report_due_on,
    }
    after = apply_transition(subject, unit, record_of(row), turn, changes=changes, opinion=given["text"], detail=detail)
    close_tasks(subject, unit, row.id, kind="report_matter")
    if final:
        close_tasks(subject, unit, row.id, kind="handle_matter")
    ask_supervisor(unit, after, "review_report", "待审结" if final else "反馈待审核")
    return after, report_id


def review_report(
    subject: Subject, unit: Unit, row: Row[Any], report_id: uuid.UUID, *, accepted: bool, opinion: str
) -> Row[Any]:
    """Accept a report, or return it with the reason; a final one that is returned puts the matter back to work.

    Errors: :class:`ReportNotFound`, :class:`ReportReviewed`, :class:`ReviewFinalByCompletion`, 409.
    """
    report = report_of(unit, row.id, report_id)
    final = report.kind == "final"
    if report.state != "submitted":
        raise ReportReviewed
    if final and accepted:
        raise ReviewFinalByCompletion
    turn = "return_final" if final else "accept_report" if accepted else "return_report"
    changes = {"report_due_on": _following(unit, row, milestones_of(unit, row.id))} if final else {}
    detail = {"report_id": str(report_id), "kind": report.kind}
    after = apply_transition(
        subject, unit, record_of(row), turn, changes=changes, opinion=opinion or None, detail=detail
    )
    _review(subject, unit, report_id, "accepted" if accepted else "returned", opinion)
    close_tasks(subject, unit, row.id, kind="review_report")
    if final:
        ask_owner(unit, after, "handle_matter", "办结被退回，继续承办", counting_day(row))
    elif not accepted:
        ask_owner(unit, after, "report_matter", "反馈被退回，请重新反馈")
    return after


def complete_matter(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Complete a matter whose final report holds (办结). Errors: :class:`PartsOpen`, 409."""
    check_transition(subject, record_of(row), "complete")
    _check_parts_closed(unit, row)
    reported = unit.first(
        select(SupervisionReport.id, SupervisionReport.reported_at)
        .where(SupervisionReport.matter_id == row.id, SupervisionReport.kind == "final")
        .order_by(SupervisionReport.id.desc())
        .limit(1)
    )
    if reported is None:
        raise ReportNotFound
    finished_on = clock.local(reported.reported_at).date()
    detail = {
        "report_id": str(reported.id),
        "finished_on": finished_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        # What was reported in time is in time, however long its review took.
        "on_time": finished_on <= row.due_on,
    }
    changes = {"closed_at": clock.now(), "report_due_on": None}
    after = apply_transition(
        subject, unit, record_of(row), "complete", changes=changes, opinion=opinion or None, detail=detail
    )
    _review(subject, unit, reported.id, "accepted", opinion)
    close_tasks(subject, unit, row.id)
    return after


def report_of(unit: Unit, matter_id: uuid.UUID, report_id: uuid.UUID) -> Row[Any]:
    """Return a report of a matter. Errors: :class:`ReportNotFound`."""
    row = unit.first(
        select(*REPORT_COLUMNS).where(SupervisionReport.id == report_id, SupervisionReport.matter_id == matter_id)
    )
    if row is None:
        raise ReportNotFound
    return row


def list_reports(unit: Unit, matter_id: uuid.UUID, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return a matter's reports, newest first."""
    wanted = select(*REPORT_COLUMNS).where(SupervisionReport.matter_id == matter_id)
    if after is not None:
        wanted = wanted.where(SupervisionReport.id < after)
    return unit.rows(wanted.order_by(SupervisionReport.id.desc()).limit(rows))


def miss_report(unit: Unit, subject: Subject, row: Row[Any]) -> Row[Any]:
    """Keep that a report was not given by its day, and wait for the next one; done by a job."""
    missed: date = row.report_due_on
    following = next_report_day(row.cadence, max(missed, clock.today()), load_calendar(unit), ())
    changes = {"report_due_on": following}
    after = apply_transition(
        subject, unit, record_of(row), "miss_report", changes=changes, detail={"due_on": missed.isoformat()}
    )
    ask_owner(unit, after, "report_matter", f"{missed}应反馈，已逾期")
    return after


def _following(unit: Unit, row: Row[Any], milestones: Sequence[Row[Any]]) -> date | None:
    """Return when the report after this one is due: one that is early counts for its period."""
    after = max(row.report_due_on or clock.today(), clock.today())
    return next_report_day(row.cadence, after, load_calendar(unit), milestones)


def _check_finished(unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> None:
    if not given["evidence"]:
        raise EvidenceMissing
    _check_parts_closed(unit, row)
    pending = select(SupervisionReport.id).where(
        SupervisionReport.matter_id == row.id, SupervisionReport.state == "submitted"
    )
    if unit.first(pending.limit(1)) is not None:
        raise ReportPending


def _check_parts_closed(unit: Unit, row: Row[Any]) -> None:
    parts = open_parts(unit, row.id) if row.parts else ()
    if parts:
        raise PartsOpen(number=len(parts), parts=[item.number for item in parts])


def _reach(unit: Unit, row: Row[Any], milestones: Sequence[Row[Any]], position: int | None) -> None:
    if not [item for item in milestones if item.position == position and item.reached_on is None]:
        raise MilestoneUnknown
    unit.write(
        update(SupervisionMilestone)
        .where(SupervisionMilestone.matter_id == row.id, SupervisionMilestone.position == position)
        .values(reached_on=clock.today())
    )


def _add_report(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> uuid.UUID:
    report_id = new_id()
    files = own_files(unit, subject, given["evidence"])
    bind_files(subject, unit, list(given["evidence"]), row.id)
    evidence = [
        {
            "id": str(file_id),
            **{name: getattr(files[file_id], name) for name in ("name", "media_type", "size", "sha256")},
        }
        for file_id in given["evidence"]
    ]
    unit.add(
        SupervisionReport,
        id=report_id,
        matter_id=row.id,
        department_code=row.department_code,
        kind=given["kind"],
        state="submitted",
        due_on=row.report_due_on,
        milestone=given["milestone"] if given["kind"] == "milestone" else None,
        progress=DONE if given["kind"] == "final" else given["progress"],
        text=given["text"],
        problems=given["problems"],
        evidence=evidence,
        reported_by_name=subject.actor.name,
        reported_at=clock.now(),
    )
    return report_id


def _review(subject: Subject, unit: Unit, report_id: uuid.UUID, state: str, opinion: str) -> None:
    values = {
        "state": state,
        "opinion": opinion or None,
        "reviewed_by_name": subject.actor.name,
        "reviewed_at": clock.now(),
    }
    unit.write(update(SupervisionReport).where(SupervisionReport.id == report_id).values(values))

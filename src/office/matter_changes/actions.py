"""The turns of a change. What is written is kept whatever is refused."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from auth import SYSTEM, Subject, require
from engines.inbox import close_tasks, open_task
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.matters import (
    MatterUnknown,
    MatterWithdrawn,
    RevisionOutdated,
    authored,
    publish_change,
    revision,
    standing_of,
    withdraw_matter,
)
from engines.workdays import load_calendar
from kit import clock, outbox
from kit.database import Unit
from kit.ids import new_id
from office.matter_changes.manifest import APPROVE, BEGIN, EDIT, MATTER_CHANGE
from office.matter_changes.models import MatterChange
from office.matter_changes.queries import (
    change_by_id,
    differences_of,
    findings_of,
    joint_matters_with,
    outdated,
    record_of,
)
from office.matter_changes.rules import (
    NothingChanged,
    check_day,
    check_findings,
    check_named,
    check_not_own,
    check_reason,
    check_scope,
    name_in,
    with_writer,
)

#: Working days within which a change is approved, or taken up again.
APPROVAL_DAYS = 3
USCC_LENGTH = 18


def begin_change(subject: Subject, unit: Unit, arguments: Mapping[str, Any]) -> uuid.UUID:
    """Begin a change: ``{matter_code, kind, empty, reason, joint_matters}``.

    A revision begins from the one in force, or empty; a code that the catalogue does not know begins a new matter.
    Errors: 403 for another department's matter; of a withdrawal 404 and 409 for what is not in force, 409 for a part of
    joint matters that are not named, 422 without a reason.
    """
    require(subject, EDIT)
    code, kind = arguments["matter_code"], arguments["kind"]
    present = standing_of(unit, code)
    department = present.department if present is not None else code[:USCC_LENGTH]
    check_scope(subject, department)
    content: dict[str, Any] = {}
    if kind == "withdrawal":
        _check_withdrawable(unit, code, arguments["reason"], arguments["joint_matters"], present)
    elif present is not None and not arguments["empty"]:
        content = authored(revision(unit, present.revision_id).content.raw)
    change_id = new_id()
    unit.add(
        MatterChange,
        id=change_id,
        kind=kind,
        matter_code=code,
        matter_name=present.name if present is not None else code,
        department_code=department,
        base_revision_id=present.revision_id if present is not None else None,
        content=content,
        reason=arguments["reason"],
        joint_matters=arguments["joint_matters"],
        state="draft",
        version=1,
        author_name=subject.name,
        written_by=[str(subject.id)],
        saved_at=clock.now(),
    )
    write_event(subject, unit, Record(MATTER_CHANGE, MatterChange, change_id, "", 0, department, None), BEGIN)
    unit.flush()
    return change_id


def save_change(subject: Subject, unit: Unit, row: Row[Any], arguments: Mapping[str, Any]) -> Row[Any]:
    """Keep what was written, whatever it is; a change that waited for approval is a draft again."""
    content = arguments["content"] if row.kind == "revision" else {}
    after = apply_transition(
        subject,
        unit,
        record_of(row),
        "save",
        changes={
            "content": content,
            "reason": arguments["reason"],
            "joint_matters": arguments["joint_matters"],
            "matter_name": name_in(content, row.matter_name),
            "written_by": with_writer(row.written_by, subject.id),
            "saved_at": clock.now(),
        },
    )
    close_tasks(subject, unit, row.id)
    return after


def rebase_change(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Go on from the revision in force, with everything that was written."""
    present = standing_of(unit, row.matter_code)
    base = present.revision_id if present is not None else None
    after = apply_transition(subject, unit, record_of(row), "rebase", changes={"base_revision_id": base})
    close_tasks(subject, unit, row.id)
    return after


def validate_change(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Put a change before those who approve it.

    Errors: 422 with every rule that it breaks, 409 when it is made from an outdated revision, changes nothing, or
    withdraws a part of joint matters without naming them.
    """
    check_transition(subject, record_of(row), "validate")
    _check(unit, row)
    after = apply_transition(subject, unit, record_of(row), "validate", opinion=row.reason or None)
    close_tasks(subject, unit, row.id)
    _ask(unit, after, "approve_matter", "事项变更审批", APPROVE)
    return after


def approve_change(subject: Subject, unit: Unit, row: Row[Any], opinion: str, publish_on: date | None) -> Row[Any]:
    """Approve a change; it is published at once, or on its day.

    Errors: 403 for those who wrote of it, 409 as :func:`validate_change`, 422 for an unfit day.
    """
    check_transition(subject, record_of(row), "approve")
    check_not_own(subject, row.written_by)
    check_day(publish_on)
    _check(unit, row)
    day = publish_on or clock.today()
    changes = {"approved_by": subject.name, "publish_on": day}
    detail = {"publish_on": day.isoformat()}
    after = apply_transition(
        subject, unit, record_of(row), "approve", changes=changes, opinion=opinion or None, detail=detail
    )
    close_tasks(subject, unit, row.id)
    if day <= clock.today():
        return _carry_out(unit, after)
    key = f"matter_change:{row.id}:{after.version}"
    outbox.enqueue(unit, "matter_changes.carry_out", {"change_id": str(row.id)}, key=key, run_at=clock.start_of(day))
    return after


def return_change(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Send a change back to those who write it, with the reason."""
    after = apply_transition(
        subject, unit, record_of(row), "return", opinion=opinion, changes={"approved_by": None, "publish_on": None}
    )
    close_tasks(subject, unit, row.id)
    _ask(unit, after, "returned_matter", "事项变更已退回", EDIT)
    return after


def discard_change(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Give a change up; it stays readable."""
    after = apply_transition(subject, unit, record_of(row), "discard", opinion=reason or None)
    close_tasks(subject, unit, row.id)
    return after


@outbox.handles("matter_changes.carry_out")
def _on_its_day(job: outbox.Job) -> None:
    """Publish what was approved for today; what does not fit any more goes back. A repeat finds nothing to do."""
    row = change_by_id(job.unit, uuid.UUID(job.payload["change_id"]))
    if row.state != "approved" or row.publish_on is None or row.publish_on > clock.today():
        return
    unfit = _unfit(job.unit, row)
    if unfit:
        after = apply_transition(
            SYSTEM,
            job.unit,
            record_of(row),
            "return_unfit",
            opinion=unfit,
            changes={"approved_by": None, "publish_on": None},
        )
        _ask(job.unit, after, "returned_matter", "事项变更未能发布", EDIT)
        return
    _carry_out(job.unit, row)


def _unfit(unit: Unit, row: Row[Any]) -> str:
    """Return why a change that was approved cannot be carried out any more, or nothing."""
    if outdated(unit, row):
        return RevisionOutdated.zh
    named = joint_matters_with(unit, row.matter_code).keys() <= set(row.joint_matters)
    if row.kind == "withdrawal" and not named:
        return "该事项已成为“一件事”的组成部分，请重新确认。"
    return "；".join(dict.fromkeys(item.zh for item in findings_of(unit, row)))


def _check(unit: Unit, row: Row[Any]) -> None:
    """Refuse what cannot be published as things stand."""
    if outdated(unit, row):
        raise RevisionOutdated
    present = standing_of(unit, row.matter_code)
    if row.kind == "withdrawal":
        _check_withdrawable(unit, row.matter_code, row.reason, row.joint_matters, present)
        return
    check_findings(findings_of(unit, row))
    if present is not None and present.status == "in_force" and not differences_of(unit, row):
        raise NothingChanged


def _check_withdrawable(unit: Unit, code: str, reason: str, named: list[str], present: Row[Any] | None) -> None:
    check_reason(reason)
    if present is None:
        raise MatterUnknown
    if present.status != "in_force":
        raise MatterWithdrawn
    check_named(joint_matters_with(unit, code), named)


def _carry_out(unit: Unit, row: Row[Any]) -> Row[Any]:
    """Put an approved change in force."""
    if row.kind == "withdrawal":
        if not withdraw_matter(SYSTEM, unit, row.matter_code, reason=row.reason, base=row.base_revision_id):
            raise RevisionOutdated
        return apply_transition(SYSTEM, unit, record_of(row), "withdraw", opinion=row.reason or None)
    revision_id = publish_change(SYSTEM, unit, row.content, row.base_revision_id, by=str(row.approved_by))
    detail = {"revision": revision(unit, revision_id).revision}
    changes = {"revision_id": revision_id}
    return apply_transition(SYSTEM, unit, record_of(row), "publish", changes=changes, detail=detail)


def _ask(unit: Unit, row: Row[Any], kind: str, title: str, permission: str) -> None:
    due_on = load_calendar(unit).add_working_days(clock.today(), APPROVAL_DAYS)
    open_task(
        unit,
        record_kind="matter_change",
        record_id=row.id,
        kind=kind,
        title=f"{row.matter_name}：{title}",
        reference=row.matter_code,
        department_code=row.department_code,
        permission=permission,
        due_on=due_on,
        limit_days=APPROVAL_DAYS,
    )

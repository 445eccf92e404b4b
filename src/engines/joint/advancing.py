"""What moves a joint case on: after each turn of a part, the next parts begin and the dates follow."""

import uuid
from typing import Any

from sqlalchemy import Row, update

from auth import SYSTEM, Subject
from engines.cases import case_by_id, file_case, withdraw_case
from engines.inbox import open_task
from engines.joint.definitions import JointMatter, Part, read_joint_matter
from engines.joint.lifecycle import JOINT_CASE
from engines.joint.models import JointPart
from engines.joint.parts import (
    failed,
    filing_of_part,
    granted,
    joint_case_by_id,
    part_form,
    parts_of,
    record_of,
    schedule_of,
)
from engines.lifecycles import apply_transition, check_transition
from engines.matters import current_revision, prepare_matter
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Problem
from kit.outbox import Job, handles

#: Working days within which the lead department looks at a part that could not begin.
BLOCKED_DAYS = 1
WITHDRAWABLE = frozenset({"signing", "received", "correction", "accepted", "in_handling", "suspended"})


@handles("joint.advance")
def advance_joint_case(job: Job) -> None:
    """Move a joint case on after a turn of one of its parts. A repeat finds nothing to do."""
    joint = joint_case_by_id(job.unit, uuid.UUID(job.payload["joint_case_id"]))
    if joint.state == "in_progress":
        applicant = Subject(
            joint.applicant_id,
            joint.applicant_kind,
            joint.applicant_name,
            assurance_level=joint.definition["assurance_level"],
            acting_person_id=joint.acting_person_id,
        )
        advance(job.unit, job.context, joint, applicant)


def advance(unit: Unit, context: Context, joint: Row[Any], applicant: Subject) -> None:
    """File the parts whose conditions are met, move the dates, and close the joint case when nothing is left."""
    matter = read_joint_matter(joint.definition)
    for row in parts_of(unit, joint.id):
        by_code = {part.code: part for part in parts_of(unit, joint.id)}
        part = matter.part(row.code)
        if row.case_id is None and all(granted(by_code[code]) for code in part.depends_on):
            joint = _begin(unit, context, joint, matter, part, applicant)
    joint = _reschedule(unit, joint)
    parts = parts_of(unit, joint.id)
    if all(granted(part) for part in parts):
        apply_transition(SYSTEM, unit, record_of(joint), "complete", changes={"ended_at": clock.now()})
    elif any(failed(part) for part in parts) and not any(_goes_on(part) for part in parts):
        missed = [part.code for part in parts if not granted(part)]
        apply_transition(
            SYSTEM, unit, record_of(joint), "end", changes={"ended_at": clock.now()}, detail={"parts": missed}
        )


def withdraw_joint_case(subject: Subject, unit: Unit, joint: Row[Any], reason: str) -> Row[Any]:
    """Withdraw a joint case: parts that run are withdrawn, those that are decided stay decided."""
    check_transition(subject, record_of(joint), "withdraw")
    after = apply_transition(
        subject, unit, record_of(joint), "withdraw", opinion=reason or None, changes={"ended_at": clock.now()}
    )
    for part in parts_of(unit, joint.id):
        if part.case_id is not None and part.state in WITHDRAWABLE:
            withdraw_case(subject, unit, case_by_id(unit, part.case_id), reason)
    return after


def _goes_on(part: Row[Any]) -> bool:
    return part.case_id is not None and not granted(part) and not failed(part)


def _begin(
    unit: Unit, context: Context, joint: Row[Any], matter: JointMatter, part: Part, applicant: Subject
) -> Row[Any]:
    try:
        guide = current_revision(unit, part.matter)
        prepared = prepare_matter(applicant, unit, context, guide, admitted=True).prepared
        form = part_form(part, context.vault.open_json(joint.form_sealed), prepared.values)
        filed = file_case(applicant, unit, context, filing_of_part(matter, part, form, joint.materials, joint.id))
    except Problem as problem:
        return _block(unit, joint, part, problem)
    unit.write(
        update(JointPart)
        .where(JointPart.joint_case_id == joint.id, JointPart.code == part.code)
        .values(case_id=uuid.UUID(filed["id"]), blocked_by=None)
    )
    return apply_transition(
        SYSTEM,
        unit,
        record_of(joint),
        "open_part",
        detail={"part": part.code, "name": guide.content.name, "number": filed["number"]},
    )


def _block(unit: Unit, joint: Row[Any], part: Part, problem: Problem) -> Row[Any]:
    """Keep why a part could not begin and put it before the lead department, once."""
    said = problem.sentence("zh")
    done = unit.write(
        update(JointPart)
        .where(
            JointPart.joint_case_id == joint.id,
            JointPart.code == part.code,
            JointPart.blocked_by.is_distinct_from(said),
        )
        .values(blocked_by=said)
    )
    if done.rowcount:
        open_task(
            unit,
            record_kind=JOINT_CASE.code,
            record_id=joint.id,
            kind="blocked_part",
            title=f"{joint.name}：环节未能启动（{said}）",
            reference=joint.number,
            department_code=joint.department_code,
            permission="cases.accept",
            due_on=load_calendar(unit).add_working_days(clock.today(), BLOCKED_DAYS),
            limit_days=BLOCKED_DAYS,
        )
    return joint


def _reschedule(unit: Unit, joint: Row[Any]) -> Row[Any]:
    """Keep the dates as the parts stand now; when the last one moved, say so in the timeline, and why."""
    unit.flush()
    parts = parts_of(unit, joint.id)
    planned = {item.code: item for item in schedule_of(unit, joint, parts)}
    for row in parts:
        if planned[row.code].end_on != row.due_on:
            unit.write(update(JointPart).where(JointPart.id == row.id).values(due_on=planned[row.code].end_on))
    due_on = max(item.end_on for item in planned.values())
    if due_on == joint.due_on:
        return joint
    last = max(planned.values(), key=lambda item: item.end_on)
    return apply_transition(
        SYSTEM,
        unit,
        record_of(joint),
        "reschedule",
        changes={"due_on": due_on},
        detail={"before": joint.due_on.isoformat(), "due_on": due_on.isoformat(), "because": last.late_because},
    )

"""What moves a joint case on: after each turn of a part, the next parts begin and the dates follow."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, update

from auth import SYSTEM, Subject
from engines.cases import CheckedFiling
from engines.inbox import close_tasks, open_task
from engines.joint.definitions import JointMatter, read_joint_matter
from engines.joint.lifecycle import JOINT_CASE, OPEN
from engines.joint.models import JointCase, JointPart
from engines.joint.openings import Given, Openings, check_openings, results_of, write_openings
from engines.joint.parts import failed, goes_on, granted, ready_parts, schedule_of
from engines.joint.queries import joint_case_by_id, lock_joint_case, parts_of, record_of
from engines.joint.schedule import Planned
from engines.lifecycles import apply_transition
from engines.matters import revision
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Problem
from kit.outbox import Job, handles

#: Working days within which the lead department looks at a part that could not begin.
BLOCKED_DAYS = 1

_blocked = update(JointPart).where(JointPart.id == bindparam("_id")).values(blocked_by=bindparam("_blocked_by"))
_moved = update(JointPart).where(JointPart.id == bindparam("_id")).values(due_on=bindparam("_due_on"))


@handles("joint.advance")
def advance_after_turn(job: Job) -> None:
    """Move a joint case on after a turn of one of its parts. A repeat finds nothing to do."""
    advance_joint_case(job.unit, job.context, uuid.UUID(job.payload["joint_case_id"]))


def advance_joint_case(unit: Unit, context: Context, joint_id: uuid.UUID) -> None:
    """File the parts whose conditions are met, move the dates, and close the joint case when nothing is left.

    Of several at once each waits for the one before and sees what it did, so that no part is filed twice.
    """
    joint = joint_case_by_id(unit, joint_id)
    if joint.state not in OPEN:
        return
    matter = read_joint_matter(joint.definition)
    parts = parts_of(unit, joint_id)
    openings: Openings = {}
    if ready := ready_parts(matter, parts):
        openings = check_openings(
            applicant_of(joint),
            unit,
            context,
            matter,
            [matter.part(row.code) for row in ready],
            given_in(unit, context, joint, parts),
        )
    joint = lock_joint_case(unit, joint_id)
    if joint.state in OPEN:
        carry_on(unit, context, joint, openings)


def carry_on(unit: Unit, context: Context, joint: Row[Any], openings: Openings) -> None:
    """Make every turn that follows from how the parts stand now.

    A part that became ready after ``openings`` were checked is left to the job that the turn behind it enqueued.
    """
    matter = read_joint_matter(joint.definition)
    parts = parts_of(unit, joint.id)
    if joint.state == "stalled" and (ready_parts(matter, parts) or any(goes_on(row) for row in parts)):
        joint = apply_transition(SYSTEM, unit, record_of(joint), "go_on")
    after = _open_ready(unit, context, joint, matter, parts, openings)
    if after is not joint:
        unit.flush()
        joint, parts = after, parts_of(unit, joint.id)
    joint = _reschedule(unit, joint, parts)
    _settle(unit, joint, matter, parts)


def applicant_of(joint: Row[Any]) -> Subject:
    """Return the applicant as a subject, when the system files for them what they filed once."""
    return Subject(
        joint.applicant_id,
        joint.applicant_kind,
        joint.applicant_name,
        assurance_level=joint.definition["assurance_level"],
        acting_person_id=joint.acting_person_id,
    )


def given_in(unit: Unit, context: Context, joint: Row[Any], parts: Sequence[Row[Any]]) -> Given:
    """Return what the applicant handed in once, and what the parts have produced since."""
    return Given(joint.id, context.vault.open_json(joint.form_sealed), joint.materials, results_of(unit, parts))


def _open_ready(
    unit: Unit,
    context: Context,
    joint: Row[Any],
    matter: JointMatter,
    parts: Sequence[Row[Any]],
    openings: Openings,
) -> Row[Any]:
    ready = {row.code: row for row in ready_parts(matter, parts)}
    checked = {code: item for code, item in openings.items() if code in ready and isinstance(item, CheckedFiling)}
    said = {code: _said(item) for code, item in openings.items() if code in ready and isinstance(item, Problem)}
    if checked:
        told = write_openings(applicant_of(joint), unit, context, joint.id, checked)
        joint = apply_transition(SYSTEM, unit, record_of(joint), "open_parts", detail={"parts": told})
    news = {code: sentence for code, sentence in said.items() if sentence != ready[code].blocked_by}
    if news:
        joint = _block(unit, joint, ready, news)
    blocked = {row.code for row in parts if row.blocked_by}
    left = (blocked - checked.keys()) | news.keys()
    if left and not blocked:
        _ask_lead(unit, joint, next(iter(news.values())))
    elif blocked and not left:
        close_tasks(SYSTEM, unit, joint.id, kind="blocked_part")
    return joint


def _said(problem: Problem) -> str:
    """Return in one sentence why a part could not begin, with what its findings name."""
    return " ".join(dict.fromkeys([problem.sentence("zh"), *(pointer.zh for pointer in problem.pointers)]))


def _block(unit: Unit, joint: Row[Any], ready: Mapping[str, Row[Any]], news: Mapping[str, str]) -> Row[Any]:
    """Keep why parts could not begin, and say so in the timeline."""
    unit.write(_blocked, [{"_id": ready[code].id, "_blocked_by": sentence} for code, sentence in news.items()])
    told = [{"part": code, "name": _name(unit, ready[code]), "because": sentence} for code, sentence in news.items()]
    return apply_transition(SYSTEM, unit, record_of(joint), "block_parts", detail={"parts": told})


def _ask_lead(unit: Unit, joint: Row[Any], sentence: str) -> None:
    """Put a joint case with a blocked part before its lead department, once for all of them."""
    open_task(
        unit,
        record_kind=JOINT_CASE.code,
        record_id=joint.id,
        kind="blocked_part",
        title=f"{joint.name}：环节未能启动（{sentence}）",
        reference=joint.number,
        department_code=joint.department_code,
        permission="cases.accept",
        due_on=load_calendar(unit).add_working_days(clock.today(), BLOCKED_DAYS),
        limit_days=BLOCKED_DAYS,
    )


def _reschedule(unit: Unit, joint: Row[Any], parts: Sequence[Row[Any]]) -> Row[Any]:
    """Keep the dates as the parts stand now; where one moved, say in the timeline from when to when, and why."""
    planned = schedule_of(unit, joint, parts)
    moved = [row for row in parts if planned[row.code].end_on != row.due_on]
    waiting = [planned[row.code].end_on for row in parts if not granted(row)]
    next_on = joint.next_on if joint.state == "stalled" else min(waiting, default=None)
    if not moved:
        if next_on != joint.next_on:
            unit.write(update(JointCase).where(JointCase.id == joint.id).values(next_on=next_on))
        return joint
    unit.write(_moved, [{"_id": row.id, "_due_on": planned[row.code].end_on} for row in moved])
    last = max(planned.values(), key=lambda item: item.end_on)
    return apply_transition(
        SYSTEM,
        unit,
        record_of(joint),
        "reschedule",
        changes={"due_on": last.end_on, "next_on": next_on},
        detail={
            "before": joint.due_on.isoformat(),
            "due_on": last.end_on.isoformat(),
            "because": _because(last, earlier=last.end_on < joint.due_on),
            "parts": [
                {
                    "part": row.code,
                    "name": _name(unit, row),
                    "before": row.due_on.isoformat(),
                    "due_on": planned[row.code].end_on.isoformat(),
                    "because": _because(planned[row.code], earlier=planned[row.code].end_on < row.due_on),
                }
                for row in moved
            ],
        },
    )


def _because(dates: Planned, *, earlier: bool) -> str:
    if not earlier:
        return dates.late_because or "按实际进度调整"
    return f"进度提前（仍晚于原定日期：{dates.late_because}）" if dates.late_because else "进度提前"


def _settle(unit: Unit, joint: Row[Any], matter: JointMatter, parts: Sequence[Row[Any]]) -> None:
    """Close a joint case that is done, and give one in which nothing goes on back to its applicant."""
    record, closed = record_of(joint), {"ended_at": clock.now(), "next_on": None}
    if all(granted(row) for row in parts):
        apply_transition(SYSTEM, unit, record, "complete", changes=closed)
    elif joint.state == "stalled":
        if joint.next_on < clock.today():
            apply_transition(SYSTEM, unit, record, "end", changes=closed, detail={"parts": _missed(unit, parts)})
    elif any(failed(row) for row in parts) and not (ready_parts(matter, parts) or any(goes_on(row) for row in parts)):
        answer_by = clock.today() + timedelta(days=policy(unit).correction_answer_days)
        detail = {"answer_by": answer_by.isoformat(), "parts": _missed(unit, parts)}
        apply_transition(SYSTEM, unit, record, "stall", changes={"next_on": answer_by}, detail=detail)


def _missed(unit: Unit, parts: Sequence[Row[Any]]) -> list[dict[str, str]]:
    return [{"part": row.code, "name": _name(unit, row)} for row in parts if not granted(row)]


def _name(unit: Unit, row: Row[Any]) -> str:
    return revision(unit, row.matter_revision_id).content.name

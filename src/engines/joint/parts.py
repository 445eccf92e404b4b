"""The parts of a joint case: how they stand, and what is filed for each."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from engines.cases import Filing, MaterialGiven
from engines.joint.definitions import JointMatter, Part, read_joint_matter
from engines.joint.schedule import Planned, Stand, plan
from engines.matters import MatterPreparation, revision
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

CHANNEL = "joint"
#: States of a part's case from which nothing comes any more, and how that is said.
_FAILED = {"not_accepted": "不予受理", "returned": "逾期未补正退件", "withdrawn": "已撤回", "archived": "未获准"}
#: States in which the applicant or another signer has something to answer by the case's date.
_ANSWERING = {"correction": "等待申请人补正", "signing": "等待共同签署"}


def granted(part: Row[Any]) -> bool:
    """Tell whether a part is done as it was wished."""
    return bool(part.outcome == "granted")


def failed(part: Row[Any]) -> bool:
    """Tell whether a part's case ended without a grant."""
    return bool(part.outcome == "refused" or (part.state in _FAILED and not granted(part)))


def goes_on(part: Row[Any]) -> bool:
    """Tell whether somebody still works on a part, or the office is to start it again."""
    return part.blocked_by is not None or (part.case_id is not None and not granted(part) and not failed(part))


def ready_parts(matter: JointMatter, parts: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return the parts that are no cases yet and whose conditions are met."""
    done = {row.code for row in parts if granted(row)}
    return [row for row in parts if row.case_id is None and done.issuperset(matter.part(row.code).depends_on)]


def schedule_of(unit: Unit, joint: Row[Any], parts: Sequence[Row[Any]]) -> dict[str, Planned]:
    """Return the schedule of a joint case by part, from how its cases stand now; a closed one keeps its last."""
    matter = read_joint_matter(joint.definition)
    stands = [_stand(unit, matter.part(row.code), row) for row in parts]
    today = clock.local(joint.ended_at).date() if joint.ended_at else clock.today()
    planned = plan(stands, clock.local(joint.filed_at).date(), today, load_calendar(unit))
    return {item.code: item for item in planned}


def part_form(
    part: Part, joint_form: Mapping[str, Any], prepared: MatterPreparation, *, typed_first: bool
) -> dict[str, Any]:
    """Return the form of a part: what was typed in the joint form, and what its sources say of the rest.

    At filing what was typed stands first, so that a locked field that differs from its source is refused; later the
    source does, since it may have moved on meanwhile.
    """
    values = prepared.prepared.values
    typed = {name: joint_form[joint] for name, joint in part.fields.items() if joint in joint_form}
    locked = {} if typed_first else {item[1:]: values[item[1:]] for item in prepared.prepared.locked}
    return {**values, **typed, **locked}


def filing_of_part(
    matter: JointMatter,
    part: Part,
    form: Mapping[str, Any],
    materials: Sequence[Mapping[str, Any]],
    joint_id: uuid.UUID,
    results: Mapping[str, str],
) -> Filing:
    """Return what is filed for a part: its form, the materials that serve it, the results of earlier parts."""
    given = {item["code"]: item["file_ids"] for item in materials}
    served = [
        MaterialGiven(code, [uuid.UUID(i) for i in given[item.code]])
        for item in matter.materials
        for place, code in item.serves
        if place == part.code and item.code in given
    ]
    produced = [MaterialGiven(code, result_of=results[source]) for code, source in part.results.items()]
    return Filing(part.matter, form, [*served, *produced], channel=CHANNEL, joint_case_id=joint_id)


def _stand(unit: Unit, part: Part, row: Row[Any]) -> Stand:
    content = revision(unit, row.matter_revision_id).content
    stand = Stand(part.code, content.name, part.depends_on, content.promised, first_due_on=row.first_due_on)
    if row.case_id is None:
        return replace(stand, reason=f"暂不能启动（{row.blocked_by}）" if row.blocked_by else "")
    if failed(row):
        return replace(stand, reason=f"{_FAILED.get(row.state, '未获准')}，待重新申请")
    stand = replace(stand, started_on=clock.local(row.submitted_at).date(), reason=_reason(row))
    if row.decided_at is not None:
        return replace(stand, ended_on=clock.local(row.decided_at).date())
    if row.state in _ANSWERING:
        return replace(stand, not_before=row.case_due_on)
    # Before acceptance the case's date is that of its acceptance; its end is still its promise away.
    return stand if row.state == "received" else replace(stand, due_on=row.case_due_on)


def _reason(row: Row[Any]) -> str:
    """Return why a part is late by itself, should it be late: the first of these that holds."""
    open_ = row.decided_at is None
    reasons = (
        (row.state in _ANSWERING, f"{_ANSWERING.get(row.state, '')}（最迟 {row.case_due_on.isoformat()}）"),
        (row.state == "received", "等待受理"),
        (row.special_procedures > 0, "特别程序所需时间不计入期限"),
        (row.extension_days > 0, f"经批准延长 {row.extension_days} 个工作日"),
        (row.applicant_days > 0, f"申请人补正用时 {row.applicant_days} 个工作日"),
        (open_ and clock.today() > row.case_due_on, "办理超期"),
        (open_, "受理较晚"),
    )
    return next((text for holds, text in reasons if holds), "办结较晚")

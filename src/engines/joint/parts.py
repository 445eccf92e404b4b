"""The parts of a joint case: how they stand, and what is filed for each."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.cases import Case, Filing, MaterialGiven
from engines.joint.definitions import JointMatter, Part, read_joint_matter
from engines.joint.lifecycle import JOINT_CASE
from engines.joint.models import JointCase, JointPart
from engines.joint.schedule import Planned, Stand, plan
from engines.lifecycles import Record
from engines.matters import current_revision, revision
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.errors import NotFound

CHANNEL = "joint"
_columns = tuple(JointCase.__table__.c)
_parts = (
    select(
        *JointPart.__table__.c,
        Case.number.label("case_number"),
        Case.matter_name,
        Case.matter_revision_id,
        Case.department_code,
        Case.state,
        Case.holder,
        Case.outcome,
        Case.submitted_at,
        Case.decided_at,
        Case.due_on.label("case_due_on"),
        Case.special_procedures,
        Case.extension_days,
    )
    .select_from(JointPart)
    .outerjoin(Case, Case.id == JointPart.case_id)
    .order_by(JointPart.place)
)
#: States of a part's case from which nothing comes any more.
FAILED = frozenset({"not_accepted", "returned", "withdrawn"})


class JointCaseNotFound(NotFound):
    """No such joint case, or another person's."""

    code = "joint-case-not-found"
    zh = "没有找到该“一件事”办件。"
    en = "There is no such joint case."


def joint_case_by_id(unit: Unit, joint_id: uuid.UUID) -> Row[Any]:
    """Return a joint case for a job of the system. Errors: :class:`JointCaseNotFound`."""
    row = unit.first(select(*_columns).where(JointCase.id == joint_id))
    if row is None:
        raise JointCaseNotFound
    return row


def own_joint_case(unit: Unit, subject: Subject, joint_id: uuid.UUID) -> Row[Any]:
    """Return a joint case of the subject's own. Errors: :class:`JointCaseNotFound`."""
    row = joint_case_by_id(unit, joint_id)
    if row.applicant_id != subject.id:
        raise JointCaseNotFound
    return row


def list_own_joint_cases(
    unit: Unit, subject: Subject, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's joint cases, newest first."""
    statement = select(*_columns).where(JointCase.applicant_id == subject.id)
    if state is not None:
        statement = statement.where(JointCase.state == state)
    if after is not None:
        statement = statement.where(JointCase.id < after)
    return unit.rows(statement.order_by(JointCase.id.desc()).limit(rows))


def parts_of(unit: Unit, joint_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the parts of a joint case with their cases, in the order of their dependencies."""
    return unit.rows(_parts.where(JointPart.joint_case_id == joint_id))


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a joint case."""
    return Record(JOINT_CASE, JointCase, row.id, row.state, row.version, row.department_code, row.applicant_id)


def granted(part: Row[Any]) -> bool:
    """Tell whether a part is done as it was wished."""
    return bool(part.outcome == "granted")


def failed(part: Row[Any]) -> bool:
    """Tell whether a part will not be done."""
    return bool(part.outcome == "refused" or part.state in FAILED)


def schedule_of(unit: Unit, joint: Row[Any], parts: Sequence[Row[Any]]) -> list[Planned]:
    """Return the present schedule of a joint case, from how its cases stand now."""
    matter = read_joint_matter(joint.definition)
    stands = [_stand(unit, matter.part(row.code), row) for row in parts]
    return plan(stands, clock.local(joint.filed_at).date(), clock.today(), load_calendar(unit))


def part_form(part: Part, joint_form: Mapping[str, Any], prepared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form of a part: what its sources say, and what the joint form says of the rest."""
    typed = {name: joint_form[joint] for name, joint in part.fields.items() if joint in joint_form}
    return {**typed, **prepared}


def filing_of_part(
    matter: JointMatter,
    part: Part,
    form: Mapping[str, Any],
    materials: Sequence[Mapping[str, Any]],
    joint_id: uuid.UUID,
) -> Filing:
    """Return what is filed for a part: its form, the materials that serve it, the results of earlier parts."""
    given = {item["code"]: item["file_ids"] for item in materials}
    served = [
        MaterialGiven(code, [uuid.UUID(i) for i in given[item.code]])
        for item in matter.materials
        for place, code in item.serves
        if place == part.code and item.code in given
    ]
    results = [MaterialGiven(code, result_of=source) for code, source in part.results.items()]
    return Filing(part.matter, form, [*served, *results], channel=CHANNEL, joint_case_id=joint_id)


def _stand(unit: Unit, part: Part, row: Row[Any]) -> Stand:
    if row.case_id is None:
        content = current_revision(unit, part.matter).content
        reason = f"暂不能启动：{row.blocked_by}" if row.blocked_by else ""
        return Stand(
            part.code, content.name, part.depends_on, content.promised, first_due_on=row.first_due_on, reason=reason
        )
    content = revision(unit, row.matter_revision_id).content
    ended = clock.local(row.decided_at).date() if row.decided_at else None
    return Stand(
        part.code,
        content.name,
        part.depends_on,
        content.promised,
        started_on=clock.local(row.submitted_at).date(),
        # Before acceptance the case is due to be accepted; its end is still its promise away.
        due_on=row.case_due_on if row.state not in {"received", "correction", "signing"} else None,
        ended_on=ended,
        first_due_on=row.first_due_on,
        reason=_reason(row),
    )


def _reason(row: Row[Any]) -> str:
    """Return why a part that runs is late by itself."""
    if row.state == "suspended" or row.special_procedures:
        return "特别程序所需时间不计入期限"
    if row.state == "correction":
        return "等待申请人补正"
    if row.extension_days:
        return "经批准延长办理期限"
    if row.decided_at is None and clock.today() > row.case_due_on:
        return "办理超期"
    return ""

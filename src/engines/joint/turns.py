"""What people do with a joint case: file a part again, leave it there, withdraw; the lead tries blocked parts again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, update

from auth import Subject
from engines.cases import MaterialGiven, withdraw_case
from engines.inbox import close_tasks
from engines.joint.advancing import applicant_of, carry_on, given_in
from engines.joint.definitions import read_joint_matter
from engines.joint.filing import check_joint_form, keep_files, plain_materials
from engines.joint.models import JointPart
from engines.joint.openings import Given, check_openings, refuse_what_cannot_be_filed, results_of
from engines.joint.parts import failed, ready_parts
from engines.joint.queries import cases_of, joint_case_by_id, parts_of, record_of
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Conflict, Pointer, Unprocessable

WITHDRAWABLE = frozenset({"signing", "received", "correction", "accepted", "in_handling", "suspended"})


class JointPartUnknown(Unprocessable):
    """The joint case has no such part."""

    code = "joint-part-unknown"
    zh = "该“一件事”没有此环节，请填写办件中的环节代码。"
    en = "The joint case has no such part. Use a code of its parts."


class JointPartNotOpen(Conflict):
    """Only a part that failed or could not begin is filed again."""

    code = "joint-part-not-open"
    zh = "该环节不需要重新申请：只有未办成或未能启动的环节可以重新申请。"
    en = "This part need not be filed again: only one that failed or could not begin can be."


class NoPartBlocked(Conflict):
    """There is no part that waits to be tried again."""

    code = "no-part-blocked"
    zh = "没有未能启动的环节。"
    en = "No part waits to be tried again."


def refile_part(
    subject: Subject,
    unit: Unit,
    context: Context,
    joint: Row[Any],
    code: str,
    form: Mapping[str, Any],
    materials: Sequence[MaterialGiven],
) -> Row[Any]:
    """File a part again that failed or could not begin, while the others go on. Returns the joint case after it.

    ``form`` are the fields of the joint form that are to be changed, ``materials`` those handed in anew; parts that
    begin later take the changed ones, parts that run keep theirs.
    Errors: :class:`JointPartUnknown`, :class:`JointPartNotOpen`, and whatever filing would refuse.
    """
    check_transition(subject, record_of(joint), "refile_part")
    matter = read_joint_matter(joint.definition)
    parts = parts_of(unit, joint.id)
    row = next((item for item in parts if item.code == code), None)
    if row is None:
        raise JointPartUnknown(
            pointers=[Pointer("/part", "unknown", "没有此环节。", "There is no such part.")],
        )
    if not (failed(row) or row.blocked_by):
        raise JointPartNotOpen
    new_form = {**context.vault.open_json(joint.form_sealed), **form}
    check_joint_form(matter, new_form)
    anew = plain_materials(matter, materials)
    kept = [item for item in joint.materials if item["code"] not in {new["code"] for new in anew}]
    # The new ones stand first, so that findings point at them as they were sent.
    given = Given(joint.id, new_form, [*anew, *kept], results_of(unit, parts), typed_first=True)
    openings = check_openings(subject, unit, context, matter, [matter.part(code)], given)
    refuse_what_cannot_be_filed(matter, openings, given)
    after = apply_transition(
        subject,
        unit,
        record_of(joint),
        "refile_part",
        changes={"form_sealed": context.vault.seal_json(new_form), "materials": list(given.materials)},
        detail={"part": code, "before": row.case_number, "changed": sorted(form)},
    )
    keep_files(subject, unit, replace(given, materials=anew))
    # Waiting again, it is opened like any other part whose turn has come.
    unit.write(update(JointPart).where(JointPart.id == row.id).values(case_id=None, blocked_by=None))
    if not any(item.blocked_by for item in parts if item.code != code):
        close_tasks(subject, unit, joint.id, kind="blocked_part")
    carry_on(unit, context, after, openings)
    return joint_case_by_id(unit, joint.id)


def retry_parts(subject: Subject, unit: Unit, context: Context, joint: Row[Any]) -> Row[Any]:
    """Try again to file the parts that could not begin, for their applicant. Returns the joint case after it.

    A part that still cannot begin stays blocked and says why. Errors: :class:`NoPartBlocked`.
    """
    check_transition(subject, record_of(joint), "retry_parts")
    matter = read_joint_matter(joint.definition)
    parts = parts_of(unit, joint.id)
    blocked = [row.code for row in ready_parts(matter, parts) if row.blocked_by]
    if not blocked:
        raise NoPartBlocked
    openings = check_openings(
        applicant_of(joint),
        unit,
        context,
        matter,
        [matter.part(code) for code in blocked],
        given_in(unit, context, joint, parts),
    )
    after = apply_transition(subject, unit, record_of(joint), "retry_parts", detail={"parts": blocked})
    carry_on(unit, context, after, openings)
    return joint_case_by_id(unit, joint.id)


def conclude_joint_case(subject: Subject, unit: Unit, joint: Row[Any]) -> Row[Any]:
    """End a joint case in which a part failed, without filing it again; what was granted stays."""
    return apply_transition(
        subject, unit, record_of(joint), "conclude", changes={"ended_at": clock.now(), "next_on": None}
    )


def withdraw_joint_case(subject: Subject, unit: Unit, joint: Row[Any], reason: str) -> Row[Any]:
    """Withdraw a joint case: parts that run are withdrawn, those that are decided stay decided."""
    after = apply_transition(
        subject,
        unit,
        record_of(joint),
        "withdraw",
        opinion=reason or None,
        changes={"ended_at": clock.now(), "next_on": None},
    )
    for case in cases_of(unit, parts_of(unit, joint.id)).values():
        if case.state in WITHDRAWABLE:
            withdraw_case(subject, unit, case, reason)
    close_tasks(subject, unit, joint.id, kind="blocked_part")
    return after

"""Filing a joint matter: everything of every part is checked before anything is written."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from auth import Subject, require_assurance
from engines.cases import MaterialGiven
from engines.files import bind_files
from engines.forms import check_form
from engines.joint.advancing import carry_on
from engines.joint.definitions import JointMatter, order_of
from engines.joint.lifecycle import JOINT_CASE, SUBMIT_JOINT
from engines.joint.models import JointCase, JointPart
from engines.joint.openings import Given, check_openings, refuse_what_cannot_be_filed
from engines.joint.queries import joint_case_by_id
from engines.joint.schedule import Stand, plan
from engines.joint.storing import find_joint_matter
from engines.lifecycles import Record, write_event
from engines.matters import check_audience, current_revisions
from engines.numbering import case_number, next_number
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer, Unprocessable
from kit.ids import new_id


class JointMaterialUnknown(Unprocessable):
    """The filing names a material that the joint matter does not ask for, or one twice."""

    code = "joint-material-unknown"
    zh = "该“一件事”不需要所列材料，或同一材料重复填写，请按办事指南填写材料代码。"
    en = "A material that is named is not asked for by the joint matter, or is named twice."


@dataclass(frozen=True)
class JointFiling:
    """What an applicant files once for all parts."""

    code: str
    form: Mapping[str, Any]
    materials: Sequence[MaterialGiven]


def file_joint_case(subject: Subject, unit: Unit, context: Context, filing: JointFiling) -> uuid.UUID:
    """File a joint matter; the parts that wait for nothing are cases at once. Return the joint case's id.

    Errors: unknown joint matter, wrong kind of applicant, and whatever the filing of a part would refuse, pointed at
    in the joint form.
    """
    matter = find_joint_matter(unit, filing.code)
    check_audience(subject.kind, matter.audience)
    require_assurance(subject, matter.assurance_level, context.settings.level_up_url)
    check_joint_form(matter, filing.form)
    materials = plain_materials(matter, filing.materials)
    # What parts will produce has no number yet; that it will be there is all that is checked.
    results = {part.code: part.code for part in matter.parts}
    given = Given(new_id(), filing.form, materials, results, typed_first=True)
    openings = check_openings(subject, unit, context, matter, order_of(matter.parts), given)
    refuse_what_cannot_be_filed(matter, openings, given)
    _write(subject, unit, context, matter, given)
    keep_files(subject, unit, given)
    unit.flush()
    carry_on(unit, context, joint_case_by_id(unit, given.joint_id), openings)
    return given.joint_id


def check_joint_form(matter: JointMatter, form: Mapping[str, Any]) -> None:
    """Refuse a joint form that breaks its schema. Errors: :class:`engines.forms.FormInvalid`."""
    digest = hashlib.sha256(orjson.dumps(matter.form, option=orjson.OPT_SORT_KEYS)).hexdigest()
    check_form(f"joint:{digest}", matter.form, form)


def plain_materials(matter: JointMatter, given: Sequence[MaterialGiven]) -> list[dict[str, Any]]:
    """Return materials as a joint case keeps them. Errors: :class:`JointMaterialUnknown`."""
    known = {item.code for item in matter.materials}
    codes = [item.code for item in given]
    wrong = [index for index, code in enumerate(codes) if code not in known or code in codes[:index]]
    if wrong:
        raise JointMaterialUnknown(
            pointers=[
                Pointer(
                    f"/materials/{index}/code", "unknown", "没有此材料或重复。", "No such material, or named twice."
                )
                for index in wrong
            ],
        )
    return [{"code": item.code, "file_ids": [str(file_id) for file_id in item.file_ids]} for item in given]


def keep_files(subject: Subject, unit: Unit, given: Given) -> None:
    """Keep what was handed in once from being deleted before the part that it serves begins."""
    file_ids = {uuid.UUID(file_id) for item in given.materials for file_id in item["file_ids"]}
    bind_files(subject, unit, file_ids, given.joint_id)


def _write(subject: Subject, unit: Unit, context: Context, matter: JointMatter, given: Given) -> None:
    moment = clock.now()
    day = clock.local(moment).date()
    number = case_number(matter.region, day, next_number(unit, f"case:{matter.region}:{day:%Y%m%d}"))
    parts = order_of(matter.parts)
    guides = current_revisions(unit, [part.matter for part in parts])
    stands = [
        Stand(part.code, guides[part.matter].content.name, part.depends_on, guides[part.matter].content.promised)
        for part in parts
    ]
    planned = plan(stands, day, day, load_calendar(unit))
    due_on = max(item.end_on for item in planned)
    unit.add(
        JointCase,
        id=given.joint_id,
        number=number,
        code=matter.code,
        name=matter.name,
        definition=dict(matter.raw),
        applicant_id=subject.id,
        applicant_kind=subject.kind,
        applicant_name=subject.name,
        acting_person_id=subject.acting_person_id,
        department_code=matter.department,
        state=SUBMIT_JOINT.target,
        version=1,
        form_sealed=context.vault.seal_json(dict(given.form)),
        materials=list(given.materials),
        filed_at=moment,
        first_due_on=due_on,
        due_on=due_on,
        next_on=min(item.end_on for item in planned),
    )
    for place, (part, dates) in enumerate(zip(parts, planned, strict=True)):
        unit.add(
            JointPart,
            id=new_id(),
            joint_case_id=given.joint_id,
            code=part.code,
            place=place,
            matter_code=part.matter,
            matter_revision_id=guides[part.matter].id,
            department_code=guides[part.matter].content.department,
            first_due_on=dates.end_on,
            due_on=dates.end_on,
        )
    record = Record(JOINT_CASE, JointCase, given.joint_id, "", 0, matter.department, subject.id)
    write_event(subject, unit, record, SUBMIT_JOINT, detail={"number": number, "due_on": due_on.isoformat()})

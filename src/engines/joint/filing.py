"""Filing a joint matter: everything of every part is checked before anything is written."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from auth import Subject, require_assurance
from engines.cases import Filing, MaterialGiven, check_filing
from engines.forms import FormInvalid, check_form
from engines.joint.advancing import advance
from engines.joint.definitions import JointMatter, Part, order_of
from engines.joint.lifecycle import JOINT_CASE, SUBMIT_JOINT
from engines.joint.models import JointCase, JointPart
from engines.joint.parts import filing_of_part, joint_case_by_id, part_form
from engines.joint.schedule import Stand, plan
from engines.joint.storing import find_joint_matter
from engines.lifecycles import Record, write_event
from engines.matters import check_audience, current_revision, prepare_matter
from engines.numbering import case_number, next_number
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer, Unprocessable
from kit.ids import new_id


class JointMaterialUnknown(Unprocessable):
    """The filing names a material that the joint matter does not ask for."""

    code = "joint-material-unknown"
    zh = "该“一件事”不需要所列材料，请按办事指南填写材料代码。"
    en = "The joint matter does not ask for a material that is named."


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
    digest = hashlib.sha256(orjson.dumps(matter.form, option=orjson.OPT_SORT_KEYS)).hexdigest()
    check_form(f"joint:{digest}", matter.form, filing.form)
    _check_materials(matter, filing.materials)
    joint_id = new_id()
    materials = [{"code": item.code, "file_ids": [str(i) for i in item.file_ids]} for item in filing.materials]
    for part in order_of(matter.parts):
        _check_part(subject, unit, context, matter, part, filing, joint_id, materials)
    _write(subject, unit, context, matter, filing, joint_id, materials)
    unit.flush()
    advance(unit, context, joint_case_by_id(unit, joint_id), subject)
    return joint_id


def _check_materials(matter: JointMatter, given: Sequence[MaterialGiven]) -> None:
    known = {item.code for item in matter.materials}
    unknown = [index for index, item in enumerate(given) if item.code not in known]
    if unknown:
        raise JointMaterialUnknown(
            pointers=[
                Pointer(f"/materials/{index}/code", "unknown", "没有此材料。", "There is no such material.")
                for index in unknown
            ],
        )


def _check_part(
    subject: Subject,
    unit: Unit,
    context: Context,
    matter: JointMatter,
    part: Part,
    filing: JointFiling,
    joint_id: uuid.UUID,
    materials: Sequence[Mapping[str, Any]],
) -> None:
    guide = current_revision(unit, part.matter)
    prepared = prepare_matter(subject, unit, context, guide, admitted=True).prepared
    form = part_form(part, filing.form, prepared.values)
    asked: Filing = filing_of_part(matter, part, form, materials, joint_id)
    try:
        check_filing(subject, unit, context, asked)
    except FormInvalid as found:
        # Findings are told where the applicant can mend them: in the joint form.
        raise FormInvalid(pointers=[_in_joint_form(part, pointer) for pointer in found.pointers]) from found


def _in_joint_form(part: Part, pointer: Pointer) -> Pointer:
    name = pointer.pointer.removeprefix("/form/").partition("/")[0]
    place = f"/form/{part.fields[name]}" if name in part.fields else f"/parts/{part.code}{pointer.pointer}"
    return Pointer(place, pointer.code, pointer.zh, pointer.en)


def _write(
    subject: Subject,
    unit: Unit,
    context: Context,
    matter: JointMatter,
    filing: JointFiling,
    joint_id: uuid.UUID,
    materials: Sequence[Mapping[str, Any]],
) -> None:
    moment = clock.now()
    day = clock.local(moment).date()
    number = case_number(matter.region, day, next_number(unit, f"case:{matter.region}:{day:%Y%m%d}"))
    parts = order_of(matter.parts)
    guides = {part.code: current_revision(unit, part.matter).content for part in parts}
    stands = [Stand(p.code, guides[p.code].name, p.depends_on, guides[p.code].promised) for p in parts]
    planned = plan(stands, day, day, load_calendar(unit))
    due_on = max(item.end_on for item in planned)
    unit.add(
        JointCase,
        id=joint_id,
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
        form_sealed=context.vault.seal_json(dict(filing.form)),
        materials=list(materials),
        filed_at=moment,
        first_due_on=due_on,
        due_on=due_on,
    )
    for place, (part, dates) in enumerate(zip(parts, planned, strict=True)):
        unit.add(
            JointPart,
            id=new_id(),
            joint_case_id=joint_id,
            code=part.code,
            place=place,
            matter_code=part.matter,
            first_due_on=dates.end_on,
            due_on=dates.end_on,
        )
    record = Record(JOINT_CASE, JointCase, joint_id, "", 0, matter.department, subject.id)
    write_event(subject, unit, record, SUBMIT_JOINT, detail={"number": number, "due_on": due_on.isoformat()})

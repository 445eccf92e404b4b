"""Opening parts: what would be filed for each is checked before anything of it is written."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, update

from auth import Subject, require_assurance
from engines.cases import CheckedFiling, Filing, check_filing, file_case
from engines.joint.definitions import JointMatter, Part
from engines.joint.models import JointPart
from engines.joint.parts import filing_of_part, part_form
from engines.licences import licences_of_cases
from engines.matters import MatterPreparation, MatterWithdrawn, current_revisions, prepare_matters, revision
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer, Problem

#: By part: what will be filed, or why it cannot be.
Openings = Mapping[str, CheckedFiling | Problem]

_filed = (
    update(JointPart)
    .where(JointPart.joint_case_id == bindparam("_joint_case_id"), JointPart.code == bindparam("_code"))
    .values(case_id=bindparam("_case_id"), matter_revision_id=bindparam("_revision_id"), blocked_by=None)
)


@dataclass(frozen=True)
class Given:
    """What the applicant handed in once for all parts.

    ``results`` say, by part, what an earlier part produced; ``typed_first`` as in :func:`part_form`.
    """

    joint_id: uuid.UUID
    form: Mapping[str, Any]
    materials: Sequence[Mapping[str, Any]]
    results: Mapping[str, str]
    typed_first: bool = False


def check_openings(
    applicant: Subject, unit: Unit, context: Context, matter: JointMatter, parts: Sequence[Part], given: Given
) -> dict[str, CheckedFiling | Problem]:
    """Return for each part what would be filed, or what stands against it.

    Outside sources are asked here, all of them before the first row is written.
    """
    found: dict[str, CheckedFiling | Problem] = {}
    guides = current_revisions(unit, [part.matter for part in parts])
    admitted = []
    for part in parts:
        guide = guides.get(part.matter)
        if guide is None:
            found[part.code] = MatterWithdrawn()
            continue
        try:
            require_assurance(applicant, guide.content.assurance_level, context.settings.level_up_url)
        except Problem as problem:
            found[part.code] = problem
            continue
        admitted.append((part, guide))
    prepared = prepare_matters(applicant, unit, context, [guide for _, guide in admitted])
    for (part, _), ready in zip(admitted, prepared, strict=True):
        found[part.code] = _checked(applicant, unit, context, _filing(matter, part, given, ready), ready)
    return found


def refuse_what_cannot_be_filed(matter: JointMatter, openings: Openings, given: Given) -> None:
    """Refuse when something stands against a part, with everything of its kind, told in the joint form's own places.

    Errors: the first problem's class, with the findings of all parts that have the same.
    """
    problems = [(matter.part(code), item) for code, item in openings.items() if isinstance(item, Problem)]
    if not problems:
        return
    first = problems[0][1]
    pointers = [
        pointer
        for part, problem in problems
        if type(problem) is type(first)
        for pointer in _in_joint_form(matter, part, problem, given)
    ]
    first.pointers = tuple(dict.fromkeys(pointers))
    raise first


def write_openings(
    applicant: Subject, unit: Unit, context: Context, joint_id: uuid.UUID, checked: Mapping[str, CheckedFiling]
) -> list[dict[str, str]]:
    """File the parts and return what the timeline says of them: ``{part, name, number}`` each."""
    # Rules read the fetched records, which must not wait in the queue any more.
    unit.flush()
    told, changes = [], []
    for code, item in checked.items():
        filed = file_case(applicant, unit, context, item.filing, checked=item)
        told.append({"part": code, "name": item.guide.content.name, "number": filed["number"]})
        changes.append(
            {
                "_joint_case_id": joint_id,
                "_code": code,
                "_case_id": uuid.UUID(filed["id"]),
                "_revision_id": item.guide.id,
            }
        )
    unit.write(_filed, changes)
    return told


def results_of(unit: Unit, parts: Sequence[Row[Any]]) -> dict[str, str]:
    """Return what each part produces, as the next one names it: its licence, or the name of its result."""
    issued = licences_of_cases(unit, [row.case_id for row in parts if row.case_id is not None])
    return {
        row.code: f"{issued[row.case_id].name}（{issued[row.case_id].identifier}）"
        if row.case_id in issued
        else revision(unit, row.matter_revision_id).content.result.name
        for row in parts
    }


def _filing(matter: JointMatter, part: Part, given: Given, prepared: MatterPreparation) -> Filing:
    form = part_form(part, given.form, prepared, typed_first=given.typed_first)
    return filing_of_part(matter, part, form, given.materials, given.joint_id, given.results)


def _checked(
    applicant: Subject, unit: Unit, context: Context, filing: Filing, prepared: MatterPreparation
) -> CheckedFiling | Problem:
    try:
        return check_filing(applicant, unit, context, filing, prepared)
    except Problem as problem:
        return problem


def _in_joint_form(matter: JointMatter, part: Part, problem: Problem, given: Given) -> Iterator[Pointer]:
    """Tell findings where the applicant can mend them: in the joint form and its materials."""
    place = {item["code"]: index for index, item in enumerate(given.materials)}
    served = [
        place[item.code]
        for item in matter.materials
        for code, _ in item.serves
        if code == part.code and item.code in place
    ]
    for pointer in problem.pointers:
        _, root, *rest = pointer.pointer.split("/")
        if root == "form" and rest and rest[0] in part.fields:
            where = "/".join(["/form", part.fields[rest[0]], *rest[1:]])
        elif root == "materials" and rest and int(rest[0]) < len(served):
            where = "/".join(["/materials", str(served[int(rest[0])]), *rest[1:]])
        elif root == "materials":
            where = "/materials"
        else:
            where = f"/parts/{part.code}{pointer.pointer}"
        yield Pointer(where, pointer.code, pointer.zh, pointer.en)

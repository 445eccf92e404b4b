"""What need not be brought for a joint matter: every part prepared, each material and field asked for once."""

from typing import Any

from auth import Subject, require_assurance
from engines.joint.definitions import JointMatter, order_of
from engines.matters import check_audience, current_revision, prepare_matter
from kit.context import Context
from kit.database import Unit


def prepare_joint_matter(subject: Subject, unit: Unit, context: Context, matter: JointMatter) -> dict[str, Any]:
    """Return form values with their sources, the parts with how their materials are satisfied, and what to hand in.

    ``materials`` are those of the joint matter, each with ``needed``: no part has it from a better source.
    Errors: wrong kind of applicant, too low a level.
    """
    check_audience(subject.kind, matter.audience)
    require_assurance(subject, matter.assurance_level, context.settings.level_up_url)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    missing: set[tuple[str, str]] = set()
    consents: dict[str, list[str]] = {}
    parts = []
    for part in order_of(matter.parts):
        guide = current_revision(unit, part.matter)
        prepared = prepare_matter(subject, unit, context, guide, admitted=True).prepared
        for name, joint in part.fields.items():
            if name in prepared.values and joint not in values:
                values[joint] = prepared.values[name]
                sources[f"/{joint}"] = prepared.sources[f"/{name}"]
        open_ones = [item for item in prepared.materials if item.code not in part.results]
        missing |= {(part.code, item.code) for item in open_ones if item.status != "available"}
        if prepared.consent_needed:
            consents[part.matter] = list(prepared.consent_needed)
        parts.append(
            {
                "code": part.code,
                "name": guide.content.name,
                "matter_code": part.matter,
                "depends_on": list(part.depends_on),
                "promised": {"days": guide.content.promised.days, "unit": guide.content.promised.unit},
                "materials": [
                    {
                        "code": item.code,
                        "name": item.name,
                        "satisfied_by": "result" if item.code in part.results else item.satisfied_by,
                        "source": part.results.get(item.code, item.source),
                        "status": "available" if item.code in part.results else item.status,
                    }
                    for item in prepared.materials
                ],
            }
        )
    return {
        "joint_matter": {"code": matter.code, "name": matter.name},
        "form": {"schema": matter.form, "values": values, "sources": sources},
        "materials": [
            {"code": item.code, "name": item.name, "needed": bool(missing & set(item.serves))}
            for item in matter.materials
        ],
        "consent_needed": consents,
        "parts": parts,
    }

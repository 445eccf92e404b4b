"""What need not be brought for a joint matter: every part prepared, each material and field asked for once."""

from typing import Any

from auth import Subject, require_assurance
from engines.joint.definitions import JointMatter, Part, order_of
from engines.matters import MatterPreparation, check_audience, current_revisions, prepare_matters
from kit.context import Context
from kit.database import Unit

NECESSARY = "1"


def prepare_joint_matter(subject: Subject, unit: Unit, context: Context, matter: JointMatter) -> dict[str, Any]:
    """Return form values with their sources, the parts with how their materials are satisfied, and what to hand in.

    ``materials`` are those of the joint matter, each with ``needed``: no part has it from a better source.
    Errors: wrong kind of applicant, too low a level.
    """
    check_audience(subject.kind, matter.audience)
    require_assurance(subject, matter.assurance_level, context.settings.level_up_url)
    guides = current_revisions(unit, [part.matter for part in matter.parts])
    parts = [part for part in order_of(matter.parts) if part.matter in guides]
    found = prepare_matters(subject, unit, context, [guides[part.matter] for part in parts])
    prepared = list(zip(parts, found, strict=True))
    return {
        "joint_matter": {"code": matter.code, "name": matter.name},
        "form": {"schema": matter.form, **_values(prepared)},
        "materials": _materials(matter, prepared),
        "consent_needed": {
            part.matter: list(item.prepared.consent_needed) for part, item in prepared if item.prepared.consent_needed
        },
        "sources_down": sorted({name for _, item in prepared for name in item.prepared.sources_down}),
        "parts": [_part(part, item) for part, item in prepared],
    }


def _values(prepared: list[tuple[Part, MatterPreparation]]) -> dict[str, Any]:
    """Return the fields of the joint form that some part has from a source; the first part's source speaks."""
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    locked: list[str] = []
    for part, item in prepared:
        for name, joint in part.fields.items():
            if name in item.prepared.values and joint not in values:
                values[joint] = item.prepared.values[name]
                sources[f"/{joint}"] = item.prepared.sources[f"/{name}"]
            if f"/{name}" in item.prepared.locked and f"/{joint}" not in locked:
                locked.append(f"/{joint}")
    return {"values": values, "sources": sources, "locked": locked}


def _materials(matter: JointMatter, prepared: list[tuple[Part, MatterPreparation]]) -> list[dict[str, Any]]:
    """Return the joint matter's materials; ``needed`` is one that some part cannot do without and has no source for."""
    missing: dict[tuple[str, str], tuple[str, bool]] = {}
    for part, found in prepared:
        necessary = {spec.code for spec in found.revision.content.materials if spec.necessity == NECESSARY}
        for item in found.prepared.materials:
            if item.status != "available" and item.code not in part.results:
                missing[part.code, item.code] = (item.status, item.code in necessary)
    shown = []
    for material in matter.materials:
        open_ones = [missing[place] for place in material.serves if place in missing]
        statuses = {status for status, _ in open_ones}
        status = "to_upload" if "to_upload" in statuses else "to_commit" if statuses else "available"
        needed = any(necessary for _, necessary in open_ones)
        shown.append({"code": material.code, "name": material.name, "needed": needed, "status": status})
    return shown


def _part(part: Part, found: MatterPreparation) -> dict[str, Any]:
    content = found.revision.content
    return {
        "code": part.code,
        "name": content.name,
        "matter_code": part.matter,
        "depends_on": list(part.depends_on),
        "promised": {"days": content.promised.days, "unit": content.promised.unit},
        "materials": [
            {
                "code": item.code,
                "name": item.name,
                "satisfied_by": "result" if item.code in part.results else item.satisfied_by,
                "source": part.results.get(item.code, item.source),
                "status": "available" if item.code in part.results else item.status,
            }
            for item in found.prepared.materials
        ],
    }

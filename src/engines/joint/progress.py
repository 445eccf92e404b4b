"""One progress: every part, its dates and the path that decides when all is done."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.forms import masked_form
from engines.joint.definitions import read_joint_matter
from engines.joint.lifecycle import JOINT_CASE
from engines.joint.parts import failed, granted, schedule_of
from engines.joint.queries import parts_of, record_of
from engines.joint.schedule import Planned
from engines.lifecycles import available_actions, events_of
from engines.matters import revision
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing
from kit.masking import mask_name


def joint_answer(subject: Subject, unit: Unit, context: Context, joint: Row[Any]) -> dict[str, Any]:
    """Return a joint case with the present schedule of its parts; an officer sees graded fields masked."""
    parts = parts_of(unit, joint.id)
    planned = schedule_of(unit, joint, parts)
    matter = read_joint_matter(joint.definition)
    office = subject.kind == "officer"
    base = f"/{'office' if office else 'services'}/v1/joint_cases/{joint.id}"
    form = context.vault.open_json(joint.form_sealed)
    return {
        **listed_joint(joint),
        "due_on": max(item.end_on for item in planned.values()).isoformat(),
        "holder": JOINT_CASE.state(joint.state).holder,
        "answer_by": joint.next_on.isoformat() if joint.state == "stalled" else None,
        "applicant": {"kind": joint.applicant_kind, "name": _applicant(joint, masked=office)},
        "form": masked_form(matter.form, form) if office else form,
        "done": sum(granted(row) for row in parts),
        "total": len(parts),
        "critical_path": [row.code for row in parts if planned[row.code].critical],
        "parts": [_part(unit, row, planned[row.code], matter.part(row.code).depends_on) for row in parts],
        "timeline": [_event(event, masked=office) for event in events_of(unit, joint.id)],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject, record_of(joint))
            if _offered(action["action"], parts)
        ],
    }


def listed_joint(joint: Row[Any]) -> dict[str, Any]:
    """Return a joint case as its applicant's list shows it."""
    return {
        "id": str(joint.id),
        "number": joint.number,
        "code": joint.code,
        "name": joint.name,
        "state": joint.state,
        "state_name": JOINT_CASE.state(joint.state).zh,
        "version": joint.version,
        "filed_at": beijing(joint.filed_at),
        "ended_at": beijing(joint.ended_at),
        "first_due_on": joint.first_due_on.isoformat(),
        "due_on": joint.due_on.isoformat(),
    }


def listed_joint_for_office(joint: Row[Any]) -> dict[str, Any]:
    """Return a joint case as an officer's list shows it: whose it is, masked, and who leads."""
    return {
        **listed_joint(joint),
        "department_code": joint.department_code,
        "applicant": {"kind": joint.applicant_kind, "name": _applicant(joint, masked=True)},
    }


def _part(unit: Unit, row: Row[Any], dates: Planned, depends_on: Sequence[str]) -> dict[str, Any]:
    content = revision(unit, row.matter_revision_id).content
    return {
        "code": row.code,
        "name": content.name,
        "matter_code": row.matter_code,
        "department_name": content.raw["department_name"],
        "depends_on": list(depends_on),
        "stand": _stand(row),
        "state": row.state,
        "case_id": str(row.case_id) if row.case_id else None,
        "case_number": row.case_number,
        "holder": row.holder,
        "start_on": dates.start_on.isoformat(),
        "due_on": dates.end_on.isoformat(),
        "first_due_on": row.first_due_on.isoformat(),
        "critical": dates.critical,
        "late_because": dates.late_because or None,
        "blocked_by": row.blocked_by,
    }


def _stand(row: Row[Any]) -> str:
    if row.case_id is None:
        return "blocked" if row.blocked_by else "waiting"
    if granted(row):
        return "done"
    if failed(row):
        return "failed"
    return "paused" if row.state in {"suspended", "correction", "signing"} else "running"


def _offered(action: str, parts: Sequence[Row[Any]]) -> bool:
    """Tell whether a turn that the state allows makes sense for these parts now."""
    blocked = any(row.blocked_by for row in parts)
    if action == "refile_part":
        return blocked or any(failed(row) for row in parts)
    return blocked if action == "retry_parts" else True


def _event(row: Row[Any], *, masked: bool) -> dict[str, Any]:
    return {
        "turn": row.transition,
        "state": row.to_state,
        "actor_kind": row.actor_kind,
        "actor_name": mask_name(row.actor_name) if masked and row.actor_kind == "person" else row.actor_name,
        "opinion": row.opinion,
        "detail": row.detail,
        "at": beijing(row.at),
    }


def _applicant(joint: Row[Any], *, masked: bool) -> str:
    name: str = joint.applicant_name
    return mask_name(name) if masked and joint.applicant_kind == "person" else name

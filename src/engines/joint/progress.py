"""One progress for the applicant: every part, its dates and the path that decides when all is done."""

from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.joint.definitions import read_joint_matter
from engines.joint.lifecycle import JOINT_CASE
from engines.joint.parts import failed, granted, parts_of, record_of, schedule_of
from engines.lifecycles import available_actions, events_of
from engines.matters import current_revision, revision
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing


def joint_answer(subject: Subject, unit: Unit, context: Context, joint: Row[Any]) -> dict[str, Any]:
    """Return a joint case as its applicant sees it, with the present schedule of its parts."""
    parts = parts_of(unit, joint.id)
    planned = {item.code: item for item in schedule_of(unit, joint, parts)}
    matter = read_joint_matter(joint.definition)
    departments = department_names(unit)
    shown = []
    for row in parts:
        dates = planned[row.code]
        guide = revision(unit, row.matter_revision_id) if row.case_id else current_revision(unit, row.matter_code)
        shown.append(
            {
                "code": row.code,
                "name": guide.content.name,
                "matter_code": row.matter_code,
                "department_name": departments.get(guide.content.department, guide.content.department),
                "depends_on": list(matter.part(row.code).depends_on),
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
        )
    due_on = max(item.end_on for item in planned.values())
    return {
        **listed_joint(joint),
        "due_on": due_on.isoformat(),
        "form": context.vault.open_json(joint.form_sealed),
        "done": sum(granted(row) for row in parts),
        "total": len(parts),
        "critical_path": [row.code for row in parts if planned[row.code].critical],
        "parts": shown,
        "timeline": [_event(event) for event in events_of(unit, joint.id)],
        "available_actions": [
            {**action, "method": "POST", "href": f"/services/v1/joint_cases/{joint.id}/{action['resource']}"}
            for action in available_actions(subject, record_of(joint))
        ],
    }


def listed_joint(joint: Row[Any]) -> dict[str, Any]:
    """Return a joint case as a list shows it."""
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


def _stand(row: Row[Any]) -> str:
    if row.case_id is None:
        return "blocked" if row.blocked_by else "waiting"
    if granted(row):
        return "done"
    return "failed" if failed(row) else "paused" if row.state in {"suspended", "correction"} else "running"


def _event(row: Row[Any]) -> dict[str, Any]:
    return {
        "turn": row.transition,
        "state": row.to_state,
        "actor_kind": row.actor_kind,
        "actor_name": row.actor_name,
        "opinion": row.opinion,
        "detail": row.detail,
        "at": beijing(row.at),
    }

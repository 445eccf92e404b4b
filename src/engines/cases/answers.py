"""A case as the API shows it: to its applicant in full, to an officer with graded fields masked."""

from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.cases.clocks import deadline_answer
from engines.cases.lifecycle import CASE, DECISION_STEP
from engines.cases.queries import materials_of, present_seats, record_of, reviews_of
from engines.forms import masked_form
from engines.lifecycles import available_actions, events_of
from engines.matters import revision
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing
from kit.masking import mask_name


def case_answer(subject: Subject, unit: Unit, context: Context, case: Row[Any], *, unmasked: bool) -> dict[str, Any]:
    """Return a case with timeline, materials, deadline and what this subject can do now."""
    guide = revision(unit, case.matter_revision_id)
    form = context.vault.open_json(case.form_sealed)
    office = subject.kind == "officer"
    base = f"/{'office' if office else 'services'}/v1/cases/{case.id}"
    reviews = reviews_of(unit, case.id) if office else []
    actions = available_actions(subject, record_of(case, present_seats(case, reviews, only_open=True)))
    answer = {
        **listed_answer(case),
        "matter": {"code": guide.code, "name": case.matter_name, "revision": guide.revision},
        "applicant": {
            "kind": case.applicant_kind,
            "name": _name(case.applicant_kind, case.applicant_name, unmasked=unmasked),
        },
        "form": form if unmasked else masked_form(guide.content.form, form),
        "materials": [
            {**row._asdict(), "file_id": str(row.file_id) if row.file_id else None}
            for row in materials_of(unit, case.id)
        ],
        "timeline": [_event(row, unmasked=unmasked) for row in events_of(unit, case.id)],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in actions
            # A decision waits for every review, whatever the state allows.
            if action["action"] != "decide" or case.step == DECISION_STEP
        ],
        "deadline": deadline_answer(unit, case, guide),
        "holder": CASE.state(case.state).holder,
        "step": case.step,
        "accepted_at": beijing(case.accepted_at),
        "decided_at": beijing(case.decided_at),
        "decision_reason": case.decision_reason,
    }
    if office:
        answer["reviews"] = [_review(row) for row in reviews]
    return answer


def listed_answer(case: Row[Any]) -> dict[str, Any]:
    """Return a case as a list shows it."""
    state = CASE.state(case.state)
    return {
        "id": str(case.id),
        "number": case.number,
        "matter_code": case.matter_code,
        "matter_name": case.matter_name,
        "topic": case.topic,
        "state": case.state,
        "state_name": state.zh,
        "state_code": state.exchange_code,
        "submitted_at": beijing(case.submitted_at),
        "due_on": case.due_on.isoformat(),
        "outcome": case.outcome,
        "version": case.version,
    }


def _name(kind: str, name: str, *, unmasked: bool) -> str:
    """Return a name as this reader sees it; officers act by name, organisations are public."""
    return name if unmasked or kind != "person" else mask_name(name)


def _event(row: Row[Any], *, unmasked: bool) -> dict[str, Any]:
    return {
        "turn": row.transition,
        "from_state": row.from_state or None,
        "state": row.to_state,
        "state_name": CASE.state(row.to_state).zh,
        "actor_kind": row.actor_kind,
        "actor_name": _name(row.actor_kind, row.actor_name, unmasked=unmasked),
        "opinion": row.opinion,
        "detail": row.detail,
        "at": beijing(row.at),
    }


def _review(row: Row[Any]) -> dict[str, Any]:
    return {
        "round": row.round,
        "step": row.step_code,
        "step_name": row.step_name,
        "seat": row.seat_code,
        "seat_name": row.seat_name,
        "department_code": row.department_code,
        "outcome": row.outcome,
        "opinion": row.opinion,
        "reviewer_name": row.reviewer_name,
        "reviewed_at": beijing(row.reviewed_at),
    }

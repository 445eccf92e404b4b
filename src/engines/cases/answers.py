"""A case as the API shows it: to its applicant in full, to an officer with graded fields masked."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names, officer_names
from engines.cases.assessing import assessment_answer
from engines.cases.clocks import deadline_answer, light_of, special_procedures_of
from engines.cases.delivering import delivery_answer
from engines.cases.lifecycle import CASE, DECISION_STEP, SUBMIT
from engines.cases.notices import notices_among
from engines.cases.queries import extensions_of, opinions_of, parts_of, present_seats, record_of
from engines.cases.rulings import ruling_answer
from engines.cases.turning import ledger
from engines.forms import masked_form
from engines.lifecycles import available_actions, event_answer, shown_name
from engines.matters import revision
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing


def case_answer(subject: Subject, unit: Unit, context: Context, case: Row[Any], *, unmasked: bool) -> dict[str, Any]:
    """Return a case with timeline, materials, deadline and what this subject can do now."""
    guide = revision(unit, case.matter_revision_id)
    form = context.vault.open_json(case.form_sealed)
    office = subject.kind == "officer"
    base = f"/{'office' if office else 'services'}/v1/cases/{case.id}"
    events, materials, reviews = parts_of(unit, case.id, office=office)
    turns = {event.transition for event in events} if office else set()
    opinions = opinions_of(unit, case.id) if "ask_opinion" in turns else []
    standing = record_of(case, seats=present_seats(case, reviews, only_open=True), opinions=opinions)
    answer = {
        **listed_answer(case),
        "matter": {"code": guide.code, "name": case.matter_name, "revision": guide.revision},
        "applicant": {
            "kind": case.applicant_kind,
            "name": shown_name(case.applicant_kind, case.applicant_name, unmasked=unmasked),
        },
        "mandate_id": str(case.mandate_id) if case.mandate_id else None,
        "form": form if unmasked else masked_form(guide.content.form, form),
        "materials": [_material(row) for row in materials],
        "timeline": [event_answer(CASE, SUBMIT, row, unmasked=unmasked) for row in events],
        "notices": [
            {
                "id": str(notice.event.id),
                "number": notice.number,
                "title": notice.title,
                "at": beijing(notice.event.at),
                "href": f"{base}/notices/{notice.event.id}",
            }
            for notice in notices_among(case.number, events)
        ],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject, standing)
            if _offered(action["action"], case)
        ],
        "deadline": deadline_answer(unit, case, guide, events),
        "holder": case.holder,
        "ledger": ledger(unit, events),
        "assessment": assessment_answer(unit, case, guide),
        "special_procedures": [_procedure(row) for row in special_procedures_of(unit, case)],
        "step": case.step,
        "accepted_at": beijing(case.accepted_at),
        "decided_at": beijing(case.decided_at),
        "decided_by": case.decided_by,
        "automated_decision": ruling_answer(case, events),
        "decision_reason": case.decision_reason,
        "conditions": case.conditions or [],
        "joint_case_id": str(case.joint_case_id) if case.joint_case_id else None,
        "delivery": delivery_answer(unit, context, case),
        "retained_until": case.retained_until.isoformat() if case.retained_until else None,
    }
    if office:
        answer["reviews"] = [_review(row) for row in reviews]
        answer["opinions"] = [_opinion(row) for row in opinions]
        answer["extensions"] = (
            [_extension(row) for row in extensions_of(unit, case.id)] if "request_extension" in turns else []
        )
        answer["assignee_id"] = str(case.assignee_id) if case.assignee_id else None
        if not unmasked:
            answer["delivery"].pop("recipient", None)
    return answer


def _offered(action: str, case: Row[Any]) -> bool:
    """Tell whether a turn that the state allows makes sense for this case now."""
    if action == "decide":
        return bool(case.step == DECISION_STEP)
    if action == "request_human_review":
        return bool(case.decided_by == "rules" and case.outcome == "refused")
    way = {"dispatch": "post", "confirm_receipt": "post", "hand_over": "counter"}.get(action)
    return way is None or bool(case.delivery_way == way)


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
        "light": light_of(case),
        "outcome": case.outcome,
        "version": case.version,
    }


def office_listed_answers(unit: Unit, context: Context, cases: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return cases as an officer's list shows them: persons masked, departments and assignees by name."""
    names = department_names(unit)
    officers = officer_names(unit, context.vault, {case.assignee_id for case in cases} - {None})
    return [
        {
            **listed_answer(case),
            "applicant": {
                "kind": case.applicant_kind,
                "name": shown_name(case.applicant_kind, case.applicant_name, unmasked=False),
            },
            "department": {"code": case.department_code, "name": names.get(case.department_code)},
            "region_code": case.region_code,
            "holder": case.holder,
            "assignee": case.assignee_id and {"code": str(case.assignee_id), "name": officers.get(case.assignee_id)},
            "channel": case.channel,
        }
        for case in cases
    ]


def _material(row: Row[Any]) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "satisfied_by": row.satisfied_by,
        "source": row.source,
        "status": row.status,
        "file_ids": row.file_ids,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "check_opinion": row.check_opinion,
        "checked_by": row.checked_by,
        "checked_at": beijing(row.checked_at),
    }


def _procedure(row: Row[Any]) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "holder": row.holder,
        "reason": row.reason,
        "statute": row.statute,
        "announced_until": row.announced_until.isoformat(),
        "started_at": beijing(row.started_at),
        "ended_at": beijing(row.ended_at),
        "result": row.result,
    }


def _opinion(row: Row[Any]) -> dict[str, Any]:
    return {
        "department_code": row.department_code,
        "question": row.question,
        "due_on": row.due_on.isoformat(),
        "asked_by_name": row.asked_by_name,
        "asked_at": beijing(row.asked_at),
        "opinion": row.opinion,
        "given_by_name": row.given_by_name,
        "given_at": beijing(row.given_at),
    }


def _extension(row: Row[Any]) -> dict[str, Any]:
    return {
        "days": row.days,
        "reason": row.reason,
        "statute": row.statute,
        "requested_by_name": row.requested_by_name,
        "requested_at": beijing(row.requested_at),
        "outcome": row.outcome,
        "opinion": row.opinion,
        "decided_by_name": row.decided_by_name,
        "decided_at": beijing(row.decided_at),
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

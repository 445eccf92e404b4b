"""An evaluation as the API shows it: to who gave it with every step, to the office without a name where none is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.deadlines import light
from engines.evaluations.lifecycle import FOLLOW_UP, OPEN, record_of
from engines.evaluations.options import INDICATORS, evaluation_options
from engines.evaluations.scale import CHANNELS, LEVEL_NAMES, to_bus
from engines.lifecycles import available_actions, event_answer, events_of, shown_name
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.fields import beijing


def own_evaluation_answer(unit: Unit, first: Row[Any], second: Row[Any] | None) -> dict[str, Any]:
    """Return a case's evaluation as who gave it sees it: the follow-up with every step, and the second one."""
    return {
        **_rating(unit, first),
        "follow_up_due_on": first.rectify_by.isoformat() if first.state else None,
        "follow_up": _follow_up(unit, first, unmasked=True) if first.state else None,
        "second": _rating(unit, second) if second is not None else None,
        "can_evaluate_again": first.state is not None and first.closed_at is not None and second is None,
    }


def listed_evaluation(unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return an evaluation as an officer's list shows it; an anonymous one names neither person nor case."""
    named = not row.anonymous
    return {
        "id": str(row.id),
        **_rating(unit, row),
        "matter_code": row.matter_code,
        "matter_name": row.matter_name,
        "department_code": row.department_code,
        "evaluator": shown_name(row.applicant_kind, row.applicant_name, unmasked=False) if named else None,
        "case_id": str(row.case_id) if named else None,
        "case_number": row.case_number if named else None,
        "follow_up_state": row.state,
        "follow_up_number": row.follow_up_number,
        "due_on": row.due_on.isoformat() if row.state and row.closed_at is None else None,
        "light": _light(unit, row),
    }


def office_evaluation_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return one evaluation as an officer sees it, with the follow-up and what can be done now."""
    follow_up = None
    if row.state is not None:
        follow_up = {
            **_follow_up(unit, row, unmasked=False),
            "number": row.follow_up_number,
            "available_actions": [
                {**action, "method": "POST", "href": f"/office/v1/evaluations/{row.id}/{action['resource']}"}
                for action in available_actions(subject, record_of(row))
                if _offered(action["action"], row)
            ],
        }
    return {**listed_evaluation(unit, row), "follow_up": follow_up}


def _offered(action: str, row: Row[Any]) -> bool:
    """Tell whether a step that the state allows makes sense: who is anonymous is not called, others are first."""
    if action == "contact":
        return not row.anonymous
    return row.state != "opened" or bool(row.anonymous)


def _light(unit: Unit, row: Row[Any]) -> str | None:
    if row.state is None or row.closed_at is not None:
        return None
    days = policy(unit)
    return light(row.due_on, clock.today(), load_calendar(unit), days.follow_up_days, days.thresholds)


def _rating(unit: Unit, row: Row[Any]) -> dict[str, Any]:
    options = evaluation_options(unit)
    return {
        "number": row.number,
        "level": row.level,
        "level_name": LEVEL_NAMES[row.level],
        "level_on_bus": to_bus(row.level),
        "tags": row.tags,
        "options": [_option(options[code]) for code in row.tags if code in options],
        "text": row.text,
        "anonymous": row.anonymous,
        "by_default": row.by_default,
        "set_aside": row.set_aside,
        "channel": row.channel,
        "channel_code": CHANNELS[row.channel],
        "evaluated_at": beijing(row.evaluated_at),
    }


def option_answers(unit: Unit) -> list[dict[str, Any]]:
    """Return what can be said, best first: each level with its options."""
    options = evaluation_options(unit).values()
    return [
        {"level": level, "name": name, "options": [_option(item) for item in options if item.level == level]}
        for level, name in LEVEL_NAMES.items()
    ]


def _option(row: Any) -> Mapping[str, str]:
    return {
        "code": row.code,
        "text": row.text,
        "indicator": row.indicator,
        "indicator_name": INDICATORS[row.indicator],
    }


def _follow_up(unit: Unit, row: Row[Any], *, unmasked: bool) -> dict[str, Any]:
    return {
        "state": row.state,
        "state_name": FOLLOW_UP.state(row.state).zh,
        "round": row.round,
        "due_on": row.due_on.isoformat() if row.closed_at is None else None,
        "rectify_by": row.rectify_by.isoformat(),
        "outcome": row.outcome,
        "opened_at": beijing(row.opened_at),
        "closed_at": beijing(row.closed_at),
        "version": row.version,
        "timeline": [event_answer(FOLLOW_UP, OPEN, event, unmasked=unmasked) for event in events_of(unit, row.id)],
    }

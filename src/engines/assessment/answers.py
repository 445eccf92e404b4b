"""What assessment shows over HTTP: plain JSON, with times of the city."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.assessment.amounts import shown_hundredths
from engines.assessment.lifecycle import (
    ADJUSTMENT,
    ASSESSMENT,
    COMPUTED,
    LODGE,
    SCORE_APPEAL,
    adjustment_record,
    appeal_record,
    assessment_record,
    scheme_record,
)
from engines.assessment.periods import period_in
from engines.assessment.schemes import scheme_items
from engines.lifecycles import available_actions, event_answer, events_of
from kit.database import Unit
from kit.fields import beijing


def plain(value: Any) -> Any:
    """Return a value with ids, days and moments as texts; moments are those of the city."""
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return beijing(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def indicator_answer(row: Row[Any]) -> dict[str, Any]:
    """Return an indicator."""
    return dict(plain(row._asdict()))


def scheme_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a scheme with its weights; they are published with it."""
    weights = [
        {"indicator": item.indicator.code, "name": item.indicator.name, "weight": str(float(item.weight))}
        for item in scheme_items(unit, row.id)
    ]
    actions = available_actions(subject, scheme_record(row))
    return {**plain(row._asdict()), "weights": weights, "available_actions": actions}


def assessment_answer(subject: Subject, unit: Unit, row: Row[Any], scores: Sequence[Row[Any]]) -> dict[str, Any]:
    """Return a period's assessment with its scores by rank and its timeline."""
    events = [event_answer(ASSESSMENT, COMPUTED, event, unmasked=True) for event in events_of(unit, row.id)]
    return {
        **listed_assessment(row),
        "scores": [_score(item) for item in scores],
        "timeline": events,
        "available_actions": available_actions(subject, assessment_record(row)),
    }


def listed_assessment(row: Row[Any]) -> dict[str, Any]:
    """Return an assessment as lists show it."""
    period = period_in(row)
    names = ("id", "scheme_code", "scheme_name", "scheme_name_en", "state", "version", "department_code")
    days = ("first_day", "last_day", "computed_at", "published_at", "appeal_until", "frozen_at")
    told = {name: getattr(row, name) for name in (*names, *days)}
    return {
        **plain(told),
        "state_name": ASSESSMENT.state(row.state).zh,
        "period": period.code,
        "period_name": period.name,
    }


def adjustment_answer(subject: Subject, row: Row[Any]) -> dict[str, Any]:
    """Return an adjustment by hand."""
    told = row._asdict()
    del told["hundredths"]
    return {
        **plain(told),
        "state_name": ADJUSTMENT.state(row.state).zh,
        "points": shown_hundredths(row.hundredths),
        "available_actions": available_actions(subject, adjustment_record(row)),
    }


def appeal_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return an appeal with its timeline."""
    events = [event_answer(SCORE_APPEAL, LODGE, event, unmasked=True) for event in events_of(unit, row.id)]
    return {
        **listed_appeal(row, department_names(unit)),
        "timeline": events,
        "available_actions": available_actions(subject, appeal_record(row)),
    }


def listed_appeal(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return an appeal as lists show it."""
    return {
        **plain(row._asdict()),
        "state_name": SCORE_APPEAL.state(row.state).zh,
        "department_name": names.get(row.department_code, row.department_code),
    }


def _score(row: Row[Any]) -> dict[str, Any]:
    before = row.previous_hundredths
    return {
        "id": str(row.id),
        "rank": row.rank,
        "department_code": row.department_code,
        "department_name": row.department_name,
        "region": row.region,
        "total": shown_hundredths(row.hundredths),
        "adjusted": shown_hundredths(row.adjusted),
        "previous_total": None if before is None else shown_hundredths(before),
        "previous_rank": row.previous_rank,
        "assigned": row.assigned,
        "unknown_indicators": row.unknown,
    }

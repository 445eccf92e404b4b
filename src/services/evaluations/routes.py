"""好差评 over HTTP."""

import uuid
from typing import Any

from engines.cases import case_for_owner
from engines.evaluations import LEVEL_NAMES, evaluate_case, evaluation_of
from kit.fields import beijing
from kit.web import Door, subject, unit
from services.evaluations.schemas import EvaluationIn, EvaluationOut

door = Door(
    "evaluations", audience="services", url_prefix="/services/v1/cases", description="好差评: rate the handling."
)


@door.route("/<uuid:case_id>/evaluation", methods=["POST"])
@door.arguments(EvaluationIn())
@door.response(201, EvaluationOut())
@door.problems(404, 409)
def evaluate(arguments: dict[str, Any], case_id: uuid.UUID) -> dict[str, Any]:
    """Rate the handling of a decided case, once.

    The bottom two levels open a follow-up with a date for the department.
    """
    case = case_for_owner(unit(), subject(), case_id)
    evaluate_case(subject(), unit(), case, arguments["level"], arguments["tags"], arguments["text"])
    unit().flush()
    return _shown(case_id)


@door.route("/<uuid:case_id>/evaluation")
@door.response(200, EvaluationOut())
@door.problems(404)
def get_evaluation(case_id: uuid.UUID) -> dict[str, Any]:
    """Read the evaluation of a case of mine."""
    case_for_owner(unit(), subject(), case_id)
    return _shown(case_id)


def _shown(case_id: uuid.UUID) -> dict[str, Any]:
    row = evaluation_of(unit(), case_id)
    return {
        "level": row.level,
        "level_name": LEVEL_NAMES[row.level],
        "tags": row.tags,
        "text": row.text,
        "evaluated_at": beijing(row.evaluated_at),
        "follow_up_due_on": row.due_on.isoformat() if row.due_on else None,
    }

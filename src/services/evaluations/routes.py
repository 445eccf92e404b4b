"""好差评 over HTTP."""

import uuid
from typing import Any

from flask import Response

from engines.cases import case_for_applicant
from engines.evaluations import (
    Rating,
    evaluate_again,
    evaluate_case,
    evidence_of,
    option_answers,
    own_evaluation,
    own_evaluation_answer,
)
from engines.files import open_file
from kit.idempotency import idempotent
from kit.web import Door, attachment, context, subject, unit
from services.evaluations.schemas import EvaluationIn, EvaluationOut, LevelListOut

door = Door(
    "evaluations", audience="services", url_prefix="/services/v1/cases", description="好差评: rate the handling."
)


@door.route("/<uuid:case_id>/evaluation-options")
@door.response(200, LevelListOut())
@door.problems(404)
def list_evaluation_options(case_id: uuid.UUID) -> Response:
    """List the levels and the options that can be ticked with each."""
    case_for_applicant(unit(), subject(), case_id)
    return door.answer({"items": option_answers(unit())})


@door.route("/<uuid:case_id>/evaluation", methods=["POST"])
@idempotent
@door.arguments(EvaluationIn())
@door.response(201, EvaluationOut())
@door.problems(404, 409)
def evaluate(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Rate the handling of a decided case, once, as its applicant or agent.

    A late rating replaces the one written by default. The bottom two levels open a follow-up with dates for the
    department.
    """
    applicant, case = case_for_applicant(unit(), subject(), case_id)
    evaluate_case(applicant, unit(), case, Rating(**arguments))
    unit().flush()
    return _shown(case_id, 201)


@door.route("/<uuid:case_id>/second-evaluation", methods=["POST"])
@idempotent
@door.arguments(EvaluationIn())
@door.response(201, EvaluationOut())
@door.problems(404, 409)
def evaluate_once_more(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Rate once more after the follow-up of a bad evaluation is closed."""
    applicant, case = case_for_applicant(unit(), subject(), case_id)
    evaluate_again(applicant, unit(), case, Rating(**arguments))
    unit().flush()
    return _shown(case_id, 201)


@door.route("/<uuid:case_id>/evaluation")
@door.response(200, EvaluationOut())
@door.problems(404)
def get_evaluation(case_id: uuid.UUID) -> Response:
    """Read the evaluation of a case of mine, and every step of what was done about a bad one."""
    case_for_applicant(unit(), subject(), case_id)
    return _shown(case_id, 200)


@door.route("/<uuid:case_id>/evaluation/evidence/<uuid:file_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_evaluation_evidence(case_id: uuid.UUID, file_id: uuid.UUID) -> Response:
    """Download a file with which the department shows what it put right."""
    case_for_applicant(unit(), subject(), case_id)
    name = evidence_of(unit(), own_evaluation(unit(), case_id)[0], file_id)
    return attachment(open_file(context(), file_id), "application/octet-stream", name)


def _shown(case_id: uuid.UUID, status: int) -> Response:
    first, second = own_evaluation(unit(), case_id)
    return door.answer(own_evaluation_answer(unit(), first, second), status)

"""Evaluations in the office over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines.evaluations import (
    EvaluationFilter,
    Period,
    answer_evaluation,
    contact_evaluator,
    count_evaluations,
    decide_appeal,
    evaluation_for_officer,
    evaluation_statistics,
    evidence_of,
    follow_up_for_officer,
    listed_evaluation,
    office_evaluation_answer,
    revisit,
)
from engines.evaluations import list_evaluations as evaluations_of
from engines.files import open_file, store_file
from kit.pages import newest_first
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.evaluations.rules import period_of
from office.evaluations.schemas import (
    AppealDecisionIn,
    AppealIn,
    ContactIn,
    EvidenceIn,
    EvidenceOut,
    ExplanationIn,
    OfficeEvaluationListArgs,
    OfficeEvaluationOut,
    OfficeEvaluationPageOut,
    RectificationIn,
    RevisitIn,
    StatisticsArgs,
    StatisticsOut,
)

door = Door(
    "office_evaluations",
    audience="office",
    url_prefix="/office/v1/evaluations",
    description="好差评管理: what people said, and what is done about it.",
)
LISTING = "office_evaluations"


@door.route("")
@door.arguments(OfficeEvaluationListArgs(), location="query")
@door.response(200, OfficeEvaluationPageOut())
def list_office_evaluations(arguments: dict[str, Any]) -> Response:
    """List the evaluations of departments in my scope, newest first.

    An anonymous one names neither the person nor the case (国办发〔2019〕51号: an evaluator's data are protected).
    """
    require(subject(), "evaluations.read")
    wanted = EvaluationFilter(**{name: arguments[name] for name in arguments if name not in {"cursor", "limit"}})
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: evaluations_of(unit(), subject(), wanted, after=after, rows=rows),
        lambda row: listed_evaluation(unit(), row),
    )
    return door.answer({**page, "count": count_evaluations(unit(), subject(), wanted)})


@door.route("/statistics")
@door.arguments(StatisticsArgs(), location="query")
@door.response(200, StatisticsOut())
def get_evaluation_statistics(arguments: dict[str, Any]) -> Response:
    """Read the figures of the cases decided in a period, in my scope, each with numerator and denominator."""
    require(subject(), "evaluations.read")
    first, last = period_of(arguments["from_"], arguments["to"])
    period = Period(first, last, arguments["department_code"], arguments["matter_code"], arguments["channel"])
    total, groups = evaluation_statistics(unit(), subject(), period, arguments["by"])
    return door.answer({"from": first.isoformat(), "to": last.isoformat(), "total": total, "groups": groups})


@door.route("/<uuid:evaluation_id>")
@door.response(200, OfficeEvaluationOut())
@door.problems(404)
def get_office_evaluation(evaluation_id: uuid.UUID) -> Response:
    """Read an evaluation in my scope, and the follow-up of a bad one."""
    return _shown(evaluation_for_officer(unit(), subject(), evaluation_id))


@door.route("/<uuid:evaluation_id>/contacts", methods=["POST"])
@door.arguments(ContactIn())
@door.response(200, OfficeEvaluationOut())
@door.problems(404, 409, 412, 428)
def contact(arguments: dict[str, Any], evaluation_id: uuid.UUID) -> Response:
    """Note the call back to somebody who evaluated with a name."""
    reached, result = arguments["reached"], arguments["result"]
    contact_evaluator(subject(), unit(), _asked(evaluation_id), reached=reached, result=result)
    return _answer(evaluation_id)


@door.route("/<uuid:evaluation_id>/rectifications", methods=["POST"])
@door.arguments(RectificationIn())
@door.response(200, OfficeEvaluationOut())
@door.problems(404, 409, 412, 428)
def rectify(arguments: dict[str, Any], evaluation_id: uuid.UUID) -> Response:
    """Say what was put right, with evidence."""
    follow_up = _asked(evaluation_id)
    answer_evaluation(subject(), unit(), follow_up, "rectify", arguments["text"], arguments["file_ids"])
    return _answer(evaluation_id)


@door.route("/<uuid:evaluation_id>/explanations", methods=["POST"])
@door.arguments(ExplanationIn())
@door.response(200, OfficeEvaluationOut())
@door.problems(404, 409, 412, 428)
def explain(arguments: dict[str, Any], evaluation_id: uuid.UUID) -> Response:
    """Explain why what was asked for has no legal basis."""
    answer_evaluation(subject(), unit(), _asked(evaluation_id), "explain", arguments["text"])
    return _answer(evaluation_id)


@door.route("/<uuid:evaluation_id>/appeals", methods=["POST"])
@door.arguments(AppealIn())
@door.response(200, OfficeEvaluationOut())
@door.problems(404, 409, 412, 428)
def appeal(arguments: dict[str, Any], evaluation_id: uuid.UUID) -> Response:
    """Appeal against an evaluation that is mistaken or malicious."""
    follow_up = _asked(evaluation_id)
    answer_evaluation(subject(), unit(), follow_up, "appeal", arguments["text"], arguments["file_ids"])
    return _answer(evaluation_id)


@door.route("/<uuid:evaluation_id>/appeal-decisions", methods=["POST"])
@door.arguments(AppealDecisionIn())
@door.response(200, OfficeEvaluationOut())
@door.problems(404, 409, 412, 428)
def answer_appeal(arguments: dict[str, Any], evaluation_id: uuid.UUID) -> Response:
    """Decide an appeal; upheld, the evaluation is set aside. Who appealed does not decide."""
    follow_up = _asked(evaluation_id)
    decide_appeal(subject(), unit(), follow_up, upheld=arguments["upheld"], reason=arguments["reason"])
    return _answer(evaluation_id)


@door.route("/<uuid:evaluation_id>/revisits", methods=["POST"])
@door.arguments(RevisitIn())
@door.response(200, OfficeEvaluationOut())
@door.problems(404, 409, 412, 428)
def revisit_evaluator(arguments: dict[str, Any], evaluation_id: uuid.UUID) -> Response:
    """Say what a re-visit by another department found: closed, or sent back once more."""
    follow_up = _asked(evaluation_id)
    revisit(subject(), unit(), follow_up, satisfied=arguments["satisfied"], result=arguments["result"])
    return _answer(evaluation_id)


@door.route("/<uuid:evaluation_id>/evidence", methods=["POST"])
@door.arguments(EvidenceIn(), location="files")
@door.response(201, EvidenceOut())
@door.problems(404, 409)
def upload_evidence(arguments: dict[str, Any], evaluation_id: uuid.UUID) -> Response:
    """Upload a file of evidence; its id goes into a rectification or an appeal."""
    require(subject(), "evaluations.follow_up")
    follow_up_for_officer(unit(), subject(), evaluation_id)
    given = arguments["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    row = store_file(subject(), unit(), context(), content, given.filename or "")
    return door.answer({"id": str(row.id), "name": row.name, "media_type": row.media_type}, 201)


@door.route("/<uuid:evaluation_id>/evidence/<uuid:file_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_evidence(evaluation_id: uuid.UUID, file_id: uuid.UUID) -> Response:
    """Download a file of evidence of a follow-up in my scope."""
    name = evidence_of(unit(), follow_up_for_officer(unit(), subject(), evaluation_id), file_id)
    return attachment(open_file(context(), file_id), "application/octet-stream", name)


def _asked(evaluation_id: uuid.UUID) -> Row[Any]:
    """Return the follow-up that a step is asked for, if the caller has read its present version."""
    follow_up = follow_up_for_officer(unit(), subject(), evaluation_id)
    require_version(follow_up.version, if_match())
    return follow_up


def _answer(evaluation_id: uuid.UUID) -> Response:
    """Answer a step with the evaluation as it is after it."""
    unit().flush()
    return _shown(evaluation_for_officer(unit(), subject(), evaluation_id))


def _shown(row: Row[Any]) -> Response:
    answer = office_evaluation_answer(subject(), unit(), row)
    return door.answer(answer) if row.version is None else versioned(answer, row.version)

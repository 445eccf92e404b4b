"""Assessment over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines import assessment as engine
from engines.assessment import READ, IndicatorDraft, SchemeDraft
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.assessments import schemas as shapes

door = Door(
    "assessments",
    audience="office",
    url_prefix="/office/v1/assessments",
    description="考评: indicators, schemes, scores by period, their explanation and correction.",
)
LISTING, ENTRIES, ADJUSTMENTS = "assessments", "score_entries", "score_adjustments"


@door.route("/measures")
@door.response(200, shapes.AssessmentMeasuresOut())
def list_measures() -> Response:
    """List what the ledger counts: the measures that formulas and leaderboards may name."""
    require(subject(), READ)
    items = [
        {"code": item.code, "name": item.zh, "name_en": item.en, "unit": item.unit, "better": item.better}
        for item in engine.MEASURES.values()
    ]
    return door.answer({"items": items})


@door.route("/indicators")
@door.response(200, shapes.AssessmentIndicatorsOut())
def list_assessment_indicators() -> Response:
    """List every indicator in its newest edition, with its definition and formula."""
    require(subject(), READ)
    return door.answer({"items": [engine.indicator_answer(row) for row in engine.list_indicators(unit())]})


@door.route("/indicators", methods=["POST"])
@door.arguments(shapes.AssessmentIndicatorIn())
@door.response(201, shapes.AssessmentIndicatorOut())
@door.problems(409)
@idempotent
def create_indicator(arguments: dict[str, Any]) -> Response:
    """Keep an indicator, or the next edition of one; editions that schemes use stay as they are.

    Needs `assessment.manage`. A formula is tried on sample values first: what divides by nothing, reads an unknown
    name or cannot be computed is refused.
    """
    department = arguments.pop("department") or subject().department_code or ""
    row = engine.create_indicator(subject(), unit(), department, IndicatorDraft(**arguments))
    return door.answer(engine.indicator_answer(row), 201)


@door.route("/schemes")
@door.response(200, shapes.AssessmentSchemesOut())
def list_assessment_schemes() -> Response:
    """List every edition of every scheme with its weights, which are published with it."""
    require(subject(), READ)
    items = [engine.scheme_answer(subject(), unit(), row) for row in engine.list_schemes(unit())]
    return door.answer({"items": items})


@door.route("/schemes", methods=["POST"])
@door.arguments(shapes.AssessmentSchemeIn())
@door.response(201, shapes.AssessmentSchemeOut())
@door.problems(404, 409)
@idempotent
def create_assessment_scheme(arguments: dict[str, Any]) -> Response:
    """Draw up a scheme, or the next edition of one; weights that do not add up to 100 are refused.

    Needs `assessment.manage`. It is in force from publishAssessmentScheme on.
    """
    department = arguments.pop("department") or subject().department_code or ""
    weights = {item["indicator"]: item["weight"] for item in arguments.pop("weights")}
    departments = tuple(arguments.pop("departments"))
    draft = SchemeDraft(weights=weights, departments=departments, **arguments)
    row = engine.create_scheme(subject(), unit(), department, draft)
    return versioned(engine.scheme_answer(subject(), unit(), row), row.version, 201)


@door.route("/schemes/<uuid:scheme_id>/publication", methods=["POST"])
@door.arguments(shapes.AssessmentNothingIn())
@door.response(200, shapes.AssessmentSchemeOut())
@door.problems(404, 409, 412, 428)
def publish_assessment_scheme(_arguments: dict[str, Any], scheme_id: uuid.UUID) -> Response:
    """Publish a scheme: its weights are known, and never change from now on."""
    require_version(engine.scheme_by_id(unit(), scheme_id).version, if_match())
    row = engine.publish_scheme(subject(), unit(), scheme_id)
    return versioned(engine.scheme_answer(subject(), unit(), row), row.version)


@door.route("/values")
@door.arguments(shapes.AssessmentValueArgs(), location="query")
@door.response(200, shapes.AssessmentValuesOut())
@door.problems(404)
def list_indicator_values(arguments: dict[str, Any]) -> Response:
    """List everything that was brought for one value, newest first, with reason and source."""
    period = engine.read_period(arguments["period"])
    rows = engine.value_history(subject(), unit(), arguments["indicator"], arguments["department"], period)
    return door.answer({"items": [engine.plain(row._asdict()) for row in rows]})


@door.route("/values", methods=["POST"])
@door.arguments(shapes.AssessmentValueIn())
@door.response(201, shapes.AssessmentValuesOut())
@door.problems(404, 409)
@idempotent
def record_indicator_value(arguments: dict[str, Any]) -> Response:
    """Bring the value of a reported or imported indicator; a correction keeps the one before.

    Needs `assessment.report` over the department. What the system counts by itself cannot be brought.
    """
    indicator, department, text = (arguments.pop(name) for name in ("indicator", "department", "period"))
    period = engine.read_period(text)
    engine.record_value(subject(), unit(), indicator, department, period, **arguments)
    unit().flush()
    rows = engine.value_history(subject(), unit(), indicator, department, period)
    return door.answer({"items": [engine.plain(row._asdict()) for row in rows]}, 201)


@door.route("/computations", methods=["POST"])
@door.arguments(shapes.AssessmentComputationIn())
@door.response(202, shapes.AssessmentComputationOut())
@door.problems(404, 409)
@idempotent
def compute_assessment(arguments: dict[str, Any]) -> Response:
    """Have a period's scores computed by a job, from what the ledger holds now; listAssessments has the outcome.

    Needs `assessment.compute`. The running period and the one before are computed every day by themselves. A period
    that was published is not computed again (409).
    """
    period = engine.read_period(arguments["period"])
    engine.request_computation(subject(), unit(), arguments["scheme"], period)
    return door.answer({"scheme": arguments["scheme"], "period": period.code, "period_name": period.name}, 202)


@door.route("")
@door.arguments(shapes.AssessmentListArgs(), location="query")
@door.response(200, shapes.AssessmentPageOut())
def list_assessments(arguments: dict[str, Any]) -> Response:
    """List the assessments that I may see, newest first: published ones where my departments are ranked."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_assessments(
            subject(), unit(), scheme_code=arguments["scheme"], after=after, rows=rows
        ),
        engine.listed_assessment,
    )
    return door.answer(page)


@door.route("/<uuid:assessment_id>")
@door.response(200, shapes.PeriodAssessmentOut())
@door.problems(404)
def get_assessment(assessment_id: uuid.UUID) -> Response:
    """Read the assessment of a period with every score by rank."""
    return _answer(engine.assessment_for(subject(), unit(), assessment_id))


@door.route("/<uuid:assessment_id>/computations", methods=["POST"])
@door.arguments(shapes.AssessmentNothingIn())
@door.response(202, shapes.AssessmentComputationOut())
@door.problems(404, 409, 412, 428)
def recompute_assessment(_arguments: dict[str, Any], assessment_id: uuid.UUID) -> Response:
    """Have the scores of an assessment computed again, until they are published."""
    row = _asked(assessment_id)
    period = engine.period_in(row)
    engine.request_computation(subject(), unit(), row.scheme_code, period)
    return door.answer({"scheme": row.scheme_code, "period": period.code, "period_name": period.name}, 202)


@door.route("/<uuid:assessment_id>/publication", methods=["POST"])
@door.arguments(shapes.AssessmentNothingIn())
@door.response(200, shapes.PeriodAssessmentOut())
@door.problems(404, 409, 412, 428)
def publish_assessment(_arguments: dict[str, Any], assessment_id: uuid.UUID) -> Response:
    """Publish the scores of a period that is over: its days are closed, and departments may appeal.

    Scores that the ledger has outrun meanwhile are to be computed again first (409).
    """
    _asked(assessment_id)
    return _answer(engine.publish_period(subject(), unit(), assessment_id))


@door.route("/<uuid:assessment_id>/freezing", methods=["POST"])
@door.arguments(shapes.AssessmentNothingIn())
@door.response(200, shapes.PeriodAssessmentOut())
@door.problems(404, 409, 412, 428)
def freeze_assessment(_arguments: dict[str, Any], assessment_id: uuid.UUID) -> Response:
    """Freeze a published period for good, once the days for appeals are over and none waits."""
    _asked(assessment_id)
    return _answer(engine.freeze_period(subject(), unit(), assessment_id))


@door.route("/scores/<uuid:score_id>")
@door.response(200, shapes.ScoreExplanationOut())
@door.problems(404)
def explain_score(score_id: uuid.UUID) -> Response:
    """Explain a score of a department that I see: value, formula and points of each indicator, and what it rests on."""
    return door.answer(engine.plain(engine.explain_score(subject(), unit(), score_id)))


@door.route("/scores/<uuid:score_id>/entries")
@door.arguments(shapes.ScoreEntryArgs(), location="query")
@door.response(200, shapes.ScoreEntryPageOut())
@door.problems(404)
def list_score_entries(arguments: dict[str, Any], score_id: uuid.UUID) -> Response:
    """List every entry of one measure behind a score, newest first, each with its record."""
    measure = arguments["measure"]
    page = newest_first(
        context().cursors,
        ENTRIES,
        arguments,
        lambda after, rows: engine.entries_behind(subject(), unit(), score_id, measure, after=after, rows=rows),
        lambda row: engine.plain(engine.entry_answer(row)),
    )
    return door.answer(page)


@door.route("/scores/<uuid:score_id>/adjustments", methods=["POST"])
@door.arguments(shapes.ScoreAdjustmentIn())
@door.response(201, shapes.ScoreAdjustmentOut())
@door.problems(404, 409)
@idempotent
def adjust_score(arguments: dict[str, Any], score_id: uuid.UUID) -> Response:
    """Propose points for a published score by hand, with the reason; they count once another confirms them."""
    row = engine.adjust_score(subject(), unit(), score_id, **arguments)
    return versioned(engine.adjustment_answer(subject(), row), row.version, 201)


@door.route("/scores/<uuid:score_id>/appeals", methods=["POST"])
@door.arguments(shapes.ScoreAppealIn())
@door.response(201, shapes.LodgedAppealOut())
@door.problems(404, 409)
@idempotent
def appeal_score(arguments: dict[str, Any], score_id: uuid.UUID) -> Response:
    """Appeal against my department's published score (申诉), or one indicator of it, within the scheme's days.

    Needs `assessment.appeal`. It is decided by decideAppeal, by somebody of another department.
    """
    grounds, indicator = arguments["grounds"], arguments["indicator"]
    row = engine.appeal_score(subject(), unit(), score_id, grounds=grounds, indicator_code=indicator)
    href = f"/office/v1/score_appeals/{row.id}"
    return versioned({"id": str(row.id), "state": row.state, "href": href}, row.version, 201, Location=href)


@door.route("/adjustments")
@door.arguments(shapes.AdjustmentListArgs(), location="query")
@door.response(200, shapes.ScoreAdjustmentPageOut())
def list_score_adjustments(arguments: dict[str, Any]) -> Response:
    """List the adjustments of departments in my reach, newest first."""
    page = newest_first(
        context().cursors,
        ADJUSTMENTS,
        arguments,
        lambda after, rows: engine.list_adjustments(
            subject(), unit(), state=arguments["state"], after=after, rows=rows
        ),
        lambda row: engine.adjustment_answer(subject(), row),
    )
    return door.answer(page)


@door.route("/adjustments/<uuid:adjustment_id>/confirmation", methods=["POST"])
@door.arguments(shapes.AdjustmentConfirmationIn())
@door.response(200, shapes.ScoreAdjustmentOut())
@door.problems(404, 409, 412, 428)
def confirm_adjustment(arguments: dict[str, Any], adjustment_id: uuid.UUID) -> Response:
    """Agree to an adjustment, or decline it; who proposed it cannot, nor anybody of the department."""
    require_version(engine.adjustment_for(subject(), unit(), adjustment_id).version, if_match())
    row = engine.confirm_adjustment(subject(), unit(), adjustment_id, **arguments)
    return versioned(engine.adjustment_answer(subject(), row), row.version)


def _asked(assessment_id: uuid.UUID) -> Row[Any]:
    row = engine.assessment_for(subject(), unit(), assessment_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any]) -> Response:
    unit().flush()
    scores = engine.list_scores(subject(), unit(), row.id)
    return versioned(engine.assessment_answer(subject(), unit(), row, scores), row.version)

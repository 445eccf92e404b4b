"""Supervision matters over HTTP."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names, require
from engines import supervision as engine
from engines.supervision import READ, SUPERVISE
from kit.idempotency import idempotent
from kit.pages import PageArgs, newest_first
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.supervision_matters import schemas as shapes

door = Door(
    "supervision_matters",
    audience="office",
    url_prefix="/office/v1/supervision_matters",
    description="督查事项: register, assign, sign for, report, review, complete, look back.",
)
LISTING, REPORTS = "supervision_matters", "supervision_reports"


@door.route("")
@door.arguments(shapes.SupervisionListArgs(), location="query")
@door.response(200, shapes.SupervisionPageOut())
def list_supervision_matters(arguments: dict[str, Any]) -> Response:
    """List the matters that I see, newest first: those in which an organ of my scope has a seat, and mine by name.

    Needs `supervision.read`.
    """
    require(subject(), READ)
    names, wanted = department_names(unit()), engine.matter_filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_matters(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_matter(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(engine.SupervisionSearchIn(), location="query")
@door.response(200, shapes.SupervisionCountsOut())
def count_supervision_matters(arguments: dict[str, Any]) -> Response:
    """Count the matters that I see by state and light; the newest 10,000 at most."""
    require(subject(), READ)
    return door.answer(engine.count_matters(unit(), subject(), engine.matter_filter(arguments)))


@door.route("", methods=["POST"])
@door.arguments(shapes.SupervisionMatterIn())
@door.response(201, shapes.SupervisionMatterOut())
@idempotent
def create_supervision_matter(arguments: dict[str, Any]) -> Response:
    """Register a supervision matter (立项); it goes to its owner by assignMatter.

    Needs `supervision.supervise` over the supervising organ. One matter is one thing with one owner and one day.
    """
    row = engine.register_matter(subject(), unit(), context(), arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/proposals", methods=["POST"])
@door.arguments(shapes.SupervisionTextIn())
@door.response(200, shapes.SupervisionProposalsOut())
@door.problems(404)
def propose_matters(arguments: dict[str, Any]) -> Response:
    """Propose matters from a plan, minutes, a leader's note or a document (拟办), by rules over its text.

    Needs `supervision.supervise`. Every proposal shows the words that it rests on, every other sentence why it gives
    none. Nothing is kept: confirm with createSupervisionMatters.
    """
    require(subject(), SUPERVISE)
    return door.answer(engine.propose_matters(subject(), unit(), arguments))


@door.route("/batches", methods=["POST"])
@door.arguments(shapes.SupervisionBatchIn())
@door.response(201, shapes.SupervisionBatchOut())
@idempotent
def create_supervision_matters(arguments: dict[str, Any]) -> Response:
    """Register up to 200 matters at once, such as those of proposeMatters that were confirmed; all of them or none.

    Needs `supervision.supervise`. With `assign` each goes to its owner at once.
    """
    rows = engine.register_matters(subject(), unit(), context(), arguments["matters"])
    if arguments["assign"]:
        rows = [engine.assign_matter(subject(), unit(), row, "") for row in rows]
    return _listed(rows, 201)


@door.route("/<uuid:matter_id>")
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404)
def get_supervision_matter(matter_id: uuid.UUID) -> Response:
    """Read a matter: its parts, newest reports, sheets, look-backs and every step."""
    return _answer(engine.matter_of(unit(), subject(), matter_id))


@door.route("/<uuid:matter_id>/amendments", methods=["POST"])
@door.arguments(shapes.SupervisionAmendmentIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def amend_supervision_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Change a matter until it is assigned; what is left out becomes what a new matter would have."""
    return _answer(engine.amend_matter(subject(), unit(), context(), _asked(matter_id), arguments))


@door.route("/<uuid:matter_id>/assignment", methods=["POST"])
@door.arguments(shapes.SupervisionNoteIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def assign_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Give a matter to its owner (交办), who is asked to sign for it; who assists is told too."""
    return _answer(engine.assign_matter(subject(), unit(), _asked(matter_id), arguments["note"]))


@door.route("/<uuid:matter_id>/receipt", methods=["POST"])
@door.arguments(shapes.SupervisionReceiptIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def sign_for_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Sign for a matter (签收) and promise a day inside the one that was set. Needs `supervision.handle`."""
    row, day = _asked(matter_id), arguments["promised_on"]
    return _answer(engine.sign_for_matter(subject(), unit(), row, day, arguments["note"]))


@door.route("/<uuid:matter_id>/return", methods=["POST"])
@door.arguments(shapes.SupervisionReasonIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def send_back_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Send a matter back that is not my organ's (退回), before signing for it."""
    return _answer(engine.send_back_matter(subject(), unit(), _asked(matter_id), arguments["reason"]))


@door.route("/<uuid:matter_id>/parts", methods=["POST"])
@door.arguments(shapes.SupervisionSplitIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def split_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Split a matter (分解) among organs under mine, those that assist, or my officers by name.

    Needs `supervision.split`. Each part is due inside its matter's day, is assigned at once, and reports to my organ.
    """
    row, parts = _asked(matter_id), arguments["parts"]
    return _answer(engine.split_matter(subject(), unit(), context(), row, parts, arguments["note"]))


@door.route("/<uuid:matter_id>/evidence", methods=["POST"])
@door.arguments(shapes.SupervisionEvidenceIn(), location="files")
@door.response(201, shapes.SupervisionEvidenceOut())
@door.problems(404, 409)
def upload_matter_evidence(files: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Upload a file of evidence; its id goes into a report."""
    row, given = engine.matter_of(unit(), subject(), matter_id), files["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    file = engine.store_evidence(subject(), unit(), context(), row, content, given.filename or "")
    return door.answer({"id": str(file.id), "name": file.name, "media_type": file.media_type}, 201)


@door.route("/<uuid:matter_id>/evidence/<uuid:file_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_matter_evidence(matter_id: uuid.UUID, file_id: uuid.UUID) -> Response:
    """Download a file that a report of the matter brought."""
    row = engine.matter_of(unit(), subject(), matter_id)
    told, content = engine.open_evidence(unit(), context(), row.id, file_id)
    return attachment(content, told["media_type"], told["name"])


@door.route("/<uuid:matter_id>/reports")
@door.arguments(PageArgs(), location="query")
@door.response(200, shapes.SupervisionReportPageOut())
@door.problems(404)
def list_matter_reports(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """List the reports of a matter, newest first."""
    row = engine.matter_of(unit(), subject(), matter_id)
    page = newest_first(
        context().cursors,
        REPORTS,
        arguments,
        lambda after, rows: engine.list_reports(unit(), row.id, after, rows),
        lambda report: engine.report_answer(report, f"{door.url_prefix}/{row.id}"),
    )
    return door.answer(page)


@door.route("/<uuid:matter_id>/reports", methods=["POST"])
@door.arguments(shapes.SupervisionReportIn())
@door.response(201, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def report_progress(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Report on a matter as its owner (反馈); a `final` report says that it is finished, with evidence.

    Needs `supervision.handle` over the owner; who assists reports by the lead. An early report counts for its period.
    """
    after, _ = engine.report_progress(subject(), unit(), _asked(matter_id), arguments)
    return _answer(after, 201)


@door.route("/<uuid:matter_id>/reports/<uuid:report_id>/review", methods=["POST"])
@door.arguments(shapes.SupervisionReviewIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def review_report(arguments: dict[str, Any], matter_id: uuid.UUID, report_id: uuid.UUID) -> Response:
    """Accept a report, or return it with the reason (审核). A final one is accepted by completeMatter."""
    row = _asked(matter_id)
    accepted, opinion = arguments["accepted"], arguments["opinion"]
    return _answer(engine.review_report(subject(), unit(), row, report_id, accepted=accepted, opinion=opinion))


@door.route("/<uuid:matter_id>/completion", methods=["POST"])
@door.arguments(shapes.SupervisionNoteIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def complete_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Complete a matter whose final report holds (办结); none of its parts may be open."""
    return _answer(engine.complete_matter(subject(), unit(), _asked(matter_id), arguments["note"]))


@door.route("/<uuid:matter_id>/extensions", methods=["POST"])
@door.arguments(shapes.SupervisionExtensionIn())
@door.response(201, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def request_extension(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Ask for a later day (申请延期), with the reason; a part's day stays inside that of the matter above."""
    row = _asked(matter_id)
    after, _ = engine.request_extension(subject(), unit(), row, arguments["due_on"], arguments["reason"])
    return _answer(after, 201)


@door.route("/<uuid:matter_id>/extensions/<uuid:extension_id>/decision", methods=["POST"])
@door.arguments(shapes.SupervisionExtensionDecisionIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def decide_extension(arguments: dict[str, Any], matter_id: uuid.UUID, extension_id: uuid.UUID) -> Response:
    """Grant a later day, or refuse it."""
    row = _asked(matter_id)
    granted, opinion = arguments["granted"], arguments["opinion"]
    return _answer(engine.decide_extension(subject(), unit(), row, extension_id, granted=granted, opinion=opinion))


@door.route("/<uuid:matter_id>/reminders", methods=["POST"])
@door.arguments(shapes.SupervisionNoteIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def urge_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Urge the owner (催办), not again before the city's days have passed."""
    return _answer(engine.urge_matter(subject(), unit(), _asked(matter_id), arguments["note"]))


@door.route("/<uuid:matter_id>/escalations", methods=["POST"])
@door.arguments(shapes.SupervisionEscalationIn())
@door.response(201, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def issue_escalation(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Issue an escalation sheet (督办单), to be answered within the days of its colour.

    Blue reminds, orange orders completion, red is serious. Sheets go step by step; an important matter may begin at
    orange, an urgent one at red.
    """
    row = _asked(matter_id)
    after, _ = engine.issue_escalation(subject(), unit(), row, arguments["colour"], arguments["reason"])
    return _answer(after, 201)


@door.route("/<uuid:matter_id>/escalations/<uuid:escalation_id>/answer", methods=["POST"])
@door.arguments(shapes.SupervisionAnswerIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def answer_escalation(arguments: dict[str, Any], matter_id: uuid.UUID, escalation_id: uuid.UUID) -> Response:
    """Answer a sheet in writing, as the owner."""
    row = _asked(matter_id)
    return _answer(engine.answer_escalation(subject(), unit(), row, escalation_id, arguments["answer"]))


@door.route("/<uuid:matter_id>/look_backs", methods=["POST"])
@door.arguments(shapes.SupervisionLookBackIn())
@door.response(201, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def plan_look_back(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Plan a look-back (回头看) of a completed matter."""
    row = _asked(matter_id)
    after, _ = engine.plan_look_back(subject(), unit(), row, arguments["planned_on"], arguments["note"])
    return _answer(after, 201)


@door.route("/random_look_backs", methods=["POST"])
@door.arguments(shapes.SupervisionChoiceIn())
@door.response(201, shapes.SupervisionBatchOut())
@door.problems(409)
@idempotent
def choose_look_backs(arguments: dict[str, Any]) -> Response:
    """Plan look-backs of matters chosen at random (随机抽查) among the completed ones that none looked at yet."""
    require(subject(), SUPERVISE)
    found = engine.choose_look_backs(
        subject(), unit(), arguments["number"], arguments["planned_on"], arguments["department"]
    )
    return _listed(found, 201)


@door.route("/<uuid:matter_id>/look_backs/<uuid:look_back_id>/findings", methods=["POST"])
@door.arguments(shapes.SupervisionFindingIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def record_look_back(arguments: dict[str, Any], matter_id: uuid.UUID, look_back_id: uuid.UUID) -> Response:
    """Record what a look-back found; what does not hold goes back to its owner with a new day."""
    row = _asked(matter_id)
    return _answer(engine.record_look_back(subject(), unit(), row, look_back_id, **arguments))


@door.route("/<uuid:matter_id>/cancellation", methods=["POST"])
@door.arguments(shapes.SupervisionReasonIn())
@door.response(200, shapes.SupervisionMatterOut())
@door.problems(404, 409, 412, 428)
def cancel_supervision_matter(arguments: dict[str, Any], matter_id: uuid.UUID) -> Response:
    """Cancel a matter (撤项), with the reason; its open parts fall away with it."""
    return _answer(engine.cancel_matter(subject(), unit(), _asked(matter_id), arguments["reason"]))


def _listed(rows: Sequence[Row[Any]], status: int) -> Response:
    names = department_names(unit())
    return door.answer({"items": [engine.listed_matter(row, names) for row in rows]}, status)


def _asked(matter_id: uuid.UUID) -> Row[Any]:
    row = engine.matter_of(unit(), subject(), matter_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.matter_answer(subject(), unit(), row), row.version, status, **headers)

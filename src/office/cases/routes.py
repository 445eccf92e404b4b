"""Handling cases over HTTP."""

import uuid
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import officers_over
from engines.cases import (
    CaseOut,
    OfficeCasePageOut,
    accept_case,
    amend_decision,
    ask_opinion,
    assign_case,
    can_handle,
    case_answer,
    case_for_officer,
    check_commitment,
    count_cases,
    decide_case,
    decide_extension,
    dispatch_result,
    give_opinion,
    hand_over_result,
    notice_document,
    office_listed_answers,
    refuse_acceptance,
    reopen_case,
    request_correction,
    request_extension,
    resume_case,
    review_case,
    search_cases,
    search_of,
    suspend_case,
)
from kit import clock
from kit.fields import beijing
from kit.pages import page_of
from kit.web import Door, context, if_match, pdf, require_version, subject, unit, versioned
from office.cases.actions import open_form
from office.cases.schemas import (
    AmendmentIn,
    AssignmentIn,
    CaseCountsOut,
    CaseListArgs,
    CaseReadArgs,
    CommitmentCheckIn,
    CorrectionRequestIn,
    CountArgs,
    DecisionIn,
    DispatchIn,
    EmptyIn,
    ExtensionDecisionIn,
    ExtensionRequestIn,
    HandoverIn,
    NonAcceptanceIn,
    OfficerListOut,
    OpinionIn,
    OpinionRequestIn,
    ReasonIn,
    ResumptionIn,
    ReviewIn,
    SuspensionIn,
)

door = Door(
    "office_cases", audience="office", url_prefix="/office/v1/cases", description="办件办理: accept, review, decide."
)


LISTING = "office-cases"


@door.route("")
@door.arguments(CaseListArgs(), location="query")
@door.response(200, OfficeCasePageOut())
def list_office_cases(arguments: dict[str, Any]) -> Response:
    """List cases in my scope.

    Every filter can be combined with every other. By default what is unfinished comes by due date, most urgent first;
    a `text`, an `outcome`, a closed `state` or `holder=nobody` asks for everything, newest first. `order` says it
    outright; by due date only what is unfinished is listed. A person's name is masked.
    """
    wanted = search_of(subject(), arguments)
    order, limit, signer = arguments["order"] or wanted.usual_order, arguments["limit"], context().cursors
    listing = f"{LISTING}:{order}"
    after = signer.decode(listing, arguments["cursor"], (date, uuid.UUID)) if arguments["cursor"] else None
    rows = search_cases(unit(), subject(), wanted, order, after, limit + 1)
    items, following = page_of(rows, limit, lambda row: signer.encode(listing, row.due_on, row.id))
    shown = office_listed_answers(unit(), context(), items)
    return door.answer({"items": shown, "order": order, "next_cursor": following})


@door.route("/counts")
@door.arguments(CountArgs(), location="query")
@door.response(200, CaseCountsOut())
def count_office_cases(arguments: dict[str, Any]) -> Response:
    """Count the cases in my scope by state and by light.

    A count stops at 1000 and then says that there are `more`. `by` answers an item for each department or matter that
    has something unfinished, and counts that alone.
    """
    items = count_cases(unit(), subject(), arguments["by"])
    return door.answer({"items": items, "as_of": beijing(clock.now())})


@door.route("/<uuid:case_id>")
@door.arguments(CaseReadArgs(), location="query")
@door.response(200, CaseOut())
@door.problems(404)
def get_office_case(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Read a case in my scope.

    Fields of grade L3 and above are masked; a stated `reason` opens them, is recorded, and is shown to the
    applicant in the ledger of data use.
    """
    case = case_for_officer(unit(), subject(), case_id)
    if arguments["reason"] is not None:
        open_form(subject(), unit(), case, arguments["reason"])
    return _shown(case, unmasked=arguments["reason"] is not None)


@door.route("/<uuid:case_id>/acceptance", methods=["POST"])
@door.arguments(EmptyIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def accept(_arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Accept an application; the promised and the statutory clock start."""
    return _answer(accept_case(subject(), unit(), _asked(case_id)))


@door.route("/<uuid:case_id>/non-acceptance", methods=["POST"])
@door.arguments(NonAcceptanceIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def refuse_to_accept(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Refuse to accept an application, with the reason and the right office."""
    case = _asked(case_id)
    return _answer(refuse_acceptance(subject(), unit(), case, arguments["reason"], arguments["right_office"]))


@door.route("/<uuid:case_id>/correction-requests", methods=["POST"])
@door.arguments(CorrectionRequestIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def ask_for_correction(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Ask once for everything that is missing."""
    return _answer(request_correction(subject(), unit(), _asked(case_id), arguments["items"]))


@door.route("/<uuid:case_id>/reviews", methods=["POST"])
@door.arguments(ReviewIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def review(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Give my opinion in the review step that is open; `returned` sends the case back to an earlier one."""
    case = _asked(case_id)
    outcome, opinion, to_step = arguments["outcome"], arguments["opinion"], arguments["to_step"]
    return _answer(review_case(subject(), unit(), case, outcome, opinion, to_step))


@door.route("/<uuid:case_id>/decision", methods=["POST"])
@door.arguments(DecisionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def decide(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Decide a case; a grant issues the licence in the same transaction."""
    case = _asked(case_id)
    outcome, reason, conditions = arguments["outcome"], arguments["reason"], arguments["conditions"]
    return _answer(decide_case(subject(), unit(), context(), case, outcome, reason, conditions))


@door.route("/<uuid:case_id>/assignments", methods=["POST"])
@door.arguments(AssignmentIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def assign(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Put a case into a colleague's hands, or back before the whole department."""
    return _answer(assign_case(subject(), unit(), context(), _asked(case_id), arguments["officer_id"]))


@door.route("/<uuid:case_id>/opinion-requests", methods=["POST"])
@door.arguments(OpinionRequestIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def request_opinion(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Ask another department for its opinion; the clock goes on."""
    return _answer(ask_opinion(subject(), unit(), _asked(case_id), arguments["department"], arguments["question"]))


@door.route("/<uuid:case_id>/opinions", methods=["POST"])
@door.arguments(OpinionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def answer_opinion(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Give the opinion that my department was asked for."""
    return _answer(give_opinion(subject(), unit(), _asked(case_id), arguments["opinion"]))


@door.route("/<uuid:case_id>/suspensions", methods=["POST"])
@door.arguments(SuspensionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def suspend(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Start a special procedure; the clock stops and the applicant is told for how long."""
    return _answer(
        suspend_case(subject(), unit(), _asked(case_id), arguments["kind"], arguments["reason"], arguments["days"])
    )


@door.route("/<uuid:case_id>/resumption", methods=["POST"])
@door.arguments(ResumptionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def resume(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """End the special procedure with its result; the clock goes on."""
    return _answer(resume_case(subject(), unit(), _asked(case_id), arguments["result"]))


@door.route("/<uuid:case_id>/extension-requests", methods=["POST"])
@door.arguments(ExtensionRequestIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def ask_for_extension(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Ask the head of the agency for more working days."""
    return _answer(request_extension(subject(), unit(), _asked(case_id), arguments["days"], arguments["reason"]))


@door.route("/<uuid:case_id>/extension-decisions", methods=["POST"])
@door.arguments(ExtensionDecisionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def answer_extension(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Approve or refuse an extension; who asked does not approve."""
    return _answer(decide_extension(subject(), unit(), _asked(case_id), arguments["outcome"], arguments["opinion"]))


@door.route("/<uuid:case_id>/decision-amendments", methods=["POST"])
@door.arguments(AmendmentIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def amend(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Correct the wording of a decision; its outcome stays."""
    return _answer(amend_decision(subject(), unit(), _asked(case_id), arguments["reason"], arguments["text"]))


@door.route("/<uuid:case_id>/reopening", methods=["POST"])
@door.arguments(ReasonIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def reopen(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Take a wrong decision back; its licence is revoked and the case decided anew."""
    return _answer(reopen_case(subject(), unit(), _asked(case_id), arguments["reason"]))


@door.route("/<uuid:case_id>/commitment-checks", methods=["POST"])
@door.arguments(CommitmentCheckIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def check_commitment_kept(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Say whether a commitment was kept; a broken one calls for taking the decision back."""
    return _answer(
        check_commitment(
            subject(), unit(), _asked(case_id), arguments["material"], arguments["outcome"], arguments["opinion"]
        )
    )


@door.route("/<uuid:case_id>/dispatch", methods=["POST"])
@door.arguments(DispatchIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def dispatch(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Send the result by post.

    Where the city has connected a carrier, the number may be left out: the waybill is ordered, its number appears with
    the delivery, and the parcel is followed to its door.
    """
    sent = dispatch_result(
        subject(), unit(), context(), _asked(case_id), arguments["carrier"], arguments["tracking_number"]
    )
    return _answer(sent)


@door.route("/<uuid:case_id>/handover", methods=["POST"])
@door.arguments(HandoverIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def hand_over(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Hand the result over at the counter."""
    return _answer(hand_over_result(subject(), unit(), _asked(case_id), arguments["received_by"]))


@door.route("/<uuid:case_id>/assignees")
@door.response(200, OfficerListOut())
@door.problems(404)
def list_assignees(case_id: uuid.UUID) -> Response:
    """List the officers to whom a case could be assigned."""
    case = case_for_officer(unit(), subject(), case_id)
    found = officers_over(unit(), context().vault, case.department_code)
    return door.answer({"items": [{"id": str(item.id), "name": item.name} for item in found if can_handle(item, case)]})


@door.route("/<uuid:case_id>/notices/<uuid:notice_id>")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def get_office_notice(case_id: uuid.UUID, notice_id: uuid.UUID) -> Response:
    """Read a written notice of a case as a PDF; it names the applicant, so the reading is recorded."""
    case = case_for_officer(unit(), subject(), case_id)
    notice, document = notice_document(unit(), context(), case, notice_id)
    open_form(subject(), unit(), case, f"查看文书“{notice.title}”")
    return pdf(document, notice.title)


def _asked(case_id: uuid.UUID) -> Row[Any]:
    """Return the case that a change is asked for, if the caller has read its present version."""
    case = case_for_officer(unit(), subject(), case_id)
    require_version(case.version, if_match())
    return case


def _answer(case: Row[Any]) -> Response:
    """Answer a change with the case as it is after it."""
    unit().flush()
    return _shown(case, unmasked=False)


def _shown(case: Row[Any], *, unmasked: bool) -> Response:
    return versioned(case_answer(subject(), unit(), context(), case, unmasked=unmasked), case.version)

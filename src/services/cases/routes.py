"""A citizen's cases over HTTP."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import MandateNotFound, Subject, mandates_in_force
from engines.cases import (
    CaseFilter,
    CaseOut,
    CasePageOut,
    FilingIn,
    MaterialGiven,
    ReceiptOut,
    case_answer,
    case_for_applicant,
    confirm_receipt,
    correct_case,
    file_case,
    filing_of,
    list_acted_cases,
    list_own_cases,
    listed_answer,
    notice_document,
    request_human_review,
    supplement_case,
    withdraw_case,
)
from engines.licences import licence_of_case, shown_licence
from kit.errors import Conflict
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, pdf, require_version, subject, unit, versioned
from services.cases.schemas import (
    ANYBODY,
    CaseListArgs,
    ConfirmationIn,
    CorrectionIn,
    HumanReviewIn,
    ResultOut,
    SupplementIn,
    WithdrawalIn,
)

door = Door(
    "cases", audience="services", url_prefix="/services/v1/cases", description="我的办件: file, follow, receive."
)
LISTING = "cases"


class NoResultYet(Conflict):
    """The case is not decided."""

    code = "no-result-yet"
    zh = "办件尚未办结，暂无结果。"
    en = "The case is not decided yet; there is no result."


@door.route("", methods=["POST"])
@idempotent
@door.arguments(FilingIn())
@door.response(201, ReceiptOut())
@door.problems(404, 409, 502, 503)
def create_case(arguments: dict[str, Any]) -> Response:
    """File a matter.

    Answers the case's number, the day by which it must be accepted with the reasons, and a signed receipt. An
    immediate matter for which nothing is brought by hand is decided at once by its rules, and `automated_decision`
    says what each of them found. Sending the same `Idempotency-Key` again answers the same case.
    """
    filed = file_case(subject(), unit(), context(), filing_of(arguments["matter_code"], arguments))
    return versioned(filed, filed["version"], 201, Location=f"/services/v1/cases/{filed['id']}")


@door.route("")
@door.arguments(CaseListArgs(), location="query")
@door.response(200, CasePageOut())
def list_cases(arguments: dict[str, Any]) -> Response:
    """List my cases, newest first; with `acting_for` those that I filed for others under mandates that still run."""
    wanted = CaseFilter(arguments["state"], arguments["matter_code"], arguments["topic"])
    acting_for = arguments["acting_for"]
    if acting_for is None:
        return _page(arguments, listed_answer, lambda *place: list_own_cases(unit(), subject(), wanted, *place))
    mandates = _mandates(acting_for)
    return _page(arguments, _acted, lambda *place: list_acted_cases(unit(), subject(), mandates, wanted, *place))


@door.route("/<uuid:case_id>")
@door.response(200, CaseOut())
@door.problems(404)
def get_case(case_id: uuid.UUID) -> Response:
    """Read one of my cases.

    Timeline, materials, what I can do now, with whom the ball is, and the deadline with every day counted or left
    out. The ETag is what a change is made from.
    """
    return _answer(*case_for_applicant(unit(), subject(), case_id))


@door.route("/<uuid:case_id>/corrections", methods=["POST"])
@door.arguments(CorrectionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def correct(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Answer a correction request."""
    materials = [MaterialGiven(**item) for item in arguments["materials"]]
    applicant, case = _asked(case_id)
    return _changed(applicant, correct_case(applicant, unit(), context(), case, arguments["form"], materials))


@door.route("/<uuid:case_id>/supplements", methods=["POST"])
@door.arguments(SupplementIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def supplement(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Hand in materials that were tolerated at filing (容缺后补)."""
    applicant, case = _asked(case_id)
    materials = [MaterialGiven(**item) for item in arguments["materials"]]
    return _changed(applicant, supplement_case(applicant, unit(), case, materials))


@door.route("/<uuid:case_id>/receipt-confirmation", methods=["POST"])
@door.arguments(ConfirmationIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def confirm(_arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Say that the parcel with the result came."""
    applicant, case = _asked(case_id)
    return _changed(applicant, confirm_receipt(applicant, unit(), case))


@door.route("/<uuid:case_id>/notices/<uuid:notice_id>")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def get_notice(case_id: uuid.UUID, notice_id: uuid.UUID) -> Response:
    """Read a written notice of one of my cases as a PDF."""
    _, case = case_for_applicant(unit(), subject(), case_id)
    notice, document = notice_document(unit(), context(), case, notice_id)
    return pdf(document, notice.title)


@door.route("/<uuid:case_id>/human-review", methods=["POST"])
@door.arguments(HumanReviewIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def ask_for_human_review(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Ask a human to decide anew what rules alone refused (个人信息保护法 第二十四条).

    An officer does so the same day; the refusal does not stand meanwhile.
    """
    applicant, case = _asked(case_id)
    return _changed(applicant, request_human_review(applicant, unit(), case, arguments["reason"]))


@door.route("/<uuid:case_id>/withdrawal", methods=["POST"])
@door.arguments(WithdrawalIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def withdraw(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Withdraw an application that is not decided yet."""
    applicant, case = _asked(case_id)
    return _changed(applicant, withdraw_case(applicant, unit(), case, arguments["reason"]))


@door.route("/<uuid:case_id>/result")
@door.response(200, ResultOut())
@door.problems(404, 409)
def get_result(case_id: uuid.UUID) -> dict[str, Any]:
    """Read the result of a case: the decision, and the licence where one was granted."""
    _, case = case_for_applicant(unit(), subject(), case_id)
    if case.outcome is None:
        raise NoResultYet
    row = licence_of_case(unit(), case_id)
    return {
        "case_id": str(case.id),
        "number": case.number,
        "outcome": case.outcome,
        "reason": case.decision_reason,
        "decided_at": beijing(case.decided_at),
        "licence": shown_licence(context().vault, context().settings.public_url, row) if row is not None else None,
    }


def _page(
    arguments: dict[str, Any],
    show: Callable[[Row[Any]], dict[str, Any]],
    read: Callable[[uuid.UUID | None, int], Sequence[Row[Any]]],
) -> Response:
    return door.answer(newest_first(context().cursors, LISTING, arguments, read, show))


def _acted(case: Row[Any]) -> dict[str, Any]:
    return {**listed_answer(case), "applicant_name": case.applicant_name}


def _mandates(acting_for: str) -> set[uuid.UUID]:
    """Return the mandates that are asked for. Errors: 404 for one that is not mine or has ended."""
    running = mandates_in_force(unit(), subject())
    if acting_for == ANYBODY:
        return running
    found = {mandate_id for mandate_id in running if str(mandate_id) == acting_for}
    if not found:
        raise MandateNotFound
    return found


def _asked(case_id: uuid.UUID) -> tuple[Subject, Row[Any]]:
    """Return whose turn it is and the case that a change is asked for, if the caller has read its present version."""
    applicant, case = case_for_applicant(unit(), subject(), case_id)
    require_version(case.version, if_match())
    return applicant, case


def _changed(applicant: Subject, case: Row[Any]) -> Response:
    """Answer a change with the case as it is after it."""
    unit().flush()
    return _answer(applicant, case)


def _answer(applicant: Subject, case: Row[Any]) -> Response:
    return versioned(case_answer(applicant, unit(), context(), case, unmasked=True), case.version)

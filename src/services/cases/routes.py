"""A citizen's cases over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.cases import (
    CaseFilter,
    CaseOut,
    CasePageOut,
    FilingIn,
    MaterialGiven,
    ReceiptOut,
    case_answer,
    case_for_owner,
    confirm_receipt,
    correct_case,
    file_case,
    filing_of,
    list_own_cases,
    listed_answer,
    notice_document,
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
    CaseListArgs,
    ConfirmationIn,
    CorrectionIn,
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

    Answers the case's number, the day by which it must be accepted with the reasons, and a signed receipt. Sending
    the same `Idempotency-Key` again answers the same case.
    """
    filed = file_case(subject(), unit(), context(), filing_of(arguments["matter_code"], arguments))
    return versioned(filed, filed["version"], 201, Location=f"/services/v1/cases/{filed['id']}")


@door.route("")
@door.arguments(CaseListArgs(), location="query")
@door.response(200, CasePageOut())
def list_cases(arguments: dict[str, Any]) -> Response:
    """List my cases, newest first."""
    wanted = CaseFilter(arguments["state"], arguments["matter_code"], arguments["topic"])
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_cases(unit(), subject(), wanted, after, rows),
        listed_answer,
    )
    return door.answer(page)


@door.route("/<uuid:case_id>")
@door.response(200, CaseOut())
@door.problems(404)
def get_case(case_id: uuid.UUID) -> Response:
    """Read one of my cases.

    Timeline, materials, what I can do now, with whom the ball is, and the deadline with every day counted or left
    out. The ETag is what a change is made from.
    """
    return _answer(case_for_owner(unit(), subject(), case_id))


@door.route("/<uuid:case_id>/corrections", methods=["POST"])
@door.arguments(CorrectionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def correct(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Answer a correction request."""
    materials = [MaterialGiven(**item) for item in arguments["materials"]]
    case = _asked(case_id)
    return _changed(correct_case(subject(), unit(), context(), case, arguments["form"], materials))


@door.route("/<uuid:case_id>/supplements", methods=["POST"])
@door.arguments(SupplementIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def supplement(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Hand in materials that were tolerated at filing (容缺后补)."""
    case = _asked(case_id)
    return _changed(
        supplement_case(subject(), unit(), case, [MaterialGiven(**item) for item in arguments["materials"]])
    )


@door.route("/<uuid:case_id>/receipt-confirmation", methods=["POST"])
@door.arguments(ConfirmationIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def confirm(_arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Say that the parcel with the result came."""
    return _changed(confirm_receipt(subject(), unit(), _asked(case_id)))


@door.route("/<uuid:case_id>/notices/<uuid:notice_id>")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def get_notice(case_id: uuid.UUID, notice_id: uuid.UUID) -> Response:
    """Read a written notice of one of my cases as a PDF."""
    case = case_for_owner(unit(), subject(), case_id)
    notice, document = notice_document(unit(), context(), case, notice_id)
    return pdf(document, notice.title)


@door.route("/<uuid:case_id>/withdrawal", methods=["POST"])
@door.arguments(WithdrawalIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def withdraw(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Withdraw an application that is not decided yet."""
    return _changed(withdraw_case(subject(), unit(), _asked(case_id), arguments["reason"]))


@door.route("/<uuid:case_id>/result")
@door.response(200, ResultOut())
@door.problems(404, 409)
def get_result(case_id: uuid.UUID) -> dict[str, Any]:
    """Read the result of a case: the decision, and the licence where one was granted."""
    case = case_for_owner(unit(), subject(), case_id)
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


def _asked(case_id: uuid.UUID) -> Row[Any]:
    """Return the case that a change is asked for, if the caller has read its present version."""
    case = case_for_owner(unit(), subject(), case_id)
    require_version(case.version, if_match())
    return case


def _changed(case: Row[Any]) -> Response:
    """Answer a change with the case as it is after it."""
    unit().flush()
    return _answer(case)


def _answer(case: Row[Any]) -> Response:
    return versioned(case_answer(subject(), unit(), context(), case, unmasked=True), case.version)

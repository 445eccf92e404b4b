"""Handling cases over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.cases import (
    CaseOut,
    accept_case,
    case_answer,
    case_for_officer,
    decide_case,
    refuse_acceptance,
    request_correction,
    review_case,
)
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.cases.actions import open_form
from office.cases.schemas import CaseReadArgs, CorrectionRequestIn, DecisionIn, EmptyIn, ReasonIn, ReviewIn

door = Door(
    "office_cases", audience="office", url_prefix="/office/v1/cases", description="办件办理: accept, review, decide."
)


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
@door.arguments(ReasonIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def refuse_to_accept(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Refuse to accept an application, with the reason and the right office."""
    return _answer(refuse_acceptance(subject(), unit(), _asked(case_id), arguments["reason"]))


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
    """Give my opinion in the review step that is open; `returned` sends the case a step back."""
    return _answer(review_case(subject(), unit(), _asked(case_id), arguments["outcome"], arguments["opinion"]))


@door.route("/<uuid:case_id>/decision", methods=["POST"])
@door.arguments(DecisionIn())
@door.response(200, CaseOut())
@door.problems(404, 409, 412, 428)
def decide(arguments: dict[str, Any], case_id: uuid.UUID) -> Response:
    """Decide a case; a grant issues the licence in the same transaction."""
    return _answer(
        decide_case(subject(), unit(), context(), _asked(case_id), arguments["outcome"], arguments["reason"])
    )


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

"""The status of a case over HTTP."""

from typing import Any

from flask import Response

from engines.cases import CASE
from integration.case_status.actions import find_case
from integration.case_status.schemas import CaseStatusIn, CaseStatusOut
from kit.web import Door, context, unit

door = Door(
    "case_status",
    audience="public",
    url_prefix="/integration/v1/case_status",
    description="办件进度查询: no sign-in.",
    document="integration",
)


@door.route("", methods=["POST"])
@door.arguments(CaseStatusIn())
@door.response(200, CaseStatusOut())
@door.problems(404, 429)
def ask_case_status(arguments: dict[str, Any]) -> Response:
    """Ask where a case stands, without signing in.

    Takes the case's number and the last four characters of the applicant's certificate, and answers nothing personal.
    Every pair that does not fit is answered alike; five in vain within an hour close a number until the hour is over
    (`Retry-After`). A POST, so that the pair is in no address and no log.
    """
    case = find_case(unit(), context(), arguments["number"], arguments["ending"])
    return door.answer(
        {
            "number": case.number,
            "state": case.state,
            "state_name": CASE.state(case.state).zh,
            "due_on": case.due_on.isoformat() if case.closed_on is None else None,
            "holder": case.holder,
        }
    )

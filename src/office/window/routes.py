"""The window over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import Subject
from engines.cases import (
    CaseFilter,
    CasePageOut,
    ListedCaseOut,
    ReceiptOut,
    case_for_owner,
    list_own_cases,
    listed_answer,
    receipt_document,
)
from engines.files import open_file, store_file
from engines.matters import PreparationOut, consent_to_matter, current_revision, prepare_matter
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import PageArgs, newest_first
from kit.web import Door, attachment, context, if_match, pdf, require_version, subject, unit, versioned
from office.window import actions
from office.window.queries import open_session
from office.window.rules import REST
from office.window.schemas import (
    CounterConsentIn,
    CounterConsentOut,
    CounterFileIn,
    CounterFileOut,
    CounterFilingIn,
    CounterHandoverIn,
    CounterPreparationArgs,
    CounterSessionIn,
    CounterSessionOut,
)

door = Door(
    "window",
    audience="office",
    url_prefix="/office/v1/window/sessions",
    description="一窗受理: serve whoever stands at the counter.",
)
LISTING = "window.cases"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(CounterSessionIn())
@door.response(201, CounterSessionOut())
@door.problems(409)
def open_counter_session(arguments: dict[str, Any]) -> Response:
    """Open the counter for one person.

    Their certificate was checked against them; they are the same identity as under their own sign-in, at the highest
    level of assurance. One session at a time: close it when they leave. Half an hour without any use ends it too.
    """
    session_id = actions.open_counter(subject(), unit(), context(), arguments)
    row = open_session(unit(), subject(), session_id)
    return _session(row, 201, Location=f"/office/v1/window/sessions/{session_id}")


@door.route("/current")
@door.response(200, CounterSessionOut())
@door.problems(404)
def get_counter_session() -> Response:
    """Tell whom I am serving."""
    return _session(open_session(unit(), subject()))


@door.route("/<uuid:session_id>", methods=["DELETE"])
@door.response(204)
@door.problems(404)
def close_counter_session(session_id: uuid.UUID) -> tuple[str, int]:
    """Close the counter; nothing of this person can be seen there any more."""
    actions.close_counter(subject(), unit(), open_session(unit(), subject(), session_id))
    return "", 204


@door.route("/<uuid:session_id>/matters/<string:code>/preparation")
@door.arguments(CounterPreparationArgs(), location="query")
@door.response(200, PreparationOut())
@door.problems(404, 409, 502, 503)
def prepare_at_counter(arguments: dict[str, Any], session_id: uuid.UUID, code: str) -> dict[str, Any]:
    """Prepare a matter of any department for the person at the counter.

    As on their own phone; their ledger of data use names the counter.
    """
    client = _client(session_id)
    return prepare_matter(client, unit(), context(), current_revision(unit(), code), fresh=arguments["fresh"]).answer()


@door.route("/<uuid:session_id>/consents", methods=["POST"])
@door.arguments(CounterConsentIn())
@door.response(201, CounterConsentOut())
@door.problems(404, 409)
def consent_at_counter(arguments: dict[str, Any], session_id: uuid.UUID) -> dict[str, str]:
    """Record what the person consents to at the counter; they can withdraw it under their own sign-in."""
    client = _client(session_id)
    return {"id": str(consent_to_matter(client, unit(), arguments["matter_code"], arguments["purposes"]))}


@door.route("/<uuid:session_id>/files", methods=["POST"])
@door.arguments(CounterFileIn(), location="files")
@door.response(201, CounterFileOut())
@door.problems(404)
def upload_at_counter(arguments: dict[str, Any], session_id: uuid.UUID) -> dict[str, Any]:
    """Upload what the person handed in; the file is theirs."""
    client = _client(session_id)
    given = arguments["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    return _file(store_file(client, unit(), context(), content, given.filename or ""))


@door.route("/<uuid:session_id>/files/<uuid:file_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_counter_file(session_id: uuid.UUID, file_id: uuid.UUID) -> Response:
    """Look at a file that was handed in during this session."""
    session = open_session(unit(), subject(), session_id)
    row = actions.file_of_session(unit(), _client(session_id), session, file_id)
    return attachment(open_file(context(), row.id), row.media_type, row.name)


@door.route("/<uuid:session_id>/cases", methods=["POST"])
@idempotent
@door.arguments(CounterFilingIn())
@door.response(201, ReceiptOut())
@door.problems(404, 409, 502, 503)
def file_at_counter(arguments: dict[str, Any], session_id: uuid.UUID) -> Response:
    """File a matter of any department for the person at the counter.

    It is the same record as one they file themselves: theirs, in their list of cases, with a timeline that names the
    clerk and the counter.
    """
    filed = actions.file_at_counter(_client(session_id), unit(), context(), arguments)
    base = f"/office/v1/window/sessions/{session_id}/cases"
    return versioned(filed, filed["version"], 201, Location=f"{base}/{filed['id']}")


@door.route("/<uuid:session_id>/cases")
@door.arguments(PageArgs(), location="query")
@door.response(200, CasePageOut())
@door.problems(404)
def list_counter_cases(arguments: dict[str, Any], session_id: uuid.UUID) -> Response:
    """List the cases of the person at the counter, newest first, to tell them how these stand."""
    client = _client(session_id)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_cases(unit(), client, CaseFilter(), after, rows),
        listed_answer,
    )
    return door.answer(page)


@door.route("/<uuid:session_id>/cases/<uuid:case_id>")
@door.response(200, ListedCaseOut())
@door.problems(404)
def get_counter_case(session_id: uuid.UUID, case_id: uuid.UUID) -> Response:
    """Tell the person at the counter how one of their cases stands."""
    return _case(case_for_owner(unit(), _client(session_id), case_id))


@door.route("/<uuid:session_id>/cases/<uuid:case_id>/receipt")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def print_receipt(session_id: uuid.UUID, case_id: uuid.UUID) -> Response:
    """Print the receipt of an application (收件凭证) as a PDF."""
    case = case_for_owner(unit(), _client(session_id), case_id)
    return pdf(receipt_document(unit(), context(), case), f"收件凭证{case.number}")


@door.route("/<uuid:session_id>/cases/<uuid:case_id>/handover", methods=["POST"])
@door.arguments(CounterHandoverIn())
@door.response(200, ListedCaseOut())
@door.problems(404, 409, 412, 428)
def hand_over_at_counter(_arguments: dict[str, Any], session_id: uuid.UUID, case_id: uuid.UUID) -> Response:
    """Hand the result over to the person at the counter, whichever department decided."""
    client = _client(session_id)
    case = case_for_owner(unit(), client, case_id)
    require_version(case.version, if_match())
    after = actions.hand_over(client, unit(), case)
    unit().flush()
    return _case(after)


def _client(session_id: uuid.UUID) -> Subject:
    """Return the person at the counter, if this session is still open."""
    session = open_session(unit(), subject(), session_id)
    return actions.client_at(subject(), unit(), context(), session)


def _case(case: Row[Any]) -> Response:
    return versioned(listed_answer(case), case.version)


def _file(row: Row[Any]) -> dict[str, Any]:
    return {"id": str(row.id), "name": row.name, "media_type": row.media_type, "size": row.size}


def _session(row: Row[Any], status: int = 200, **headers: str) -> Response:
    response = door.answer(
        {
            "id": str(row.id),
            "kind": row.client_kind,
            "name": context().vault.open(row.client_name_sealed),
            "certificate_kind": row.certificate_kind,
            "number": row.number_masked,
            "shown": row.shown,
            "purpose": row.purpose,
            "opened_at": beijing(row.opened_at),
            "rests_at": beijing(row.used_at + REST),
        },
        status,
    )
    response.headers.update(headers)
    return response

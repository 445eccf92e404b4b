"""The exchange over HTTP."""

import uuid
from typing import Any

import orjson
from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import documents as engine
from integration.document_exchange import schemas as shapes
from integration.document_exchange.rules import OK, flag_of
from kit.fields import beijing
from kit.pages import PageArgs, newest_first, page_of
from kit.web import Door, attachment, context, subject, unit

door = Door(
    "document_exchange",
    audience="integration",
    url_prefix="/integration/v1/document_exchange",
    description="公文交换接口: for organs' own systems, by the token of createClientSession.",
)
LISTING, RECEIPTS = "document_exchange", "document_exchange_receipts"


def put_flag(response: Response) -> Response:
    """Put the flag into a refusal too, which says why in words."""
    if response.mimetype == "application/problem+json":
        flag = flag_of(response.status_code, response.headers.get("WWW-Authenticate", ""))
        response.set_data(orjson.dumps({"flag": flag, **orjson.loads(response.get_data())}))
    return response


door.after_request(put_flag)


@door.route("/organisations")
@door.response(200, shapes.ExchangeOrgansOut())
def list_exchange_organisations() -> Response:
    """List the organs to which mine may send."""
    names = department_names(unit())
    own = subject().department_code
    found = [{"code": code, "name": name} for code, name in sorted(names.items()) if code != own]
    return door.answer({"flag": OK, "organisations": found})


@door.route("/documents", methods=["POST"], most_bytes=engine.MOST_PACKAGE_BYTES)
@door.arguments(shapes.ExchangePackageIn(), location="files")
@door.arguments(shapes.ExchangeSendIn(), location="form")
@door.response(201, shapes.ExchangeSentOut())
@door.response(200, shapes.ExchangeSentOut())
@door.problems(409)
def send_exchange_document(files: dict[str, Any], form: dict[str, Any]) -> Response:
    """Send a document that my organ issued by its own system, to organs here, as one package.

    It arrives as every document does, with a signed statement of each hand-over. The same document again is answered
    as it is (200); another one under its number is refused (409), an altered or classified one too (422).
    """
    parcel = engine.open_parcel(unit(), files["file"].stream.read())
    main, copies = form["main_recipients"], form["copies"]
    row, new = engine.send_parcel(subject(), unit(), context(), parcel, main, copies)
    body = {
        "flag": OK,
        "document": str(row.id),
        "number": row.number,
        "recipients": row.recipients,
        "signature_verified": row.signature_verified,
    }
    return door.answer(body, 201 if new else 200)


@door.route("/documents")
@door.arguments(shapes.ExchangeListArgs(), location="query")
@door.response(200, shapes.ExchangeReceivedPageOut())
def list_exchange_documents(arguments: dict[str, Any]) -> Response:
    """List what my organ received, newest first; what waits to be signed for by default."""
    wanted = engine.ReceivedFilter(state=arguments["state"])
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_received(unit(), subject(), wanted, after, rows),
        _received,
    )
    return door.answer({"flag": OK, **page})


@door.route("/documents/<uuid:receipt_id>/package")
@door.response(200, content_type="application/zip")
@door.problems(404)
def fetch_exchange_document(receipt_id: uuid.UUID) -> Response:
    """Fetch a received document as one package; the reading of a restricted one is kept."""
    row = engine.receipt_of(unit(), subject(), receipt_id)
    engine.note_reading(subject(), unit(), "incoming_document", row)
    document = engine.document_by_id(unit(), row.document_id)
    return attachment(engine.made_parcel(unit(), context(), document), "application/zip", f"{row.number}.zip")


@door.route("/documents/<uuid:receipt_id>/receipt", methods=["POST"])
@door.arguments(shapes.ExchangeSignIn())
@door.response(200, shapes.ExchangeStateOut())
@door.problems(404, 409)
def sign_for_exchange_document(_arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Sign for a document (签收), once my system has it; its sender sees it at once."""
    row = engine.receipt_of(unit(), subject(), receipt_id)
    return _state(engine.sign_for_document(subject(), unit(), context(), row))


@door.route("/documents/<uuid:receipt_id>/return", methods=["POST"])
@door.arguments(shapes.ExchangeReturnIn())
@door.response(200, shapes.ExchangeStateOut())
@door.problems(404, 409)
def return_exchange_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Return a document that is not compliant (退回), with the reason."""
    row = engine.receipt_of(unit(), subject(), receipt_id)
    return _state(engine.return_document(subject(), unit(), context(), row, arguments["opinion"]))


@door.route("/sent/<uuid:document_id>/receipts")
@door.arguments(PageArgs(), location="query")
@door.response(200, shapes.ExchangeReceiptPageOut())
@door.problems(404)
def list_exchange_receipts(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """List who has a document of my organ and how far they are, by the organs' codes."""
    row = engine.document_of(unit(), subject(), document_id)
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(RECEIPTS, cursor, (str,))[0] if cursor else None
    rows = engine.receipts_of(unit(), row.id, after, limit + 1, state=None, role=None)
    items, following = page_of(rows, limit, lambda item: signer.encode(RECEIPTS, item.department_code))
    told = [
        {
            "organ_code": item["department_code"],
            "organ_name": item["department_name"],
            **{name: item[name] for name in ("role", "state", "signed_for_at", "signed_for_by_name", "reason")},
        }
        for item in engine.receipt_answers(unit(), items)
    ]
    return door.answer({"flag": OK, "items": told, "next_cursor": following})


def _received(row: Row[Any]) -> dict[str, Any]:
    shown = ("state", "role", "sender_code", "sender_name", "title", "kind", "number", "urgency")
    return {
        "receipt": str(row.id),
        **{name: getattr(row, name) for name in shown},
        "sent_at": beijing(row.sent_at),
        "package": f"{door.url_prefix}/documents/{row.id}/package",
    }


def _state(row: Row[Any]) -> Response:
    return door.answer({"flag": OK, "receipt": str(row.id), "state": row.state})

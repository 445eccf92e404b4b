"""The search over HTTP."""

from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names, require
from engines.documents import KINDS, READ, count_found, excerpts_of, find_documents, seen_as, sought
from engines.documents import LARGEST_COUNT as COUNTED
from kit.pages import newest_first
from kit.web import Door, context, subject, unit
from office.document_search.schemas import DocumentSearchArgs, FoundDocumentPageOut

door = Door(
    "document_search",
    audience="office",
    url_prefix="/office/v1/document_search",
    description="公文检索: by metadata, text and attachments.",
)
LISTING = "document_search"


@door.route("")
@door.arguments(DocumentSearchArgs(), location="query")
@door.response(200, FoundDocumentPageOut())
def search_documents(arguments: dict[str, Any]) -> Response:
    """Find documents that hold all words, newest first; words of one or two characters are found too.

    Needs `documents.read`. What the officer may not see is neither shown nor counted. A changed document is found by
    its new words a moment later.
    """
    require(subject(), READ)
    narrowed = {name: arguments[name] for name in ("kind", "sender", "signed_from", "signed_to")}
    wanted = sought(arguments["q"], **narrowed)
    total = None if arguments["cursor"] else count_found(unit(), subject(), wanted)
    read = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: find_documents(unit(), subject(), wanted, after, rows),
        lambda row: row,
    )
    page = {**read, "items": _shown(read["items"], wanted.terms)}
    return door.answer({**page, "total": total, "more_than_total": total == COUNTED})


def _shown(rows: list[Row[Any]], terms: tuple[str, ...]) -> list[dict[str, Any]]:
    if not rows:
        return []
    ids, names = [row.id for row in rows], department_names(unit())
    excerpts = excerpts_of(unit(), ids, terms)
    own, received = seen_as(unit(), subject(), ids)
    found = []
    for row in rows:
        excerpt = excerpts.get(row.id)
        links = {"outgoing": f"/office/v1/documents/{row.id}"} if row.id in own else {}
        if row.id in received:
            links["incoming"] = f"/office/v1/incoming_documents/{received[row.id]}"
        found.append(
            {
                "id": str(row.id),
                "title": row.title,
                "number": row.number,
                "kind": row.kind,
                "kind_name": KINDS[row.kind],
                "sender_code": row.department_code,
                "sender_name": names.get(row.department_code, row.department_code),
                "state": row.state,
                "issued_on": row.issued_on.isoformat() if row.issued_on else None,
                "source": excerpt.source if excerpt else None,
                "excerpt": excerpt.text if excerpt else None,
                "links": links,
            }
        )
    return found

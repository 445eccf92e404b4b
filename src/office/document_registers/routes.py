"""Registers and lists of organs over HTTP."""

from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines.documents import READ, numbers_of, organ_lists_of, own_register, registers_of
from kit import clock
from kit.pages import page_of
from kit.web import Door, context, subject, unit
from office.document_registers.schemas import (
    DocumentNumberArgs,
    DocumentNumberPageOut,
    DocumentRegistersOut,
    OrganListsOut,
)

door = Door(
    "document_registers",
    audience="office",
    url_prefix="/office/v1/document_registers",
    description="发文登记: registers of numbers, lists of organs.",
)
LISTING = "document_numbers"


@door.route("")
@door.response(200, DocumentRegistersOut())
def list_document_registers() -> Response:
    """List the registers (机关代字) of my organ: which kinds each takes, and whether the law forbids gaps in it."""
    require(subject(), READ)
    names = ("code", "mark", "form", "kinds", "gapless")
    rows = registers_of(unit(), subject().department_code or "")
    return door.answer({"items": [{name: getattr(row, name) for name in names} for row in rows]})


@door.route("/organ_lists")
@door.response(200, OrganListsOut())
def list_organ_lists() -> Response:
    """List the lists of organs that my organ may send to: its own and everybody's."""
    require(subject(), READ)
    rows = organ_lists_of(unit(), subject().department_code or "")
    return door.answer({"items": [{"code": row.code, "name": row.name, "members": row.members} for row in rows]})


@door.route("/<string:register>/numbers")
@door.arguments(DocumentNumberArgs(), location="query")
@door.response(200, DocumentNumberPageOut())
@door.problems(404)
def list_document_numbers(arguments: dict[str, Any], register: str) -> Response:
    """List the numbers that a register of my organ gave out in a year (this one by default), the last first.

    A number whose document was voided stays used and is shown as such: a register without gaps accounts for each.
    """
    own = own_register(unit(), subject(), register)
    year, limit, signer = arguments["year"] or clock.today().year, arguments["limit"], context().cursors
    before = signer.decode(LISTING, arguments["cursor"], (int,))[0] if arguments["cursor"] else None
    rows = numbers_of(unit(), own.code, year, before, limit + 1)
    items, following = page_of(rows, limit, lambda row: signer.encode(LISTING, row.number_sequence))
    return door.answer({"items": [_shown(row) for row in items], "next_cursor": following})


def _shown(row: Row[Any]) -> dict[str, Any]:
    own = not row.restricted or row.department_code == subject().department_code
    return {
        "number": row.number,
        "sequence": row.number_sequence,
        "title": row.title if own else "（限制阅读的公文）",
        "state": row.state,
        "voided": row.state == "discarded",
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
    }

"""Asking for supplies, and what who approves or who asked decides of a request."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, update

from auth import Subject
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.stock.catalogue import asked_warehouse
from engines.stock.lifecycle import ASK, REQUEST, SUPPLY_REQUEST, request_record
from engines.stock.lines import NOT_ASKED, findings, items_named, refuse, too_many
from engines.stock.models import SupplyRequest, SupplyRequestLine
from engines.stock.refusals import NotYourSupplies, OwnRequest
from engines.stock.requests import lines_of
from engines.stock.tasks import ask_approver, ask_keeper
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id


def request_supplies(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> uuid.UUID:
    """Ask a warehouse for supplies, for the officer's own organ, and return the request's id.

    ``given``: ``warehouse_id``, ``purpose``, ``lines`` (``{item_id, quantity}`` each).
    Errors: :class:`NotYourSupplies`, :class:`SuppliesUnfit`.
    """
    organ = subject.department_code or ""
    if not subject.holds(REQUEST, organ):
        raise NotYourSupplies
    warehouse = asked_warehouse(unit, subject, given["warehouse_id"], "/warehouse_id")
    items = items_named(unit, given["lines"], active=True)
    request_id, year = new_id(), clock.today().year
    number = f"LY{year}{next_number(unit, f'supply_requests:{year}'):06d}"
    unit.add(
        SupplyRequest,
        id=request_id,
        number=number,
        state="submitted",
        version=1,
        department_code=organ,
        requester_id=subject.id,
        requester_name=subject.name,
        warehouse_id=warehouse.id,
        keeper_code=warehouse.department_code,
        purpose=given["purpose"],
        cost_fen=0,
        approved_by=None,
        requested_at=clock.now(),
        closed_at=None,
    )
    nothing_yet = {"approved": 0, "issued": 0, "returned": 0}
    for position, (item, line) in enumerate(items, start=1):
        unit.add(
            SupplyRequestLine,
            request_id=request_id,
            item_id=item.id,
            position=position,
            wanted=line["quantity"],
            price_fen=item.price_fen,
            **nothing_yet,
        )
    record = Record(SUPPLY_REQUEST, SupplyRequest, request_id, "", 0, organ, subject.id)
    write_event(subject, unit, record, ASK, opinion=given["purpose"])
    ask_approver(unit, request_id, number, organ, given["purpose"])
    unit.flush()
    return request_id


def approve_request(
    subject: Subject, unit: Unit, row: Row[Any], lines: Sequence[Mapping[str, Any]], opinion: str
) -> Row[Any]:
    """Approve a request, of the items in ``lines`` (``{item_id, quantity}``) only so many, down to none of one.

    Errors: :class:`OwnRequest`, :class:`SuppliesUnfit` for more than was asked for and for nothing at all, 409.
    """
    _check_other(subject, row, "approve")
    asked = lines_of(unit, row.id)
    approved = _approved(asked, lines)
    detail = {"lowered": {item.item_name: approved[item.item_id] for item in asked if _is_lower(item, approved)}}
    changes = {"approved_by": subject.actor.id}
    after = apply_transition(
        subject, unit, request_record(row), "approve", changes=changes, opinion=opinion or None, detail=detail
    )
    write_lines(unit, row.id, "approved", approved)
    ask_keeper(subject, unit, after)
    return after


def refuse_request(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Refuse a request with the reason. Errors: :class:`OwnRequest`, 409."""
    _check_other(subject, row, "refuse")
    return close_request(subject, unit, row, "refuse", reason)


def cancel_request(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Take back one's own request before anything was issued. Errors: 403, 409."""
    return close_request(subject, unit, row, "cancel", reason)


def close_request(subject: Subject, unit: Unit, row: Row[Any], turn: str, reason: str | None) -> Row[Any]:
    """End a request by a turn, and what waits for anybody with it."""
    changes = {"closed_at": clock.now()}
    after = apply_transition(subject, unit, request_record(row), turn, changes=changes, opinion=reason)
    close_tasks(subject, unit, row.id)
    return after


def write_lines(unit: Unit, request_id: uuid.UUID, column: str, numbers: Mapping[uuid.UUID, int]) -> None:
    """Write one column of some lines, by item; the version of their request lets one writer in at a time."""
    line = SupplyRequestLine
    unit.write(
        update(line)
        .where(line.request_id == request_id, line.item_id == bindparam("line_item_id"))
        .values({column: bindparam("line_number")}),
        [{"line_item_id": item_id, "line_number": number} for item_id, number in numbers.items()],
    )


def _check_other(subject: Subject, row: Row[Any], turn: str) -> None:
    check_transition(subject, request_record(row), turn)
    if row.requester_id in (subject.id, subject.actor.id):
        raise OwnRequest


def _approved(asked: Sequence[Row[Any]], lines: Sequence[Mapping[str, Any]]) -> dict[uuid.UUID, int]:
    """Return how many of each item are approved: as many as asked for where nothing else is said."""
    wanted = {item.item_id: item.wanted for item in asked}
    refuse(findings([line["item_id"] for line in lines], set(wanted), NOT_ASKED))
    refuse(
        [
            too_many(place, wanted[line["item_id"]])
            for place, line in enumerate(lines)
            if line["quantity"] > wanted[line["item_id"]]
        ]
    )
    approved = {**wanted, **{line["item_id"]: line["quantity"] for line in lines}}
    if not any(approved.values()):
        sentence = ("至少批准一件；全部不批准的，请使用“不批准”。", "Approve at least one, or refuse the request.")
        refuse([Pointer("/lines", "nothing", *sentence)])
    return approved


def _is_lower(item: Row[Any], approved: Mapping[uuid.UUID, int]) -> bool:
    return bool(approved[item.item_id] < item.wanted)

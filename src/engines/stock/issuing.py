"""Issuing what was approved, wholly or in part, and taking goods back; what it costs goes to the requester's organ."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.costs import Cost, record_costs
from engines.lifecycles import apply_transition, check_transition
from engines.stock.lifecycle import request_record
from engines.stock.lines import NOT_ASKED, findings, refuse, too_many
from engines.stock.moving import Move, MoveKind, Source, move_stock
from engines.stock.requesting import close_request, write_lines
from engines.stock.requests import lines_of
from engines.stock.tasks import ask_requester
from kit import clock
from kit.database import Unit

Quantities = dict[uuid.UUID, int]


def issue_supplies(
    subject: Subject, unit: Unit, row: Row[Any], lines: Sequence[Mapping[str, Any]], note: str
) -> Row[Any]:
    """Issue what ``lines`` say (``{item_id, quantity}`` each), or, where there are none, all that is left to issue.

    When everything approved was issued it is the requester's turn; until then the request is issued in part.
    Errors: :class:`SuppliesUnfit` for more than is left to issue, :class:`StockShort`, 409, 412.
    """
    check_transition(subject, request_record(row), "issue")
    asked = lines_of(unit, row.id)
    left = {item.item_id: item.approved - item.issued for item in asked}
    going = _quantities(left, lines) if lines else {item_id: number for item_id, number in left.items() if number}
    whole = all(number == going.get(item_id, 0) for item_id, number in left.items())
    turn = "issue" if whole else "issue_part"
    after = _turn(subject, unit, row, turn, asked, going, sign=1, reason=note)
    issued = {item.item_id: item.issued + going[item.item_id] for item in asked if item.item_id in going}
    write_lines(unit, row.id, "issued", issued)
    _move(subject, unit, after, asked, going, "issued", row.purpose)
    if whole:
        ask_requester(subject, unit, after)
    return after


def take_back(subject: Subject, unit: Unit, row: Row[Any], lines: Sequence[Mapping[str, Any]], reason: str) -> Row[Any]:
    """Take issued goods back into the warehouse; their cost is given back at the price at which they were asked for.

    Errors: :class:`SuppliesUnfit` for more than was issued and not returned, 409, 412.
    """
    check_transition(subject, request_record(row), "take_back")
    asked = lines_of(unit, row.id)
    coming = _quantities({item.item_id: item.issued - item.returned for item in asked}, lines)
    after = _turn(subject, unit, row, "take_back", asked, coming, sign=-1, reason=reason)
    returned = {item.item_id: item.returned + coming[item.item_id] for item in asked if item.item_id in coming}
    write_lines(unit, row.id, "returned", returned)
    _move(subject, unit, after, asked, coming, "returned", reason)
    return after


def turn_down(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Give an approved request back, as who keeps the warehouse, when nothing of it can be had. Errors: 409."""
    return close_request(subject, unit, row, "turn_down", reason)


def end_issuing(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Issue no more of a request that was issued in part; what was is for the requester to confirm. Errors: 409."""
    after = apply_transition(subject, unit, request_record(row), "end_issuing", opinion=reason)
    ask_requester(subject, unit, after)
    return after


def receive_supplies(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Confirm receipt, as who asked for it; that closes the request. Errors: 403, 409."""
    return close_request(subject, unit, row, "receive", note or None)


def _quantities(most: Mapping[uuid.UUID, int], lines: Sequence[Mapping[str, Any]]) -> Quantities:
    """Return how many of each item lines say. Errors: :class:`SuppliesUnfit` for more than there can be."""
    refuse(findings([line["item_id"] for line in lines], set(most), NOT_ASKED))
    over = [
        too_many(place, most[line["item_id"]])
        for place, line in enumerate(lines)
        if line["quantity"] > most[line["item_id"]]
    ]
    refuse(over)
    return {line["item_id"]: line["quantity"] for line in lines}


def _turn(
    subject: Subject,
    unit: Unit,
    row: Row[Any],
    turn: str,
    asked: Sequence[Row[Any]],
    much: Quantities,
    *,
    sign: int,
    reason: str,
) -> Row[Any]:
    fen = sum(item.price_fen * much.get(item.item_id, 0) for item in asked)
    detail = {"items": {item.item_name: much[item.item_id] for item in asked if item.item_id in much}, "cost_fen": fen}
    changes = {"cost_fen": row.cost_fen + sign * fen}
    return apply_transition(
        subject, unit, request_record(row), turn, changes=changes, opinion=reason or None, detail=detail
    )


def _move(
    subject: Subject,
    unit: Unit,
    row: Row[Any],
    asked: Sequence[Row[Any]],
    much: Quantities,
    kind: MoveKind,
    reason: str,
) -> None:
    """Make the moves, and tell what they cost or give back once each: by the id of its move."""
    sign = -1 if kind == "issued" else 1
    names = {item.item_id: item for item in asked}
    source = Source("supply_request", row.id, row.number)
    moved = move_stock(
        subject,
        unit,
        [
            Move(kind, row.warehouse_id, item_id, sign * number, names[item_id].price_fen, reason, source)
            for item_id, number in much.items()
        ],
    )
    record_costs(
        unit,
        [
            Cost(
                key=f"stock_move:{made.id}",
                department_code=row.department_code,
                kind="supplies",
                day=clock.today(),
                amount_fen=-made.move.quantity * made.move.price_fen,
                record_kind="supply_request",
                record_id=row.id,
                record_number=row.number,
                title=f"{names[made.move.item_id].item_name}×{abs(made.move.quantity)}",
            )
            for made in moved
        ],
    )

"""Stocktaking (盘点): what is there against what the balance says, with a second person before the balance changes.

Against which balance a count is held: against that *at the moment of counting* (``book``), read in the transaction
that enters the count, not against that at the beginning (``expected``, kept to show what happened meanwhile) and not
against that at confirmation. So ``difference = counted - book``, and what is moved

* between beginning and counting is in ``book`` already and makes no difference;
* between counting and confirmation comes on top: confirming moves the balance by ``difference`` and does not set it
  to ``counted``, so that the balance afterwards is ``counted`` plus every move since the count.

Who counts therefore first enters what was handed out. Where moves since the count leave less than the difference
takes away, nothing is confirmed (:class:`StockShort`) and the item is counted again.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, update

from auth import Subject
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.stock.catalogue import asked_warehouse, check_keeper
from engines.stock.lifecycle import BEGIN, STOCKTAKING, stocktaking_record
from engines.stock.lines import items_named, refuse
from engines.stock.models import StockItem, Stocktaking, StocktakingLine
from engines.stock.moving import Move, Source, balances, move_stock
from engines.stock.refusals import CountsMissing, SamePerson, WarehouseBeingCounted
from engines.stock.stocktakings import counted_lines, stocktaking_of, warehouse_name
from engines.stock.tasks import ask_counters, ask_second_person
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer
from kit.ids import new_id


def begin_stocktaking(subject: Subject, unit: Unit, warehouse_id: uuid.UUID, note: str) -> uuid.UUID:
    """Begin to count a warehouse, keep what is expected of each item now, and return the stocktaking's id.

    Errors: :class:`SuppliesUnfit`, :class:`NotYourSupplies`, :class:`WarehouseBeingCounted`.
    """
    warehouse = asked_warehouse(unit, subject, warehouse_id, "/warehouse_id")
    check_keeper(subject, warehouse)
    stocktaking_id, year, organ = new_id(), clock.today().year, warehouse.department_code
    unit.add(
        Stocktaking,
        id=stocktaking_id,
        number=f"PD{year}{next_number(unit, f'stocktakings:{year}'):06d}",
        state="counting",
        version=1,
        warehouse_id=warehouse.id,
        department_code=organ,
        begun_by=subject.actor.id,
        begun_by_name=subject.actor.name,
        begun_at=clock.now(),
        closed_at=None,
    )
    try:
        unit.flush()
    except DuplicateRow as error:
        raise WarehouseBeingCounted from error
    for item_id, expected in balances(unit, warehouse.id).items():
        _add_line(unit, stocktaking_id, item_id, expected)
    write_event(
        subject,
        unit,
        Record(STOCKTAKING, Stocktaking, stocktaking_id, "", 0, organ, None),
        BEGIN,
        opinion=note or None,
    )
    unit.flush()
    ask_counters(subject, unit, stocktaking_of(unit, subject, stocktaking_id), warehouse.name)
    return stocktaking_id


def record_counts(subject: Subject, unit: Unit, row: Row[Any], lines: Sequence[Mapping[str, Any]]) -> Row[Any]:
    """Enter counts: ``{item_id, counted, reason}`` each; an item counted again is held against the balance of now.

    What is found and was never in this warehouse is entered in the same way. A count that differs needs its reason.
    Errors: :class:`SuppliesUnfit`, 409, 412.
    """
    check_transition(subject, stocktaking_record(row), "record")
    items = items_named(unit, lines)
    # The version lets one counter in at a time; the balances are read after it, as they are now.
    detail = {"counted": {item.name: line["counted"] for item, line in items}}
    after = apply_transition(subject, unit, stocktaking_record(row), "record", detail=detail)
    book = balances(unit, row.warehouse_id)
    refuse(
        [
            Pointer(f"/lines/{place}/reason", "required", "有差异的，请说明原因。", "A difference needs its reason.")
            for place, line in enumerate(lines)
            if line["counted"] != book.get(line["item_id"], 0) and not line["reason"]
        ]
    )
    present = {line.item_id for line in counted_lines(unit, row.id)}
    for line in lines:
        if line["item_id"] not in present:
            _add_line(unit, row.id, line["item_id"], 0)
        _write_count(subject, unit, row.id, line, book.get(line["item_id"], 0))
    return after


def submit_stocktaking(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Submit counts to a second person when everything was counted. Errors: :class:`CountsMissing`, 409."""
    check_transition(subject, stocktaking_record(row), "submit")
    missing = [line.item_name for line in counted_lines(unit, row.id) if line.counted is None]
    if missing:
        raise CountsMissing(number=len(missing), items=missing)
    after = apply_transition(subject, unit, stocktaking_record(row), "submit", opinion=note or None)
    ask_second_person(subject, unit, after, warehouse_name(unit, row.warehouse_id))
    return after


def confirm_stocktaking(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Confirm counts as a second person, and move every balance by its difference.

    Errors: :class:`SamePerson`, :class:`StockShort` where moves since the count leave too little, 409, 412.
    """
    check_transition(subject, stocktaking_record(row), "confirm")
    lines = counted_lines(unit, row.id)
    if subject.actor.id in {row.begun_by, *(line.counted_by for line in lines)}:
        raise SamePerson
    differing = [line for line in lines if line.counted != line.book]
    detail = {"differences": {line.item_name: line.counted - line.book for line in differing}}
    changes = {"closed_at": clock.now()}
    after = apply_transition(
        subject, unit, stocktaking_record(row), "confirm", changes=changes, opinion=note or None, detail=detail
    )
    source, prices = Source("stocktaking", row.id, row.number), _prices(unit, [line.item_id for line in differing])
    move_stock(
        subject,
        unit,
        [
            Move(
                "counted",
                row.warehouse_id,
                line.item_id,
                line.counted - line.book,
                prices[line.item_id],
                line.reason,
                source,
            )
            for line in differing
        ],
    )
    close_tasks(subject, unit, row.id)
    return after


def send_back_stocktaking(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Send counts back to be taken again. Errors: 409."""
    after = apply_transition(subject, unit, stocktaking_record(row), "send_back", opinion=reason)
    ask_counters(subject, unit, after, warehouse_name(unit, row.warehouse_id))
    return after


def cancel_stocktaking(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """End a stocktaking without any move. Errors: 409."""
    changes = {"closed_at": clock.now()}
    after = apply_transition(subject, unit, stocktaking_record(row), "cancel", changes=changes, opinion=reason)
    close_tasks(subject, unit, row.id)
    return after


def _add_line(unit: Unit, stocktaking_id: uuid.UUID, item_id: uuid.UUID, expected: int) -> None:
    nothing_yet = dict.fromkeys(("book", "counted", "reason", "counted_by", "counted_by_name", "counted_at"))
    unit.add(StocktakingLine, stocktaking_id=stocktaking_id, item_id=item_id, expected=expected, **nothing_yet)


def _write_count(subject: Subject, unit: Unit, stocktaking_id: uuid.UUID, line: Mapping[str, Any], book: int) -> None:
    unit.write(
        update(StocktakingLine)
        .where(StocktakingLine.stocktaking_id == stocktaking_id, StocktakingLine.item_id == line["item_id"])
        .values(
            book=book,
            counted=line["counted"],
            reason=line["reason"] or None,
            counted_by=subject.actor.id,
            counted_by_name=subject.actor.name,
            counted_at=clock.now(),
        )
    )


def _prices(unit: Unit, item_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = unit.rows(select(StockItem.id, StockItem.price_fen).where(StockItem.id.in_(item_ids)))
    return {row.id: row.price_fen for row in rows}

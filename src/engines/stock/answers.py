"""Supplies as the API shows them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.lifecycles import available_actions, event_answer
from engines.stock.lifecycle import ASK, BEGIN, STOCKTAKING, SUPPLY_REQUEST, request_record, stocktaking_record
from engines.stock.moving import KINDS
from engines.stock.requests import parts_of_request
from engines.stock.stocktakings import parts_of_stocktaking, warehouse_name
from kit.database import Unit
from kit.fields import beijing

REQUESTS, STOCKTAKINGS, LEVELS = "/office/v1/supply_requests", "/office/v1/stocktakings", "/office/v1/stock_levels"
_PLACES = {"supply_request": REQUESTS, "stocktaking": STOCKTAKINGS, "repair": "/office/v1/repairs"}


def item_answer(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return an item of the catalogue; ``names`` are the departments'."""
    plain = ("code", "name", "unit", "category", "price_fen", "active", "version")
    return {"id": str(row.id), **{name: getattr(row, name) for name in plain}, **_organ(row, names)}


def warehouse_answer(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a warehouse; ``names`` are the departments'."""
    plain = ("name", "place", "shared", "version")
    return {"id": str(row.id), **{name: getattr(row, name) for name in plain}, **_organ(row, names)}


def level_answer(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return how much of an item a warehouse has; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        "href": f"{LEVELS}/{row.id}",
        **_place(row),
        "category": row.category,
        "quantity": row.quantity,
        "minimum": row.minimum,
        "low": row.quantity < row.minimum,
        "price_fen": row.price_fen,
        "value_fen": row.quantity * row.price_fen,
        **_organ(row, names),
    }


def move_answer(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a move of stock; ``names`` are the departments'."""
    place = _PLACES.get(row.record_kind)
    return {
        "id": str(row.id),
        "level_id": str(row.level_id),
        "place": row.place,
        **_place(row),
        "kind": row.kind,
        "kind_name": KINDS[row.kind],
        "quantity": row.quantity,
        "balance": row.balance,
        "price_fen": row.price_fen,
        "reason": row.reason,
        "record_number": row.record_number,
        "record": f"{place}/{row.record_id}" if place else None,
        "moved_by_name": row.moved_by_name,
        "moved_at": beijing(row.moved_at),
        **_organ(row, names),
    }


def listed_request(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a request as lists show it; ``names`` are the departments'."""
    return {**_request(row, names), "warehouse_name": row.warehouse_name}


def request_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a request with its lines, every step, and what its reader can do."""
    lines, (warehouse,), events = parts_of_request(unit, row.id)
    return {
        **_request(row, department_names(unit)),
        "warehouse_name": warehouse.name,
        "lines": [_request_line(item) for item in lines],
        "timeline": [event_answer(SUPPLY_REQUEST, ASK, event, unmasked=True) for event in events],
        "available_actions": available_actions(subject, request_record(row)),
    }


def listed_stocktaking(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a stocktaking as lists show it; ``names`` are the departments'."""
    return {**_stocktaking(row, names), "warehouse_name": row.warehouse_name}


def stocktaking_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a stocktaking with its lines, every step, and what its reader can do."""
    lines, events = parts_of_stocktaking(unit, row.id)
    return {
        **_stocktaking(row, department_names(unit)),
        "warehouse_name": warehouse_name(unit, row.warehouse_id),
        "lines": [_stocktaking_line(item) for item in lines],
        "timeline": [event_answer(STOCKTAKING, BEGIN, event, unmasked=True) for event in events],
        "available_actions": available_actions(subject, stocktaking_record(row)),
    }


def _request(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "href": f"{REQUESTS}/{row.id}",
        "number": row.number,
        "state": row.state,
        "state_name": SUPPLY_REQUEST.state(row.state).zh,
        "requester_name": row.requester_name,
        "warehouse_id": str(row.warehouse_id),
        "purpose": row.purpose,
        "cost_fen": row.cost_fen,
        "requested_at": beijing(row.requested_at),
        "closed_at": beijing(row.closed_at),
        "version": row.version,
        **_organ(row, names),
    }


def _request_line(row: Row[Any]) -> dict[str, Any]:
    plain = ("item_code", "item_name", "unit", "wanted", "approved", "issued", "returned", "price_fen")
    return {"item_id": str(row.item_id), **{name: getattr(row, name) for name in plain}}


def _stocktaking(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "href": f"{STOCKTAKINGS}/{row.id}",
        "number": row.number,
        "state": row.state,
        "state_name": STOCKTAKING.state(row.state).zh,
        "warehouse_id": str(row.warehouse_id),
        "begun_by_name": row.begun_by_name,
        "begun_at": beijing(row.begun_at),
        "closed_at": beijing(row.closed_at),
        "version": row.version,
        **_organ(row, names),
    }


def _stocktaking_line(row: Row[Any]) -> dict[str, Any]:
    plain = ("item_code", "item_name", "unit", "expected", "book", "counted", "reason", "counted_by_name")
    counted = row.counted is not None
    return {
        "item_id": str(row.item_id),
        **{name: getattr(row, name) for name in plain},
        "moved_meanwhile": row.book - row.expected if counted else None,
        "difference": row.counted - row.book if counted else None,
        "counted_at": beijing(row.counted_at),
    }


def _place(row: Row[Any]) -> dict[str, Any]:
    return {
        "warehouse_id": str(row.warehouse_id),
        "warehouse_name": row.warehouse_name,
        "item_id": str(row.item_id),
        "item_code": row.item_code,
        "item_name": row.item_name,
        "unit": row.unit,
    }


def _organ(row: Row[Any], names: Mapping[str, str]) -> dict[str, str]:
    return {
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
    }

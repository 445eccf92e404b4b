"""Registering assets, giving them out and taking them back, and having them repaired."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.assets.lifecycle import ASSET, MANAGE, REGISTER, asset_record
from engines.assets.models import Asset
from engines.assets.refusals import AssetUnfit, NotYourAssets
from engines.assets.tasks import remind_of_repair
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id


def register_asset(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> uuid.UUID:
    """Enter an asset into the books, idle, and return its id.

    ``given``: ``name``, ``category``, ``model``, ``serial_number``, ``price_fen``, ``bought_on``, ``warranty_until``,
    ``place`` and ``department`` (the holder, or None for the officer's own organ).
    Errors: :class:`NotYourAssets`, :class:`AssetUnfit`.
    """
    organ = given["department"] or subject.department_code or ""
    check_organ(unit, organ, "/department")
    if not subject.holds(MANAGE, organ):
        raise NotYourAssets
    card = {name: value for name, value in given.items() if name != "department"}
    _check_days(card)
    asset_id, year = new_id(), clock.today().year
    nothing_yet = dict.fromkeys(
        ("user_name", "receiver_code", "asked_by", "asked_reason", "disposal", "disposed_at"),
    )
    unit.add(
        Asset,
        id=asset_id,
        number=f"ZC{year}{next_number(unit, f'assets:{year}'):06d}",
        state="idle",
        version=1,
        department_code=organ,
        created_at=clock.now(),
        **card,
        **nothing_yet,
    )
    write_event(subject, unit, Record(ASSET, Asset, asset_id, "", 0, organ, None), REGISTER)
    unit.flush()
    return asset_id


def amend_asset(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change what a card says of an asset; the timeline keeps what it said before. Errors: 422, 409, 412."""
    check_transition(subject, asset_record(row), "amend")
    _check_days(given)
    before = {name: _plain(getattr(row, name)) for name, value in given.items() if getattr(row, name) != value}
    return apply_transition(subject, unit, asset_record(row), "amend", changes=given, detail={"before": before})


def assign_asset(subject: Subject, unit: Unit, row: Row[Any], user_name: str, place: str) -> Row[Any]:
    """Give an asset out to somebody of the holder, or from one to another. Errors: 409, 412."""
    changes = {"user_name": user_name, "place": place}
    detail = {"from": row.user_name, "to": user_name, "place": place}
    return apply_transition(subject, unit, asset_record(row), "assign", changes=changes, detail=detail)


def release_asset(subject: Subject, unit: Unit, row: Row[Any], place: str, note: str) -> Row[Any]:
    """Take an asset back from its user; it is idle then. Errors: 409, 412."""
    changes, detail = {"user_name": None, "place": place}, {"from": row.user_name, "place": place}
    return apply_transition(
        subject, unit, asset_record(row), "release", changes=changes, opinion=note or None, detail=detail
    )


def send_to_repair(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Send an asset to repair; its user keeps it by name. Errors: 409, 412."""
    after = apply_transition(subject, unit, asset_record(row), "send_to_repair", opinion=reason)
    remind_of_repair(subject, unit, after)
    return after


def end_repair(subject: Subject, unit: Unit, row: Row[Any], result: str) -> Row[Any]:
    """Take an asset back from repair, to its user, or, where it has none, idle. Errors: 409, 412."""
    turn = "repair_to_use" if row.user_name else "repair_to_idle"
    after = apply_transition(subject, unit, asset_record(row), turn, opinion=result)
    close_tasks(subject, unit, row.id)
    return after


def check_organ(unit: Unit, organ: str, pointer: str) -> None:
    """Refuse an organ that there is not. Errors: :class:`AssetUnfit`."""
    if organ not in department_names(unit):
        raise AssetUnfit(pointers=[Pointer(pointer, "unknown", "没有该单位。", "There is no such organ.")])


def _check_days(given: Mapping[str, Any]) -> None:
    lost = []
    if given["bought_on"] > clock.today():
        lost.append(Pointer("/bought_on", "future", "购置日期不能晚于今天。", "The day is still to come."))
    if given["warranty_until"] is not None and given["warranty_until"] < given["bought_on"]:
        sentence = ("保修截止日期不能早于购置日期。", "The warranty ends before the asset was bought.")
        lost.append(Pointer("/warranty_until", "order", *sentence))
    if lost:
        raise AssetUnfit(pointers=lost)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

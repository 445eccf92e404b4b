"""Telling costs: in the transaction that spends, once each however often it is told."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engines.costs.models import CostEntry
from kit import clock
from kit.database import Unit
from kit.ids import new_id

CostKind = Literal["vehicles", "supplies", "repairs", "meals", "reception", "meetings"]
KINDS: Mapping[CostKind, str] = {
    "vehicles": "公务用车",
    "supplies": "办公用品",
    "repairs": "维修",
    "meals": "用餐",
    "reception": "公务接待",
    "meetings": "会议",
}


@dataclass(frozen=True)
class Cost:
    """What is told: whose cost, of which kind, on which day, how much in whole fen, and of which record."""

    key: str
    department_code: str
    kind: CostKind
    day: date
    amount_fen: int
    record_kind: str
    record_id: uuid.UUID
    record_number: str
    title: str


def record_costs(unit: Unit, costs: Sequence[Cost]) -> None:
    """Write what is new of some costs; one whose key is there already, and one of nothing, changes nothing."""
    moment = clock.now()
    rows = [
        {"id": new_id(), "recorded_at": moment, "month": cost.day.replace(day=1), **cost.__dict__}
        for cost in costs
        if cost.amount_fen
    ]
    if rows:
        make = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
        unit.write(make(CostEntry).on_conflict_do_nothing(index_elements=["key"]), rows)

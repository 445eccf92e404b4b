"""Registers: where gaps are allowed a process takes numbers in blocks; where law forbids them it counts in the act."""

import threading
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, Unit

BLOCK = 50


class NumberCounter(Model):
    """The last number that a register gave out (or reserved)."""

    __tablename__ = "number_counters"
    register: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


_blocks: WeakKeyDictionary[Engine, dict[str, list[int]]] = WeakKeyDictionary()
_lock = threading.Lock()


def next_number(unit: Unit, register: str, *, gapless: bool = False) -> int:
    """Return the next number of a register.

    A gapless number is taken in the caller's transaction and given back when it is undone; writers of the same
    register wait for each other. Otherwise a process reserves :data:`BLOCK` numbers in a transaction of its own, so
    that nobody waits for a filing to commit. SQLite has one writer anyway and counts in the caller's transaction.
    """
    if gapless or unit.dialect == "sqlite":
        return _advance(unit, register, 1)
    engine = unit.connection.engine
    with _lock:
        block = _blocks.setdefault(engine, {}).setdefault(register, [])
        if not block:
            with engine.connect() as connection:
                own = Unit(connection)
                last = _advance(own, register, BLOCK)
                own.commit()
            block.extend(range(last, last - BLOCK, -1))
        return block.pop()


def _advance(unit: Unit, register: str, by: int) -> int:
    insert = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
    statement = (
        insert(NumberCounter)
        .values(register=bindparam("register_"), last=bindparam("by"))
        .on_conflict_do_update(
            index_elements=[NumberCounter.register], set_={"last": NumberCounter.last + bindparam("by")}
        )
        .returning(NumberCounter.last)
    )
    return int(unit.write(statement, {"register_": register, "by": by}).scalar_one())

"""The tables of supplies: what there is to have, where it lies, how it moved, who asked for it, what was counted."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class StockItem(Model):
    """One entry of the catalogue of supplies (办公用品目录), kept by one organ and read by all."""

    __tablename__ = "stock_items"
    __table_args__ = (UniqueConstraint("code"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str]
    department_code: Mapped[str]
    name: Mapped[str]
    #: In what it is counted: 个, 包, 台.
    unit: Mapped[str]
    category: Mapped[str]
    #: Whole fen for one unit.
    price_fen: Mapped[int] = mapped_column(BigInteger)
    #: Whether it can be asked for; what lies in warehouses stays there.
    active: Mapped[bool]
    created_at: Mapped[datetime]


class StockWarehouse(Model):
    """A warehouse of one organ; a shared one serves every organ."""

    __tablename__ = "stock_warehouses"
    __table_args__ = (UniqueConstraint("department_code", "name"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    department_code: Mapped[str]
    name: Mapped[str]
    place: Mapped[str]
    shared: Mapped[bool]
    created_at: Mapped[datetime]


class StockLevel(Model):
    """How much of an item a warehouse has: what its moves add up to, and never less than nothing."""

    __tablename__ = "stock_levels"
    __table_args__ = (
        UniqueConstraint("warehouse_id", "item_id"),
        Index("ix_stock_levels_item_id", "item_id"),
        CheckConstraint("quantity >= 0", name="quantity"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    warehouse_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID]
    quantity: Mapped[int] = mapped_column(BigInteger)
    #: How many moves made it; each takes the next place.
    moves: Mapped[int]
    #: Below this many it is to be filled up.
    minimum: Mapped[int]
    #: Whether a task to fill it up is open.
    alerted: Mapped[bool]


class StockMove(Model):
    """One change of stock, never changed itself."""

    __tablename__ = "stock_moves"
    __table_args__ = (
        UniqueConstraint("level_id", "place"),
        Index("ix_stock_moves_warehouse_id", "warehouse_id", "id"),
        Index("ix_stock_moves_record_id", "record_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    level_id: Mapped[uuid.UUID]
    warehouse_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID]
    #: The how manieth move of its level, from 1 without gaps.
    place: Mapped[int]
    kind: Mapped[str]
    #: Positive comes in, negative goes out.
    quantity: Mapped[int] = mapped_column(BigInteger)
    #: What there is after it.
    balance: Mapped[int] = mapped_column(BigInteger)
    #: Whole fen for one unit, as it was then.
    price_fen: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    #: The request, the stocktaking or, of a transfer, the other warehouse that the move is of.
    record_kind: Mapped[str | None]
    record_id: Mapped[uuid.UUID | None]
    record_number: Mapped[str | None]
    moved_by: Mapped[uuid.UUID]
    moved_by_name: Mapped[str]
    moved_at: Mapped[datetime]


class SupplyRequest(Model):
    """What an officer asks a warehouse for, and for what purpose (办公用品请领)."""

    __tablename__ = "supply_requests"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_supply_requests_department", "department_code", "id"),
        Index("ix_supply_requests_keeper", "keeper_code", "id"),
        Index("ix_supply_requests_requester", "requester_id", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: The requester's organ, which approves and bears the cost.
    department_code: Mapped[str]
    requester_id: Mapped[uuid.UUID]
    requester_name: Mapped[str]
    warehouse_id: Mapped[uuid.UUID]
    #: The organ of the warehouse, which issues.
    keeper_code: Mapped[str]
    purpose: Mapped[str]
    #: What was issued and not returned, in whole fen; it follows from the lines under the version of the request.
    cost_fen: Mapped[int] = mapped_column(BigInteger)
    approved_by: Mapped[uuid.UUID | None]
    requested_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class SupplyRequestLine(Model):
    """One item of a request: how many were asked for, approved, issued and returned."""

    __tablename__ = "supply_request_lines"
    __table_args__ = (
        CheckConstraint("approved <= wanted", name="approved"),
        CheckConstraint("issued <= approved", name="issued"),
        CheckConstraint("returned <= issued", name="returned"),
    )
    request_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    item_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    wanted: Mapped[int]
    #: Nothing before it was approved.
    approved: Mapped[int]
    issued: Mapped[int]
    returned: Mapped[int]
    #: Whole fen for one unit when it was asked for: what is issued costs that, what is returned gives that back.
    price_fen: Mapped[int] = mapped_column(BigInteger)


class Stocktaking(Model):
    """One stocktaking (盘点) of one warehouse; there is one at a time."""

    __tablename__ = "stocktakings"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_stocktakings_department", "department_code", "id"),
        Index(
            "uq_stocktakings_open",
            "warehouse_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    warehouse_id: Mapped[uuid.UUID]
    #: The organ of the warehouse.
    department_code: Mapped[str]
    begun_by: Mapped[uuid.UUID]
    begun_by_name: Mapped[str]
    begun_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class StocktakingLine(Model):
    """One item of a stocktaking: what was expected when it began, and what was counted against which balance."""

    __tablename__ = "stocktaking_lines"
    stocktaking_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    item_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: The balance when the stocktaking began.
    expected: Mapped[int] = mapped_column(BigInteger)
    #: The balance at the moment of counting: what ``counted`` is held against.
    book: Mapped[int | None] = mapped_column(BigInteger)
    counted: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None]
    counted_by: Mapped[uuid.UUID | None]
    counted_by_name: Mapped[str | None]
    counted_at: Mapped[datetime | None]

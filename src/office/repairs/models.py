"""The tables of repairs: what a repair has beside its ticket, and what each piece of work took."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Repair(Model):
    """What was broken, as the labels on rooms and equipment name it; one for each ticket of the kind."""

    __tablename__ = "repairs"
    __table_args__ = (
        Index("ix_repairs_resource_code", "resource_code"),
        Index("ix_repairs_asset_number", "asset_number"),
    )
    ticket_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: The code in the QR label of a room.
    resource_code: Mapped[str | None]
    asset_number: Mapped[str | None]


class RepairWork(Model):
    """What one completion of a repair took; one that is done again has another."""

    __tablename__ = "repair_works"
    __table_args__ = (Index("ix_repair_works_ticket_id", "ticket_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[uuid.UUID]
    #: ``{name, quantity, price_fen}`` each, the price of one; out of stock also ``item, warehouse_id, unit``.
    parts: Mapped[list[Any]]
    parts_fen: Mapped[int] = mapped_column(BigInteger)
    labour_fen: Mapped[int] = mapped_column(BigInteger)
    work: Mapped[str]
    done_by_name: Mapped[str]
    done_at: Mapped[datetime]

"""The table of assets."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Asset(Model):
    """The card of one asset (资产卡片): what it is, whose it is, who uses it where, and what is asked of it."""

    __tablename__ = "assets"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_assets_department", "department_code", "id"),
        Index("ix_assets_receiver", "receiver_code", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    #: The class of GB/T 14885, such as A02010104.
    category: Mapped[str]
    model: Mapped[str]
    serial_number: Mapped[str]
    price_fen: Mapped[int] = mapped_column(BigInteger)
    bought_on: Mapped[date]
    warranty_until: Mapped[date | None]
    #: The organ that holds it.
    department_code: Mapped[str]
    #: Who uses it, by name; only while it is in use, or in repair and to be used again.
    user_name: Mapped[str | None]
    place: Mapped[str]
    #: The organ that a transfer is offered to, while it is.
    receiver_code: Mapped[str | None]
    #: Who asked for the transfer or the disposal that waits, and why.
    asked_by: Mapped[uuid.UUID | None]
    asked_reason: Mapped[str | None]
    #: How it was disposed of, or is to be: ``scrapped``, ``sold``, ``donated`` or ``lost``.
    disposal: Mapped[str | None]
    created_at: Mapped[datetime]
    disposed_at: Mapped[datetime | None]

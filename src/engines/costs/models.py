"""The table of costs."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class CostEntry(Model):
    """One cost of one department, of one record; never changed."""

    __tablename__ = "cost_entries"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_cost_entries_month", "department_code", "month", "kind"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: What the same cost told twice is recognised by, such as ``<record id>:fuel``.
    key: Mapped[str]
    department_code: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date]
    #: The first day of its month.
    month: Mapped[date]
    #: Whole fen; negative takes back.
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    record_number: Mapped[str]
    title: Mapped[str]
    recorded_at: Mapped[datetime]

"""The tables of indicators: the city's targets, and what cases said of each matter when they were last counted."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class IndicatorTarget(Model):
    """One target of the city's plan, as its pack says it."""

    __tablename__ = "indicator_targets"
    code: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]


class IndicatorRun(Model):
    """One counting of the cases of a period."""

    __tablename__ = "indicator_runs"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    as_of: Mapped[datetime]
    period_from: Mapped[date]
    period_to: Mapped[date]


class MatterUsage(Model):
    """What the cases of one matter came to in one counting."""

    __tablename__ = "indicator_usages"
    run_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_code: Mapped[str] = mapped_column(primary_key=True)
    matter_name: Mapped[str]
    region: Mapped[str]
    department: Mapped[str]
    topic: Mapped[str]
    filed: Mapped[int]
    filed_online: Mapped[int]
    channels: Mapped[dict[str, Any]]
    #: Materials handed in by the way in which they were satisfied.
    materials: Mapped[dict[str, Any]]
    decided: Mapped[int]
    on_time: Mapped[int]
    #: Working days from filing to delivery, of those delivered.
    delivered: Mapped[int]
    office_median: Mapped[int | None]
    office_p90: Mapped[int | None]
    total_median: Mapped[int | None]
    total_p90: Mapped[int | None]

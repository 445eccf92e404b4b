"""The tables of simulations."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Json, Model


class Simulation(Model):
    """One simulation: what is tried out over which cases, how far it is, and what came out so far."""

    __tablename__ = "simulations"
    __table_args__ = (Index("ix_simulations_owner", "owner_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[uuid.UUID]
    owner_name: Mapped[str]
    #: The scope of the officer who asked, as it was then.
    scope: Mapped[dict[str, Any]] = mapped_column(Json)
    asked: Mapped[dict[str, Any]] = mapped_column(Json)
    started_at: Mapped[datetime]
    #: How many batches are done, and after which case the next one goes on.
    batches: Mapped[int]
    position: Mapped[list[Any] | None] = mapped_column(Json)
    looked_at: Mapped[int]
    tallies: Mapped[dict[str, Any]] = mapped_column(Json)
    finished_at: Mapped[datetime | None]


class SimulationCase(Model):
    """A case that was late or decided by silence, or would have been."""

    __tablename__ = "simulation_cases"
    simulation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    matter_name: Mapped[str]
    decided_on: Mapped[date]
    due_was: Mapped[date]
    due_would_be: Mapped[date]
    late_was: Mapped[bool]
    late_would_be: Mapped[bool]
    lapsed_was: Mapped[str | None]
    lapsed_would_be: Mapped[str | None]

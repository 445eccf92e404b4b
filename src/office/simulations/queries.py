"""Reading simulations: one's own alone, since their cases are of one's own scope."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from auth import Subject
from kit.database import Unit
from office.simulations.models import Simulation, SimulationCase
from office.simulations.rules import SimulationNotFound

_columns = tuple(Simulation.__table__.c)
_case_columns = (SimulationCase.case_id.label("id"), *tuple(SimulationCase.__table__.c)[2:])


def own_simulation(unit: Unit, subject: Subject, simulation_id: uuid.UUID) -> Row[Any]:
    """Return a simulation of the subject's own. Errors: :class:`SimulationNotFound`."""
    row = unit.first(select(*_columns).where(Simulation.id == simulation_id, Simulation.owner_id == subject.id))
    if row is None:
        raise SimulationNotFound
    return row


def simulation_to_run(unit: Unit, simulation_id: uuid.UUID) -> Row[Any] | None:
    """Return a simulation for its job, kept from another worker."""
    return unit.first(select(*_columns).where(Simulation.id == simulation_id).with_for_update())


def list_own_simulations(unit: Unit, subject: Subject, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return a subject's simulations, newest first."""
    statement = select(*_columns).where(Simulation.owner_id == subject.id)
    if after is not None:
        statement = statement.where(Simulation.id < after)
    return unit.rows(statement.order_by(Simulation.id.desc()).limit(rows))


def list_simulated(
    unit: Unit, simulation_id: uuid.UUID, result: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the cases of a simulation, newest first; ``result`` narrows to late, lapsed or changed ones."""
    statement = select(*_case_columns).where(SimulationCase.simulation_id == simulation_id)
    if result == "late":
        statement = statement.where(SimulationCase.late_would_be)
    elif result == "lapsed":
        statement = statement.where(SimulationCase.lapsed_would_be.is_not(None))
    elif result == "changed":
        statement = statement.where(
            or_(
                SimulationCase.late_was != SimulationCase.late_would_be,
                SimulationCase.lapsed_was.is_distinct_from(SimulationCase.lapsed_would_be),
            )
        )
    if after is not None:
        statement = statement.where(SimulationCase.case_id < after)
    return unit.rows(statement.order_by(SimulationCase.case_id.desc()).limit(rows))

"""Simulations over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, subject, unit
from office.simulations import actions
from office.simulations.queries import list_own_simulations, list_simulated, own_simulation
from office.simulations.rules import HOLDERS, TALLIES, percentile
from office.simulations.schemas import (
    SimulatedCasePageOut,
    SimulatedCasesArgs,
    SimulationIn,
    SimulationListArgs,
    SimulationOut,
    SimulationPageOut,
)

door = Door(
    "simulations",
    audience="office",
    url_prefix="/office/v1/simulations",
    description="时限模拟: another limit or rule over past cases.",
)
LISTING, CASES = "simulations", "simulated"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(SimulationIn())
@door.response(201, SimulationOut())
@door.problems(404)
def start_simulation(arguments: dict[str, Any]) -> Response:
    """Try another limit or rule out over past cases of my scope; a job counts, nothing is changed."""
    simulation_id = actions.start_simulation(subject(), unit(), arguments)
    answer = door.answer(_shown(own_simulation(unit(), subject(), simulation_id)), 201)
    answer.headers["Location"] = f"/office/v1/simulations/{simulation_id}"
    return answer


@door.route("")
@door.arguments(SimulationListArgs(), location="query")
@door.response(200, SimulationPageOut())
def list_simulations(arguments: dict[str, Any]) -> Response:
    """List my simulations, newest first."""
    require(subject(), actions.PERMISSION)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_simulations(unit(), subject(), after, rows),
        _shown,
    )
    return door.answer(page)


@door.route("/<uuid:simulation_id>")
@door.response(200, SimulationOut())
@door.problems(404)
def get_simulation(simulation_id: uuid.UUID) -> Response:
    """Read how far a simulation of mine is, and what came out."""
    return door.answer(_shown(own_simulation(unit(), subject(), simulation_id)))


@door.route("/<uuid:simulation_id>/cases")
@door.arguments(SimulatedCasesArgs(), location="query")
@door.response(200, SimulatedCasePageOut())
@door.problems(404)
def list_simulated_cases(arguments: dict[str, Any], simulation_id: uuid.UUID) -> Response:
    """List the cases that were late or decided by silence, or would have been."""
    found = own_simulation(unit(), subject(), simulation_id)
    page = newest_first(
        context().cursors,
        f"{CASES}:{found.id}",
        arguments,
        lambda after, rows: list_simulated(unit(), found.id, arguments["result"], after, rows),
        _case,
    )
    return door.answer(page)


def _shown(row: Row[Any]) -> dict[str, Any]:
    tallies = row.tallies
    names = (*TALLIES, "granted_by_silence", "refused_by_silence")
    return {
        "id": str(row.id),
        "asked": row.asked,
        "started_at": beijing(row.started_at),
        "finished_at": beijing(row.finished_at),
        "looked_at": row.looked_at,
        **{name: tallies[name] for name in names},
        "days": {
            holder: {
                "median": percentile(tallies["days"][holder], 0.5),
                "p90": percentile(tallies["days"][holder], 0.9),
            }
            for holder in HOLDERS
        },
    }


def _case(row: Row[Any]) -> dict[str, Any]:
    return {
        "case_id": str(row.id),
        "number": row.number,
        "matter_name": row.matter_name,
        "decided_on": row.decided_on.isoformat(),
        "due_was": row.due_was.isoformat(),
        "due_would_be": row.due_would_be.isoformat(),
        "late_was": row.late_was,
        "late_would_be": row.late_would_be,
        "lapsed_was": row.lapsed_was,
        "lapsed_would_be": row.lapsed_would_be,
    }

"""Starting a simulation, and carrying it out batch by batch."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, update

from auth import DataScope, Subject, require
from engines.cases import RuleChange, Simulated, past_cases, position_of, rules_of, simulate_cases
from engines.deadlines import Limit
from engines.matters import MatterUnknown, matter_names
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles
from office.simulations.models import Simulation, SimulationCase
from office.simulations.queries import simulation_to_run
from office.simulations.rules import HOLDERS, TALLIES, check_period, no_tallies, with_days

PERMISSION = "matters.simulate"
TOPIC = "simulations.run"
BATCH = 500


def start_simulation(subject: Subject, unit: Unit, asked: Mapping[str, Any]) -> uuid.UUID:
    """Try a change out over past cases of one's scope, in a job. Errors: unknown matter, :class:`PeriodBroken`."""
    require(subject, PERMISSION)
    check_period(asked["first"], asked["last"])
    if asked["matter_code"] is not None and asked["matter_code"] not in matter_names(unit):
        raise MatterUnknown
    simulation_id = new_id()
    unit.add(
        Simulation,
        id=simulation_id,
        owner_id=subject.id,
        owner_name=subject.name,
        scope={"all": subject.scope.all_departments, "departments": sorted(subject.scope.departments)},
        asked={**asked, "first": asked["first"].isoformat(), "last": asked["last"].isoformat()},
        started_at=clock.now(),
        batches=0,
        looked_at=0,
        tallies=no_tallies(),
    )
    _enqueue(unit, simulation_id, 0)
    unit.flush()
    return simulation_id


@handles(TOPIC)
def run_batch(job: Job) -> None:
    """Simulate one batch and leave the next one as a message; a repeat finds it done."""
    unit = job.unit
    unit.begin()
    found = simulation_to_run(unit, uuid.UUID(job.payload["simulation_id"]))
    if found is None or found.finished_at or found.batches != job.payload["batch"]:
        return
    asked = found.asked
    scope = DataScope(found.scope["all"], frozenset(found.scope["departments"]))
    first, last = date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"])
    cases = past_cases(unit, scope, asked["matter_code"], first, last, _position(found.position), BATCH)
    simulated = simulate_cases(unit, cases, change_of(asked), rules_of(unit, fresh=True).calendar)
    for item in simulated:
        if item.notable:
            _keep(unit, found.id, item)
    ended = len(cases) < BATCH
    state, closed_on, case_id = position_of(cases[-1]) if cases else (None, None, None)
    unit.write(
        update(Simulation)
        .where(Simulation.id == found.id)
        .values(
            batches=found.batches + 1,
            position=[state, closed_on.isoformat(), str(case_id)] if closed_on else found.position,
            looked_at=found.looked_at + len(cases),
            tallies=_tallied(found.tallies, simulated),
            finished_at=clock.now() if ended else None,
        )
    )
    if not ended:
        _enqueue(unit, found.id, found.batches + 1)


def change_of(asked: Mapping[str, Any]) -> RuleChange:
    """Return the change that was asked for."""
    return RuleChange(
        promised=_limit(asked["promised"]),
        statutory=_limit(asked["statutory"]),
        silence=asked["silence"],
        starts=asked["starts"],
        corrections_pause=asked["corrections_pause"],
        special_procedures_pause=asked["special_procedures_pause"],
    )


def _limit(asked: Mapping[str, Any] | None) -> Limit | None:
    return None if asked is None else Limit(**asked)


def _position(kept: Sequence[Any] | None) -> tuple[str, date, uuid.UUID] | None:
    return None if kept is None else (kept[0], date.fromisoformat(kept[1]), uuid.UUID(kept[2]))


def _tallied(before: Mapping[str, Any], simulated: Sequence[Simulated]) -> dict[str, Any]:
    lapsed = [item.lapsed_would_be for item in simulated]
    return {
        **{name: before[name] + sum(bool(getattr(item, name)) for item in simulated) for name in TALLIES},
        "granted_by_silence": before["granted_by_silence"] + lapsed.count("granted"),
        "refused_by_silence": before["refused_by_silence"] + lapsed.count("refused"),
        "days": {
            holder: with_days(before["days"][holder], (_days(item.case, holder) for item in simulated))
            for holder in HOLDERS
        },
    }


def _days(case: Row[Any], holder: str) -> int:
    return int(getattr(case, f"{holder}_days"))


def _keep(unit: Unit, simulation_id: uuid.UUID, item: Simulated) -> None:
    unit.add(
        SimulationCase,
        simulation_id=simulation_id,
        case_id=item.case.id,
        number=item.case.number,
        matter_name=item.case.matter_name,
        decided_on=item.decided_on,
        due_was=item.case.due_on,
        due_would_be=item.due_would_be,
        late_was=item.late_was,
        late_would_be=item.late_would_be,
        lapsed_was=item.lapsed_was,
        lapsed_would_be=item.lapsed_would_be,
    )


def _enqueue(unit: Unit, simulation_id: uuid.UUID, batch: int) -> None:
    payload = {"simulation_id": str(simulation_id), "batch": batch}
    enqueue(unit, TOPIC, payload, key=f"simulation:{simulation_id}:{batch}")

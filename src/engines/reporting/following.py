"""Noting what is to be told: a row for each turn and each evaluation, in the order in which they were made."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from engines.cases import case_by_id
from engines.lifecycles import events_of, follows
from engines.reporting.models import SENT, WAITING, CaseReport, ReportedCase
from engines.reporting.systems import BUS, connected
from engines.reporting.turns import services_of
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue

SEND = "reporting.send"


@dataclass(frozen=True)
class Told:
    """One thing to be told: of which event, by which services, and whether it may name the case to officers."""

    event_id: uuid.UUID
    turn: str
    services: Sequence[str]
    anonymous: bool = False


@follows("case")
def note_turn(job: Job, event: Row[Any]) -> None:
    """Note what a turn of a case adds to its reports.

    Turns are heard of in any order, so that each hearing notes all turns up to now that are not noted yet. In this way
    also a case that began before the bus was connected is reported from its beginning.
    """
    if connected(job.context, BUS) is not None:
        events = events_of(job.unit, event.record_id)
        told = [Told(item.id, item.transition, services_of(item)) for item in events]
        note(job.unit, case_by_id(job.unit, event.record_id), BUS, told)


def note(unit: Unit, case: Row[Any], system: str, told: Sequence[Told]) -> None:
    """Write the rows that are not there yet, and a job that sends them."""
    of_case = CaseReport.case_id == case.id, CaseReport.system == system
    known = {row.event_id for row in unit.rows(select(CaseReport.event_id).where(*of_case))}
    fresh = [item for item in told if item.services and item.event_id not in known]
    if not fresh:
        return
    if not known and unit.first(_reported(case.id, system)) is None:
        unit.add(ReportedCase, case_id=case.id, system=system, number=None, sending_until=None)
    for item in fresh:
        for step, service in enumerate(item.services):
            _add(unit, case, system, item, step, service)
    ask_to_send(unit, case.id, system)


def note_known(
    unit: Unit, case: Row[Any], system: str, event_id: uuid.UUID, turn: str, service: str, *, anonymous: bool = False
) -> None:
    """Note what a system told us itself as taken, so that it is not told it."""
    _add(unit, case, system, Told(event_id, turn, (service,), anonymous), 0, service, state=SENT)


def ask_to_send(unit: Unit, case_id: uuid.UUID, system: str, **when: Any) -> None:
    """Leave a job that tells a system the next thing about a case."""
    enqueue(
        unit, "reporting.send", {"case_id": str(case_id), "system": system}, key=f"report:{system}:{case_id}", **when
    )


def _reported(case_id: uuid.UUID, system: str) -> Any:
    return select(ReportedCase.case_id).where(ReportedCase.case_id == case_id, ReportedCase.system == system)


def _add(unit: Unit, case: Row[Any], system: str, item: Told, step: int, service: str, *, state: str = WAITING) -> None:
    unit.add(
        CaseReport,
        id=new_id(),
        case_id=case.id,
        case_number=case.number,
        event_id=item.event_id,
        step=step,
        department_code=case.department_code,
        system=system,
        service=service,
        turn=item.turn,
        anonymous=item.anonymous,
        state=state,
        version=1,
        tries=0,
        created_at=clock.now(),
        sent_at=clock.now() if state == SENT else None,
    )

"""Case rows for the tests of the lifecycle machine, in any state."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from auth import Subject
from engines.audit import AuditEntry
from engines.cases import CASE, Case
from engines.lifecycles import LifecycleEvent, Record
from kit import clock
from kit.database import Database, Unit
from kit.ids import new_id
from tests.engines.zhoushan import TRAFFIC_POLICE

HEALTH_COMMISSION = "11330900002600894R"
TAX_BUREAU = "11330900MB15A0087E"
CONSULTED = (TAX_BUREAU,)
SIGNER_ID = new_id()
SEATED = (TRAFFIC_POLICE, HEALTH_COMMISSION)


def record_in(state: str, applicant: Subject | None = None, *, seats: tuple[str, ...] = SEATED) -> Record:
    """Return a record of the traffic police in one state, version 1, without a row; ``seats`` may review it now."""
    applicant_id = applicant.id if applicant else None
    return Record(
        CASE,
        Case,
        new_id(),
        state,
        1,
        TRAFFIC_POLICE,
        applicant_id,
        seats=seats,
        consulted=CONSULTED,
        signers=(SIGNER_ID,),
    )


def put_case(database: Database, state: str, applicant: Subject) -> Record:
    """Write a case's row and return its record."""
    record = record_in(state, applicant)
    with database.unit() as unit:
        unit.add(
            Case,
            id=record.id,
            number=str(record.id),
            matter_code="11330900002600341Y3330109023001",
            matter_revision_id=new_id(),
            matter_name="机动车驾驶证期满换证",
            topic="vehicles",
            applicant_id=applicant.id,
            applicant_kind=applicant.kind,
            applicant_name=applicant.name,
            department_code=record.department_code,
            region_code="330900",
            state=state,
            step="intake",
            round=1,
            version=record.version,
            channel="mobile",
            form_sealed="",
            submitted_at=clock.now(),
            clock_started_at=clock.now(),
            due_on=date(2026, 5, 7),
            statutory_due_on=date(2026, 5, 7),
            extension_days=0,
            special_procedures=0,
            holder="office",
            held_since=clock.now(),
            office_days=0,
            applicant_days=0,
            third_party_days=0,
            delivery_way="electronic",
        )
    return record


def standing(unit: Unit, record: Record) -> tuple[str, int]:
    """Return the stored state and version."""
    found: Any = unit.first(select(Case.state, Case.version).where(Case.id == record.id))
    return found.state, found.version


def traces(unit: Unit) -> tuple[int, int]:
    """Return how many events and audit entries there are."""
    events = unit.scalar(select(func.count()).select_from(LifecycleEvent))
    entries = unit.scalar(select(func.count()).select_from(AuditEntry))
    return int(events), int(entries)

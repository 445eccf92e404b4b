"""Runs: the list of those who may be entitled is gone through page by page, each page in a job of its own.

A page that was done is not done again, and a person is asked once in a period, so that a repeat changes nothing.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update

from auth import (
    KINDS,
    SYSTEM,
    CertificateInvalid,
    DataUse,
    Subject,
    check_certificate,
    foreseen_person,
    holders_of,
    record_data_use,
)
from engines.audit import record_act
from engines.cases import served_applicants
from engines.entitlements.definitions import Entitlement
from engines.entitlements.models import EntitlementOffer, EntitlementRun
from engines.entitlements.offers import make_offer
from engines.entitlements.refusals import RunUnderWay, RunUnknown
from engines.entitlements.storing import entitlement_by_code, entitlements_in_force
from engines.expressions import holds
from engines.matters import list_interface
from gateways.use import Use
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, handles

log = structlog.get_logger(__name__)
PAGE = 200
#: A run whose page failed for so long has been given up on, and another may begin.
LONGEST = timedelta(days=1)
#: Codes of certificate kinds as the data platform writes them (GA/T 2000.156).
_KINDS = {kind.exchange_code: kind.code for kind in KINDS.values()}
_columns = tuple(EntitlementRun.__table__.c)
#: A certificate's kind and fingerprint.
Print = tuple[str, str]


def start_run(subject: Subject, unit: Unit, entitlement: Entitlement) -> uuid.UUID:
    """Begin to go through the list of an entitlement. Errors: :class:`RunUnderWay`."""
    if _under_way(unit, entitlement.code):
        raise RunUnderWay
    run_id = new_id()
    unit.add(
        EntitlementRun,
        id=run_id,
        entitlement_code=entitlement.code,
        state="running",
        pages=0,
        listed=0,
        considered=0,
        offered=0,
        started_by=subject.name,
        started_at=clock.now(),
    )
    record_act(subject, unit, "entitlements.run", "entitlement_run", run_id, entitlement=entitlement.code)
    _next_page(unit, run_id, 1)
    return run_id


def start_daily_runs(context: Context) -> int:
    """Begin the run of every entitlement that had none today and return how many began."""
    today = clock.start_of(clock.today())
    with context.database.unit() as unit:
        begun = {
            row.entitlement_code
            for row in unit.rows(
                select(EntitlementRun.entitlement_code, func.max(EntitlementRun.started_at).label("at"))
                .group_by(EntitlementRun.entitlement_code)
                .having(func.max(EntitlementRun.started_at) >= today)
            )
        }
        waiting = [item for item in entitlements_in_force(unit) if item.code not in begun]
        due = [item for item in waiting if not _under_way(unit, item.code)]
        for item in due:
            start_run(SYSTEM, unit, item)
    return len(due)


def list_runs(unit: Unit, code: str, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return the runs of an entitlement, newest first."""
    statement = select(*_columns).where(EntitlementRun.entitlement_code == code)
    if after is not None:
        statement = statement.where(EntitlementRun.id < after)
    return unit.rows(statement.order_by(EntitlementRun.id.desc()).limit(rows))


def run_of(unit: Unit, code: str, run_id: uuid.UUID) -> Row[Any]:
    """Return one run of an entitlement. Errors: :class:`RunUnknown`."""
    row = unit.first(select(*_columns).where(EntitlementRun.id == run_id, EntitlementRun.entitlement_code == code))
    if row is None:
        raise RunUnknown
    return row


@handles("entitlements.page")
def go_through_page(job: Job) -> None:
    """Hold the people on one page against the rule and offer to those who keep it. A repeat changes nothing."""
    unit, page = job.unit, int(job.payload["page"])
    run = unit.first(select(*_columns).where(EntitlementRun.id == uuid.UUID(job.payload["run_id"])))
    if run is None or run.ended_at is not None or run.pages >= page:
        return
    found = entitlement_by_code(unit, run.entitlement_code)
    if found is None or not found[1]:
        _advance(unit, run, page, ended="withdrawn")
        return
    entitlement = found[0]
    records = _page_of(unit, job.context, entitlement, page)
    considered, offered = _consider(unit, job.context, entitlement, run.id, records)
    last = len(records) < PAGE
    _advance(unit, run, page, (len(records), considered, offered), ended="done" if last else None)
    if not last:
        _next_page(unit, run.id, page + 1)


def _under_way(unit: Unit, code: str) -> bool:
    latest = next(iter(list_runs(unit, code, None, 1)), None)
    return latest is not None and latest.ended_at is None and clock.now() - latest.started_at < LONGEST


def _next_page(unit: Unit, run_id: uuid.UUID, page: int) -> None:
    outbox.enqueue(unit, "entitlements.page", {"run_id": str(run_id), "page": page}, key=f"entitlement:{run_id}:{page}")


def _page_of(unit: Unit, context: Context, entitlement: Entitlement, page: int) -> list[dict[str, Any]]:
    use = Use(f"主动核实“{entitlement.name}”资格", entitlement.matter_code, statute=entitlement.statute)
    asked = {"pageNo": str(page), "pageSize": str(PAGE)}
    interface = list_interface(unit, entitlement.resource)
    found: list[dict[str, Any]] = context.gateways.data_sharing.query(interface, asked, use)
    return found


def _consider(
    unit: Unit, context: Context, entitlement: Entitlement, run_id: uuid.UUID, records: Sequence[Mapping[str, Any]]
) -> tuple[int, int]:
    """Return how many people were held against the rule and how many of them got an offer.

    Who was asked in this period, or has been granted it, is passed over and their record not read.
    """
    today = clock.today()
    people = _people(context, entitlement, records)
    asked = _asked(unit, entitlement, list(people), entitlement.period_of(today))
    holders = holders_of(unit, list(people))
    served = served_applicants(unit, entitlement.matter_code, list(holders.values()), entitlement.since(today))
    considered = offered = 0
    for mark, record in people.items():
        if mark in asked or holders.get(mark) in served:
            continue
        considered += 1
        _note_use(unit, entitlement, holders.get(mark) or foreseen_person(mark[1]))
        if holds(entitlement.expression, {"record": record, "today": today.isoformat()}):
            make_offer(unit, context, entitlement, run_id, mark, record)
            offered += 1
    return considered, offered


def _people(
    context: Context, entitlement: Entitlement, records: Sequence[Mapping[str, Any]]
) -> dict[Print, dict[str, Any]]:
    """Return the record of each person on a page; a line whose certificate cannot be read is left out."""
    people: dict[Print, dict[str, Any]] = {}
    for record in records:
        kind = _KINDS.get(str(record.get("idType")), "")
        try:
            number = check_certificate(kind, str(record.get("idNumber", "")))
        except CertificateInvalid:
            log.warning("entitlements.unreadable_certificate", entitlement=entitlement.code)
            continue
        mark = (kind, context.vault.fingerprint(kind, number))
        people.setdefault(mark, {name: record.get(name) for name in entitlement.titles if name in record})
    return people


def _asked(unit: Unit, entitlement: Entitlement, prints: Sequence[Print], period: str) -> set[Print]:
    rows = unit.rows(
        select(EntitlementOffer.certificate_kind, EntitlementOffer.fingerprint).where(
            EntitlementOffer.entitlement_code == entitlement.code,
            EntitlementOffer.fingerprint.in_([mark[1] for mark in prints]),
            EntitlementOffer.period == period,
        )
    )
    return {(row.certificate_kind, row.fingerprint) for row in rows}


def _note_use(unit: Unit, entitlement: Entitlement, person_id: uuid.UUID) -> None:
    use = DataUse(
        resource=entitlement.resource,
        resource_name=entitlement.resource_name,
        purpose=f"主动核实“{entitlement.name}”资格",
        outcome="used",
        matter_code=entitlement.matter_code,
        statute=entitlement.statute,
    )
    record_data_use(SYSTEM, unit, person_id, use)


def _advance(
    unit: Unit, run: Row[Any], page: int, counts: tuple[int, int, int] = (0, 0, 0), *, ended: str | None = None
) -> None:
    listed, considered, offered = counts
    unit.write(
        update(EntitlementRun)
        .where(EntitlementRun.id == run.id)
        .values(
            pages=page,
            listed=run.listed + listed,
            considered=run.considered + considered,
            offered=run.offered + offered,
            state=ended or "running",
            ended_at=clock.now() if ended else None,
        )
    )

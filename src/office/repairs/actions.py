"""What is peculiar to repairs: labels of rooms and equipment, parts and labour, and whose cost these become."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.costs import Cost, record_costs
from engines.lifecycles import follows
from engines.stock import Source, Wanted, goods_for, use_goods
from engines.tickets import complete_ticket, report_ticket, ticket_by_id
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job
from office.repairs.manifest import REPAIR
from office.repairs.models import Repair, RepairWork
from office.repairs.queries import works_of
from office.repairs.rules import cost_of_parts, part_of

#: The turns by which a reporter, or their silence, accepts what was done.
ACCEPTED = ("accept", "accept_badly", "accept_by_default")


def report_repair(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> Row[Any]:
    """Report a repair and return its ticket. Errors: as :func:`engines.tickets.report_ticket`."""
    row = report_ticket(subject, unit, REPAIR, given)
    unit.add(Repair, ticket_id=row.id, resource_code=given["resource_code"], asset_number=given["asset_number"])
    return row


def complete_repair(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Say what was done and what it took; parts out of stock leave it with this, at their price of now.

    A completion tells what its own work took: what an earlier one took has left the warehouse with that.
    Errors: as :func:`engines.tickets.complete_ticket`; :class:`SuppliesUnfit`, :class:`StockShort`.
    """
    wanted = {
        place: Wanted(f"/parts/{place}", part["item"], part["warehouse_id"], part["quantity"])
        for place, part in enumerate(given["parts"])
        if part["item"] is not None
    }
    goods = dict(zip(wanted, goods_for(subject, unit, row.department_code, [*wanted.values()]), strict=True))
    parts = [part_of(part, goods.get(place)) for place, part in enumerate(given["parts"])]
    told = {"parts_fen": cost_of_parts(parts), "labour_fen": given["labour_fen"]}
    after = complete_ticket(subject, unit, row, given["work"], given["photos"], told)
    source = Source(REPAIR.code, row.id, row.number)
    use_goods(subject, unit, source, [*goods.values()], f"维修{row.number}：{row.title}")
    unit.add(
        RepairWork,
        id=new_id(),
        ticket_id=row.id,
        parts=parts,
        work=given["work"],
        done_by_name=subject.actor.name,
        done_at=clock.now(),
        **told,
    )
    return after


@follows(REPAIR.code)
def tell_costs(job: Job, event: Row[Any]) -> None:
    """Tell what an accepted repair took as a cost of its reporter's department; each piece of work once."""
    if event.transition not in ACCEPTED:
        return
    row, day = ticket_by_id(job.unit, event.record_id), clock.local(event.at).date()
    record_costs(
        job.unit,
        [
            Cost(
                key=f"{work.id}:repair",
                department_code=row.reporter_department,
                kind="repairs",
                day=day,
                amount_fen=work.parts_fen + work.labour_fen,
                record_kind=REPAIR.code,
                record_id=row.id,
                record_number=row.number,
                title=row.title,
            )
            for work in works_of(job.unit, row.id)
        ],
    )

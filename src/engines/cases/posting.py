"""Post by the carrier that the city has connected: a job orders the waybill, and the parcel is followed to its door.

A parcel that the carrier has delivered is served on the day that it says, as the law of civil procedure counts post
(民事诉讼法 第九十一条); the applicant need confirm nothing. One that comes back, or that the carrier will not take,
goes to the office.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update

from auth import SYSTEM, Subject
from engines.cases.models import CaseDelivery
from engines.cases.queries import case_by_id, delivery_of
from engines.cases.rules import TrackingNumberNeeded
from engines.cases.tasks import open_case_task
from engines.cases.turning import take_turn
from engines.inbox import close_tasks
from engines.lifecycles import run_due
from engines.matters import revision
from engines.workdays import load_calendar
from gateways import SourceRefused
from gateways.express import Parcel
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.fields import beijing
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

TOPIC = "cases.order_waybill"
EVERY = timedelta(minutes=30)
#: After this time nobody asks the carrier any more.
LONGEST_WAY = timedelta(days=60)
BATCH = 50
#: Working days within which the office looks at a parcel that did not go.
TROUBLE_DAYS = 2


def order_parcel(subject: Subject, unit: Unit, context: Context, case: Row[Any]) -> Row[Any]:
    """Leave the waybill of a result to be ordered; its number comes with the next turn.

    Errors: :class:`TrackingNumberNeeded` where no carrier is connected.
    """
    express = context.gateways.express
    if express is None:
        pointers = [
            Pointer(f"/{name}", "required", zh, en)
            for name, zh, en in (
                ("carrier", "请填写承运人。", "State the carrier."),
                ("tracking_number", "请填写运单号。", "State the tracking number."),
            )
        ]
        raise TrackingNumberNeeded(pointers=pointers)
    before, order_id = delivery_of(unit, case.id), new_id()
    after = take_turn(subject, unit, case, "dispatch", detail={"carrier": express.carrier})
    unit.write(delete(CaseDelivery).where(CaseDelivery.case_id == case.id))
    unit.add(
        CaseDelivery,
        case_id=case.id,
        recipient_sealed=before.recipient_sealed if before else None,
        carrier=express.carrier,
        order_id=order_id,
    )
    enqueue(unit, TOPIC, {"case_id": str(case.id), "order_id": str(order_id)}, key=str(order_id))
    close_tasks(subject, unit, case.id, kind="deliver")
    return after


@handles(TOPIC)
def order_waybill(job: Job) -> None:
    """Order the waybill and keep its number; the order's id is the key by which the carrier recognises a repeat."""
    case_id, order_id = uuid.UUID(job.payload["case_id"]), uuid.UUID(job.payload["order_id"])
    case, sent = case_by_id(job.unit, case_id), delivery_of(job.unit, case_id)
    if sent is None or sent.order_id != order_id or sent.tracking_number is not None or case.state != "done":
        return  # Another parcel took its place, or it was ordered before.
    express = job.context.gateways.express
    if express is None:
        _give_back(job.unit, case, "寄递平台未接通，请自行寄出并填写运单号")
        return
    try:
        number = express.order(_parcel(job, case, sent), str(order_id))
    except SourceRefused as problem:
        if problem.transient:
            raise
        _give_back(job.unit, case, f"寄递下单被拒绝（{problem.values['reason']}），请核对地址后重新寄出")
        return
    take_turn(SYSTEM, job.unit, case, "post", detail={"carrier": sent.carrier, "tracking_number": number})
    moment = clock.now()
    _change(job.unit, case_id, tracking_number=number, dispatched_at=moment, follow_at=moment + EVERY)


def follow_parcels(context: Context) -> int:
    """Ask the carrier for the parcels whose time has come and return how many were looked at."""
    return 0 if context.gateways.express is None else run_due(context, _underway, _follow)


def _underway(unit: Unit) -> Sequence[Row[Any]]:
    due = select(CaseDelivery.case_id.label("id")).where(CaseDelivery.follow_at <= clock.now())
    return unit.rows(due.order_by(CaseDelivery.follow_at, CaseDelivery.case_id).limit(BATCH))


def _follow(unit: Unit, context: Context, case_id: uuid.UUID) -> None:
    case, sent = case_by_id(unit, case_id), delivery_of(unit, case_id)
    if sent is None or sent.follow_at is None or sent.follow_at > clock.now():
        return
    if case.state != "done" or sent.dispatched_at < clock.now() - LONGEST_WAY:
        _change(unit, case_id, follow_at=None)
        return
    scans = context.gateways.express.track(sent.tracking_number)
    last = scans[-1] if scans else None
    stage = last.stage if last else None
    if last is not None and stage == "delivered":
        told = {"way": "post", "tracking_number": sent.tracking_number, "arrived_at": beijing(last.at)}
        take_turn(SYSTEM, unit, case, "arrive", detail=told)
        _change(unit, case_id, stage=stage, follow_at=None, received_at=last.at)
    elif stage == "returned":
        _give_back(unit, case, f"邮件 {sent.tracking_number} 被退回，请联系申请人后重新寄出")
        _change(unit, case_id, stage=stage, follow_at=None)
    else:
        _change(unit, case_id, stage=stage, follow_at=clock.now() + EVERY)


def _parcel(job: Job, case: Row[Any], sent: Row[Any]) -> Parcel:
    to = job.context.vault.open_json(sent.recipient_sealed)
    sender = revision(job.unit, case.matter_revision_id).content.raw["department_name"]
    return Parcel(to["name"], to["phone"], to["address"], sender, case.number)


def _give_back(unit: Unit, case: Row[Any], title: str) -> None:
    """Let the office send it again."""
    due_on = load_calendar(unit).add_working_days(clock.today(), TROUBLE_DAYS)
    open_case_task(unit, case, "deliver", title, "cases.deliver", due_on=due_on, limit_days=TROUBLE_DAYS)
    _change(unit, case.id, order_id=None)


def _change(unit: Unit, case_id: uuid.UUID, **values: Any) -> None:
    unit.write(update(CaseDelivery).where(CaseDelivery.case_id == case_id).values(**values))

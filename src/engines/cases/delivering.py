"""Delivery (送达, 行政许可法 第四十四条): electronic by a job, over the counter, or by post with a tracking number."""

import uuid
from typing import Any

from sqlalchemy import Row, delete

from auth import SYSTEM, Subject
from engines.cases.models import CaseDelivery
from engines.cases.posting import order_parcel
from engines.cases.queries import case_by_id, delivery_of, record_of
from engines.cases.rules import NotDeliveredSo
from engines.cases.turning import take_turn
from engines.inbox import close_tasks
from engines.lifecycles import check_transition
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.outbox import Job, handles


@handles("cases.deliver")
def deliver_result(job: Job) -> None:
    """Mark a decided case delivered: the result lies in the applicant's account. A repeat changes nothing."""
    case = case_by_id(job.unit, uuid.UUID(job.payload["case_id"]))
    if case.state == "done":
        take_turn(SYSTEM, job.unit, case, "deliver", detail={"way": "electronic"})


def dispatch_result(
    subject: Subject, unit: Unit, context: Context, case: Row[Any], carrier: str, tracking_number: str
) -> Row[Any]:
    """Send the result by post; the applicant sees carrier and tracking number. A second parcel replaces the first.

    Without a tracking number the waybill is ordered from the carrier that the city has connected.
    Errors: :class:`NotDeliveredSo` when the applicant chose another way; :class:`TrackingNumberNeeded`.
    """
    check_transition(subject, record_of(case), "dispatch")
    check_way(case, "post")
    if not (carrier and tracking_number):
        return order_parcel(subject, unit, context, case)
    before = delivery_of(unit, case.id)
    after = take_turn(subject, unit, case, "dispatch", detail={"carrier": carrier, "tracking_number": tracking_number})
    unit.write(delete(CaseDelivery).where(CaseDelivery.case_id == case.id))
    unit.add(
        CaseDelivery,
        case_id=case.id,
        recipient_sealed=before.recipient_sealed if before else None,
        carrier=carrier,
        tracking_number=tracking_number,
        dispatched_at=clock.now(),
    )
    close_tasks(subject, unit, case.id, kind="deliver")
    return after


def hand_over_result(subject: Subject, unit: Unit, case: Row[Any], received_by: str) -> Row[Any]:
    """Hand the result over at the counter to somebody who showed a certificate."""
    check_transition(subject, record_of(case), "hand_over")
    check_way(case, "counter")
    after = take_turn(subject, unit, case, "hand_over", detail={"way": "counter", "received_by": received_by})
    close_tasks(subject, unit, case.id, kind="deliver")
    return after


def confirm_receipt(subject: Subject, unit: Unit, case: Row[Any]) -> Row[Any]:
    """Say that the parcel came. Errors: :class:`NotDeliveredSo` before it was sent."""
    check_transition(subject, record_of(case), "confirm_receipt")
    check_way(case, "post")
    sent = delivery_of(unit, case.id)
    if sent is None or sent.dispatched_at is None:
        raise NotDeliveredSo(way="post")
    return take_turn(
        subject, unit, case, "confirm_receipt", detail={"way": "post", "tracking_number": sent.tracking_number}
    )


def delivery_answer(unit: Unit, context: Context, case: Row[Any]) -> dict[str, Any]:
    """Return how the result goes out and how far it is."""
    found = delivery_of(unit, case.id) if case.delivery_way != "electronic" else None
    answer: dict[str, Any] = {"way": case.delivery_way}
    if found is not None:
        answer["recipient"] = context.vault.open_json(found.recipient_sealed) if found.recipient_sealed else None
        answer["carrier"] = found.carrier
        answer["tracking_number"] = found.tracking_number
        answer["stage"] = found.stage
    return answer


def check_way(case: Row[Any], way: str) -> None:
    """Refuse a turn of another way of delivery. Errors: :class:`NotDeliveredSo`."""
    if case.delivery_way != way:
        raise NotDeliveredSo(way=case.delivery_way)

"""Starting a payment of a case's fee, and handing it to the platform."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, update

from auth import SYSTEM, Subject
from engines.cases import CASE
from engines.lifecycles import Record, apply_transition, follows, write_event
from engines.matters import revision
from engines.payments.lifecycle import PAYMENT, START, record_of
from engines.payments.models import Payment
from engines.payments.queries import payments_of
from engines.payments.refusals import CaseNotPayable, FeeUnknown, PaymentNotConnected, PaymentSettled
from gateways.payment import Order
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id
from kit.outbox import Job

#: States of a case in which nothing is due.
FREE = ("signing", "not_accepted", "returned", "withdrawn")
#: Days in which an order can be paid, and how often the platform is asked when its notice does not come.
PAYABLE_DAYS = 2
EVERY = timedelta(minutes=5)


def start_payment(subject: Subject, unit: Unit, case: Row[Any], fee: str) -> uuid.UUID:
    """Start the payment of a fee of a case and return it; the one that stands already is returned again.

    ``subject`` is the applicant, maybe represented. Errors: :class:`FeeUnknown`, :class:`CaseNotPayable`.
    """
    if case.state in FREE:
        raise CaseNotPayable
    charged = _fee(unit, case, fee)
    standing = [row.id for row in payments_of(unit, case.id) if row.fee == fee and row.state != "closed"]
    if standing:
        return uuid.UUID(str(standing[0]))
    payment_id = new_id()
    number = f"{case.number}F{payment_id.hex[-6:].upper()}"
    unit.add(
        Payment,
        id=payment_id,
        number=number,
        case_id=case.id,
        matter_name=case.matter_name,
        applicant_id=case.applicant_id,
        department_code=case.department_code,
        fee=fee,
        basis=charged["basis"],
        amount=charged["amount"],
        state=START.target,
        version=1,
        started_at=clock.now(),
    )
    record = Record(PAYMENT, Payment, payment_id, "", 0, case.department_code, case.applicant_id)
    write_event(subject, unit, record, START, detail={"number": number, "fee": fee, "amount": charged["amount"]})
    unit.flush()
    return payment_id


def order_page(unit: Unit, context: Context, payment: Row[Any]) -> str:
    """Hand a payment to the platform and return the page on which it is paid; again is the same order.

    Errors: :class:`PaymentNotConnected`, :class:`PaymentSettled`, those of the platform.
    """
    platform, moment = context.gateways.payment, clock.now()
    if platform is None:
        raise PaymentNotConnected
    if payment.state != "created":
        raise PaymentSettled
    page = platform.order(
        Order(
            payment.number,
            payment.amount,
            f"{payment.matter_name}：{payment.fee}"[:60],
            f"{context.settings.public_url}/integration/v1/payment_callbacks",
            clock.today() + timedelta(days=PAYABLE_DAYS),
        )
    )
    unit.write(update(Payment).where(Payment.id == payment.id).values(ordered_at=moment, follow_at=moment + EVERY))
    return str(page)


@follows(CASE.code)
def close_with_case(job: Job, event: Row[Any]) -> None:
    """Close what nobody paid when its case ended without an answer; money that comes all the same goes back."""
    if event.to_state in FREE and event.from_state != event.to_state:
        for row in payments_of(job.unit, event.record_id):
            if row.state == "created":
                apply_transition(SYSTEM, job.unit, record_of(row), "close")


def _fee(unit: Unit, case: Row[Any], name: str) -> Mapping[str, Any]:
    fees = revision(unit, case.matter_revision_id).content.raw["fees"]
    found = next((fee for fee in fees if fee["name"] == name and fee.get("amount")), None)
    if found is None:
        raise FeeUnknown(pointers=[Pointer("/fee", "unknown", "没有此项费用。", "There is no such fee.")])
    return dict(found)

"""The daily comparison (对账): each day's file of the platform against what we have.

Money that the file knows and we do not is taken in from it: a notice that never came loses nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.payments.models import (
    Payment,
    PaymentDifference,
    PaymentReceipt,
    PaymentReconciliation,
    PaymentRefund,
)
from engines.payments.refusals import ReconciliationUnknown
from engines.payments.settling import take_trade
from gateways.payment import Line, Trade
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id

#: The platform's file of a day is there from this hour of the next one; days that were missed are made up for.
FROM = time(6)
DAYS_BACK = 3


@dataclass(frozen=True)
class _Ours:
    """One payment or refund as we have it."""

    order_number: str
    department_code: str
    amount: int


def reconcile_when_due(context: Context) -> int:
    """Compare the days whose files are there and were not compared yet; return how many that were."""
    platform, local = context.gateways.payment, clock.local(clock.now())
    if platform is None or local.time() < FROM:
        return 0
    days = [local.date() - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    with context.database.unit() as unit:
        made = select(PaymentReconciliation.day).where(PaymentReconciliation.day.in_(days))
        done = {row.day for row in unit.rows(made)}
    wanted = [day for day in days if day not in done]
    for day in wanted:
        lines = platform.lines(day)
        with context.database.unit() as unit:
            reconcile(unit, day, lines)
    return len(wanted)


def reconcile(unit: Unit, day: date, lines: Sequence[Line]) -> uuid.UUID:
    """Compare one day's file with what we have, write every difference, and return the comparison."""
    reconciliation_id, found = new_id(), 0
    ours = {("pay", number): item for number, item in _received(unit, day).items()}
    ours |= {("refund", number): item for number, item in _sent_back(unit, day).items()}
    theirs = {(str(line.kind), line.number): line for line in lines}
    for kind, number in sorted(ours.keys() | theirs.keys()):
        mine, line = ours.get((kind, number)), theirs.get((kind, number))
        if mine and line and mine.amount == line.amount:
            continue
        found += 1
        order_number = line.order_number if line else mine.order_number if mine else ""
        unit.add(
            PaymentDifference,
            id=new_id(),
            reconciliation_id=reconciliation_id,
            kind=kind,
            what="amount" if mine and line else "missing_here" if line else "missing_there",
            order_number=order_number,
            number=number,
            department_code=mine.department_code if mine else _department(unit, order_number),
            ours=mine.amount if mine else None,
            theirs=line.amount if line else None,
            mended=_mended(unit, day, line) if line and not mine else False,
        )
    unit.add(
        PaymentReconciliation,
        id=reconciliation_id,
        day=day,
        lines=len(lines),
        differences=found,
        made_at=clock.now(),
    )
    return reconciliation_id


def list_reconciliations(unit: Unit, *, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return the comparisons, newest first."""
    statement = select(*PaymentReconciliation.__table__.c)
    if after is not None:
        statement = statement.where(PaymentReconciliation.id < after)
    return unit.rows(statement.order_by(PaymentReconciliation.id.desc()).limit(rows))


def differences_of(unit: Unit, subject: Subject, reconciliation_id: uuid.UUID) -> tuple[Row[Any], Sequence[Row[Any]]]:
    """Return a comparison, and its differences of the departments in an officer's scope.

    One that belongs to no payment of ours is seen by who sees the whole city. Errors: :class:`ReconciliationUnknown`.
    """
    made = PaymentReconciliation.__table__.c
    row = unit.first(select(*made).where(made.id == reconciliation_id))
    if row is None:
        raise ReconciliationUnknown
    columns, scope = PaymentDifference.__table__.c, subject.reach("payments.reconcile")
    statement = select(*columns).where(columns.reconciliation_id == reconciliation_id)
    if not scope.all_departments:
        statement = statement.where(columns.department_code.in_(sorted(scope.departments)))
    return row, unit.rows(statement.order_by(columns.id))


def _received(unit: Unit, day: date) -> dict[str, _Ours]:
    receipt = PaymentReceipt.__table__.c
    rows = unit.rows(
        select(receipt.trade_number.label("found"), receipt.amount, Payment.number, Payment.department_code)
        .join(Payment, Payment.id == receipt.payment_id)
        .where(receipt.paid_at >= clock.start_of(day), receipt.paid_at < clock.start_of(day + timedelta(days=1)))
    )
    return {row.found: _Ours(row.number, row.department_code, row.amount) for row in rows}


def _sent_back(unit: Unit, day: date) -> dict[str, _Ours]:
    refund = PaymentRefund.__table__.c
    rows = unit.rows(
        select(refund.number.label("found"), refund.amount, Payment.number, Payment.department_code)
        .join(Payment, Payment.id == refund.payment_id)
        .where(refund.done_at >= clock.start_of(day), refund.done_at < clock.start_of(day + timedelta(days=1)))
    )
    return {row.found: _Ours(row.number, row.department_code, row.amount) for row in rows}


def _department(unit: Unit, order_number: str) -> str | None:
    found: str | None = unit.scalar(select(Payment.department_code).where(Payment.number == order_number))
    return found


def _mended(unit: Unit, day: date, line: Line) -> bool:
    """Take in money that we had not heard of."""
    if line.kind != "pay" or _department(unit, line.order_number) is None:
        return False
    noon = datetime.combine(day, time(12), clock.BEIJING)
    take_trade(unit, line.order_number, Trade(line.number, line.amount, noon))
    return True

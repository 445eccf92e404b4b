"""Every SELECT on payments. Those that concern other people's take the subject's scope."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.cases import case_for_applicant
from engines.payments.models import Payment, PaymentReceipt, PaymentRefund
from engines.payments.refusals import PaymentNotFound
from kit.database import Unit

_columns = tuple(Payment.__table__.c)


def own_payment(unit: Unit, subject: Subject, payment_id: uuid.UUID) -> Row[Any]:
    """Return a payment of a subject's case, or of one that they filed under a mandate that runs.

    Errors: :class:`PaymentNotFound`, and 404 for a case of others.
    """
    row = payment_by_id(unit, payment_id)
    if row.applicant_id != subject.id:
        case_for_applicant(unit, subject, row.case_id)
    return row


def list_own_payments(
    unit: Unit, subject: Subject, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's payments, newest first."""
    statement = select(*_columns).where(Payment.applicant_id == subject.id)
    if state is not None:
        statement = statement.where(Payment.state == state)
    if after is not None:
        statement = statement.where(Payment.id < after)
    return unit.rows(statement.order_by(Payment.id.desc()).limit(rows))


def payment_for_officer(unit: Unit, subject: Subject, payment_id: uuid.UUID) -> Row[Any]:
    """Return a payment in an officer's scope. Errors: :class:`PaymentNotFound`."""
    row = payment_by_id(unit, payment_id)
    if not subject.reach("payments.read").covers(row.department_code):
        raise PaymentNotFound
    return row


def list_payments_for_officer(
    unit: Unit, subject: Subject, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the payments of the departments in an officer's scope, newest first."""
    statement, scope = select(*_columns), subject.reach("payments.read")
    if not scope.all_departments:
        statement = statement.where(Payment.department_code.in_(sorted(scope.departments)))
    if state is not None:
        statement = statement.where(Payment.state == state)
    if after is not None:
        statement = statement.where(Payment.id < after)
    return unit.rows(statement.order_by(Payment.id.desc()).limit(rows))


def payment_by_id(unit: Unit, payment_id: uuid.UUID) -> Row[Any]:
    """Return a payment for a job of the system. Errors: :class:`PaymentNotFound`."""
    row = unit.first(select(*_columns).where(Payment.id == payment_id))
    if row is None:
        raise PaymentNotFound
    return row


def lock_payment(unit: Unit, number: str) -> Row[Any] | None:
    """Return a payment by its number, held until the transaction ends: two notices of it take turns."""
    unit.begin()
    return unit.first(select(*_columns).where(Payment.number == number).with_for_update())


def payments_of(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the payments of a case, oldest first."""
    return unit.rows(select(*_columns).where(Payment.case_id == case_id).order_by(Payment.id))


def refunds_of(unit: Unit, payment_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the refunds of a payment, oldest first."""
    columns = PaymentRefund.__table__.c
    return unit.rows(select(*columns).where(columns.payment_id == payment_id).order_by(columns.id))


def receipt_of(unit: Unit, trade_number: str) -> Row[Any] | None:
    """Return money that came, by the platform's number, or None."""
    columns = PaymentReceipt.__table__.c
    return unit.first(select(*columns).where(columns.trade_number == trade_number))

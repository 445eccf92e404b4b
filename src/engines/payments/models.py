"""The tables of payments: what is to be paid, what came, what goes back, and the daily comparison."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

FOLLOWED = "follow_at IS NOT NULL"


class Payment(Model):
    """One fee of one case. Amounts are whole fen."""

    __tablename__ = "payments"
    __table_args__ = (
        Index("ix_payments_applicant", "applicant_id", "id"),
        Index("ix_payments_case", "case_id"),
        Index("ix_payments_department", "department_code", "id"),
        Index("ix_payments_follow", "follow_at", "id", postgresql_where=text(FOLLOWED), sqlite_where=text(FOLLOWED)),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[uuid.UUID]
    matter_name: Mapped[str]
    applicant_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    fee: Mapped[str]
    basis: Mapped[str]
    amount: Mapped[int]
    state: Mapped[str]
    version: Mapped[int]
    started_at: Mapped[datetime]
    #: When the platform was last given the order, and when it is to be asked what became of it.
    ordered_at: Mapped[datetime | None]
    follow_at: Mapped[datetime | None]
    #: The platform's number of the payment that settled it.
    trade_number: Mapped[str | None]
    paid_at: Mapped[datetime | None]


class PaymentReceipt(Model):
    """Money that came, by the platform's number: a notification that comes twice finds it here."""

    __tablename__ = "payment_receipts"
    __table_args__ = (Index("ix_payment_receipts_paid_at", "paid_at"),)

    trade_number: Mapped[str] = mapped_column(primary_key=True)
    payment_id: Mapped[uuid.UUID]
    amount: Mapped[int]
    paid_at: Mapped[datetime]
    #: ``kept`` settled the payment; ``surplus`` and ``wrong_amount`` go back.
    standing: Mapped[str]


class PaymentRefund(Model):
    """Money that goes back whole, as asked by an officer and approved by another, or since it settled nothing."""

    __tablename__ = "payment_refunds"
    __table_args__ = (
        Index("ix_payment_refunds_payment", "payment_id"),
        Index("ix_payment_refunds_done_at", "done_at"),
        Index(
            "ix_payment_refunds_follow", "follow_at", "id", postgresql_where=text(FOLLOWED), sqlite_where=text(FOLLOWED)
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    payment_id: Mapped[uuid.UUID]
    trade_number: Mapped[str]
    amount: Mapped[int]
    reason: Mapped[str]
    #: ``asked``, ``refused``, ``approved``, ``sent`` (the platform has it), ``done`` or ``failed``.
    state: Mapped[str]
    asked_by: Mapped[uuid.UUID | None]
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    follow_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    done_at: Mapped[datetime | None]


class PaymentReconciliation(Model):
    """The comparison of one day's file with what we have."""

    __tablename__ = "payment_reconciliations"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    lines: Mapped[int]
    differences: Mapped[int]
    made_at: Mapped[datetime]


class PaymentDifference(Model):
    """One thing that the two sides see differently; ``mended`` where the file told us what we had missed."""

    __tablename__ = "payment_differences"
    __table_args__ = (Index("ix_payment_differences_reconciliation", "reconciliation_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reconciliation_id: Mapped[uuid.UUID]
    #: ``pay`` or ``refund``; ``missing_here``, ``missing_there`` or ``amount``.
    kind: Mapped[str]
    what: Mapped[str]
    order_number: Mapped[str]
    number: Mapped[str]
    department_code: Mapped[str | None]
    ours: Mapped[int | None]
    theirs: Mapped[int | None]
    mended: Mapped[bool]

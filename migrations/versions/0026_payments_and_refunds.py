"""Payments, what came, what goes back, and the daily comparison

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FOLLOWED = sa.text("follow_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("matter_name", sa.Text(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("fee", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ordered_at", UtcDateTime(), nullable=True),
        sa.Column("follow_at", UtcDateTime(), nullable=True),
        sa.Column("trade_number", sa.Text(), nullable=True),
        sa.Column("paid_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("number", name=op.f("uq_payments_number")),
    )
    op.create_index("ix_payments_applicant", "payments", ["applicant_id", "id"])
    op.create_index("ix_payments_case", "payments", ["case_id"])
    op.create_index("ix_payments_department", "payments", ["department_code", "id"])
    op.create_index(
        "ix_payments_follow", "payments", ["follow_at", "id"], postgresql_where=FOLLOWED, sqlite_where=FOLLOWED
    )
    op.create_table(
        "payment_receipts",
        sa.Column("trade_number", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid_at", UtcDateTime(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("trade_number", name=op.f("pk_payment_receipts")),
    )
    op.create_index("ix_payment_receipts_paid_at", "payment_receipts", ["paid_at"])
    op.create_table(
        "payment_refunds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("trade_number", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("follow_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_refunds")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_refunds_number")),
    )
    op.create_index("ix_payment_refunds_payment", "payment_refunds", ["payment_id"])
    op.create_index("ix_payment_refunds_done_at", "payment_refunds", ["done_at"])
    op.create_index(
        "ix_payment_refunds_follow",
        "payment_refunds",
        ["follow_at", "id"],
        postgresql_where=FOLLOWED,
        sqlite_where=FOLLOWED,
    )
    op.create_table(
        "payment_reconciliations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_reconciliations")),
        sa.UniqueConstraint("day", name=op.f("uq_payment_reconciliations_day")),
    )
    op.create_table(
        "payment_differences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reconciliation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=True),
        sa.Column("ours", sa.Integer(), nullable=True),
        sa.Column("theirs", sa.Integer(), nullable=True),
        sa.Column("mended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_differences")),
    )
    op.create_index("ix_payment_differences_reconciliation", "payment_differences", ["reconciliation_id", "id"])


def downgrade() -> None:
    for name in (
        "payment_differences",
        "payment_reconciliations",
        "payment_refunds",
        "payment_receipts",
        "payments",
    ):
        op.drop_table(name)

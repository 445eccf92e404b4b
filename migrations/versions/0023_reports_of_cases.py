"""Reports of cases to outside systems

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

UNSENT = sa.text("state <> 'sent'")


def upgrade() -> None:
    op.create_table(
        "reported_cases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("sending_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "system", name=op.f("pk_reported_cases")),
    )
    op.create_index("ix_reported_cases_number", "reported_cases", ["number"])
    op.create_table(
        "case_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answer_code", sa.Text(), nullable=True),
        sa.Column("answer_message", sa.Text(), nullable=True),
        sa.Column("body_sealed", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reports")),
        sa.UniqueConstraint("event_id", "system", "service", name=op.f("uq_case_reports_event_id_system_service")),
    )
    op.create_index("ix_case_reports_case", "case_reports", ["case_id", "system", "event_id", "step"])
    op.create_index("ix_case_reports_number", "case_reports", ["case_number"])
    op.create_index("ix_case_reports_department", "case_reports", ["department_code", "id"])
    op.create_index(
        "ix_case_reports_unsent",
        "case_reports",
        ["department_code", "state", "id"],
        postgresql_where=UNSENT,
        sqlite_where=UNSENT,
    )


def downgrade() -> None:
    op.drop_table("case_reports")
    op.drop_table("reported_cases")

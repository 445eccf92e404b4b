"""Supervision matters, who has a seat in them, and what happens to each

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "supervision_escalations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("issued_by_name", sa.Text(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_name", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_escalations")),
    )
    op.create_index(
        "ix_supervision_escalations_matter_id", "supervision_escalations", ["matter_id", "id"], unique=False
    )
    op.create_table(
        "supervision_extensions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_extensions")),
    )
    op.create_index("ix_supervision_extensions_matter_id", "supervision_extensions", ["matter_id", "id"], unique=False)
    op.create_table(
        "supervision_look_backs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by_name", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("looked_by_name", sa.Text(), nullable=True),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_look_backs")),
    )
    op.create_index("ix_supervision_look_backs_matter_id", "supervision_look_backs", ["matter_id", "id"], unique=False)
    op.create_index(
        "ix_supervision_look_backs_planned",
        "supervision_look_backs",
        ["planned_on", "id"],
        unique=False,
        postgresql_where=sa.text("outcome IS NULL"),
        sqlite_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "supervision_matters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("supervisor_code", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("importance", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source", Json, nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("yellow_on", sa.Date(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("report_due_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("escalation", sa.Text(), nullable=True),
        sa.Column("urged_on", sa.Date(), nullable=True),
        sa.Column("registered_at", UtcDateTime(), nullable=False),
        sa.Column("assigned_at", UtcDateTime(), nullable=True),
        sa.Column("signed_for_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_matters")),
        sa.UniqueConstraint("source_key", name=op.f("uq_supervision_matters_source_key")),
    )
    op.create_index(
        "ix_supervision_matters_open",
        "supervision_matters",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_supervision_matters_owing",
        "supervision_matters",
        ["report_due_on", "id"],
        unique=False,
        postgresql_where=sa.text("report_due_on IS NOT NULL"),
        sqlite_where=sa.text("report_due_on IS NOT NULL"),
    )
    op.create_index("ix_supervision_matters_parent_id", "supervision_matters", ["parent_id"], unique=False)
    op.create_index("ix_supervision_matters_root_id", "supervision_matters", ["root_id"], unique=False)
    op.create_table(
        "supervision_milestones",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("matter_id", "position", name=op.f("pk_supervision_milestones")),
    )
    op.create_table(
        "supervision_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("milestone", sa.Integer(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("reported_by_name", sa.Text(), nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("reviewed_by_name", sa.Text(), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_reports")),
    )
    op.create_index("ix_supervision_reports_matter_id", "supervision_reports", ["matter_id", "id"], unique=False)
    op.create_table(
        "supervision_seats",
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("department_code", "role", "matter_id", name=op.f("pk_supervision_seats")),
    )
    op.create_index("ix_supervision_seats_matter_id", "supervision_seats", ["matter_id"], unique=False)


def downgrade() -> None:
    for table in ("seats", "reports", "milestones", "matters", "look_backs", "extensions", "escalations"):
        op.drop_table(f"supervision_{table}")

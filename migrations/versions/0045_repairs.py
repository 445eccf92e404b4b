"""Tickets, and repairs as their first kind

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_name", sa.Text(), nullable=False),
        sa.Column("reporter_department", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("category_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("hours", Json, nullable=False),
        sa.Column("photos", Json, nullable=False),
        sa.Column("outcome_photos", Json, nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_name", sa.Text(), nullable=True),
        sa.Column("firm", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("completed_by", sa.Uuid(), nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("promised_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("soon_at", UtcDateTime(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("dispatched_at", UtcDateTime(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("accept_by", sa.Date(), nullable=True),
        sa.Column("by_default", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("first_rating", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("called_back_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("number", name=op.f("uq_tickets_number")),
    )
    op.create_index("ix_tickets_department", "tickets", ["department_code", "id"])
    op.create_index("ix_tickets_reporter", "tickets", ["reporter_id", "id"])
    op.create_index("ix_tickets_assignee", "tickets", ["assignee_id", "id"])
    op.create_index("ix_tickets_month", "tickets", ["month", "kind", "category"])
    for name, column, where in (
        ("ix_tickets_running", "soon_at", "due_at IS NOT NULL"),
        ("ix_tickets_to_accept", "accept_by", "accept_by IS NOT NULL"),
    ):
        op.create_index(name, "tickets", [column, "id"], postgresql_where=sa.text(where), sqlite_where=sa.text(where))
    op.create_table(
        "ticket_categories",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("hours", Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "code", name=op.f("pk_ticket_categories")),
    )
    op.create_table(
        "repairs",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("resource_code", sa.Text(), nullable=True),
        sa.Column("asset_number", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_repairs")),
    )
    op.create_index("ix_repairs_resource_code", "repairs", ["resource_code"])
    op.create_index("ix_repairs_asset_number", "repairs", ["asset_number"])
    op.create_table(
        "repair_works",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("parts", Json, nullable=False),
        sa.Column("parts_fen", sa.BigInteger(), nullable=False),
        sa.Column("labour_fen", sa.BigInteger(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("done_by_name", sa.Text(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_works")),
    )
    op.create_index("ix_repair_works_ticket_id", "repair_works", ["ticket_id", "id"])


def downgrade() -> None:
    for table in ("repair_works", "repairs", "ticket_categories", "tickets"):
        op.drop_table(table)

"""Official receptions, and the city's standards for them

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reception_standards",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("meal_fen", sa.Integer(), nullable=False),
        sa.Column("lodging_fen", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_reception_standards")),
    )
    op.create_table(
        "receptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("organ", sa.Text(), nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=False),
        sa.Column("letter_dated_on", sa.Date(), nullable=False),
        sa.Column("letter_scan", Json, nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("guests", Json, nullable=False),
        sa.Column("accompanying", Json, nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("estimate_fen", sa.BigInteger(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=True),
        sa.Column("guest_count", sa.Integer(), nullable=False),
        sa.Column("accompanying_count", sa.Integer(), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("next_turn_at", UtcDateTime(), nullable=True),
        sa.Column("approver_name", sa.Text(), nullable=True),
        sa.Column("list_due_on", sa.Date(), nullable=True),
        sa.Column("filed", Json, nullable=True),
        sa.Column("listed_at", UtcDateTime(), nullable=True),
        sa.Column("settler_name", sa.Text(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receptions")),
        sa.UniqueConstraint("number", name=op.f("uq_receptions_number")),
    )
    op.create_index("ix_receptions_department", "receptions", ["department_code", "id"])
    op.create_index("ix_receptions_letter", "receptions", ["letter_number", "department_code"])
    op.create_index("ix_receptions_month", "receptions", ["month", "department_code"])
    where = sa.text("next_turn_at IS NOT NULL")
    op.create_index(
        "ix_receptions_moving", "receptions", ["next_turn_at", "id"], postgresql_where=where, sqlite_where=where
    )
    op.create_index("ix_receptions_requester", "receptions", ["requester_id", "id"])


def downgrade() -> None:
    for table in ("receptions", "reception_standards"):
        op.drop_table(table)

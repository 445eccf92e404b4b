"""Who comes to a meeting, its documents, and the use of rooms

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

ANSWER = (
    ("answer", sa.Text()),
    ("answer_note", sa.Text()),
    ("participants", Json),
    ("answered_by_name", sa.Text()),
    ("answered_at", UtcDateTime()),
)


def upgrade() -> None:
    for name, kind in ANSWER:
        op.add_column("booking_attendees", sa.Column(name, kind, nullable=True))
    op.create_index("ix_booking_attendees_department_code", "booking_attendees", ["department_code", "booking_id"])
    op.create_table(
        "booking_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_documents")),
    )
    op.create_index("ix_booking_documents_booking_id", "booking_documents", ["booking_id", "id"])
    op.create_index("ix_booking_documents_file_id", "booking_documents", ["file_id"])
    op.create_index(
        "ix_booking_takes_given_back",
        "booking_takes",
        ["slot_begin"],
        postgresql_where=sa.text("NOT active"),
        sqlite_where=sa.text("active = 0"),
    )


def downgrade() -> None:
    op.drop_index("ix_booking_takes_given_back", "booking_takes")
    op.drop_table("booking_documents")
    op.drop_index("ix_booking_attendees_department_code", "booking_attendees")
    for name, _ in reversed(ANSWER):
        op.drop_column("booking_attendees", name)

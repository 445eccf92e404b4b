"""Buildings that receive visitors, visits, and who is barred

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "barred_visitors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("person_sealed", sa.Text(), nullable=True),
        sa.Column("phone_hash", sa.Text(), nullable=True),
        sa.Column("certificate_hash", sa.Text(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("barred_at", UtcDateTime(), nullable=False),
        sa.Column("barred_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lift_reason_sealed", sa.Text(), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barred_visitors")),
    )
    op.create_index(
        "ix_barred_visitors_certificate",
        "barred_visitors",
        ["certificate_hash"],
        postgresql_where=sa.text("certificate_hash IS NOT NULL"),
        sqlite_where=sa.text("certificate_hash IS NOT NULL"),
    )
    op.create_index("ix_barred_visitors_department", "barred_visitors", ["department_code", "id"])
    op.create_index(
        "ix_barred_visitors_phone",
        "barred_visitors",
        ["phone_hash"],
        postgresql_where=sa.text("phone_hash IS NOT NULL"),
        sqlite_where=sa.text("phone_hash IS NOT NULL"),
    )
    op.create_table(
        "visitor_buildings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("entrance", sa.Text(), nullable=False),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=False),
        sa.Column("parking", sa.Boolean(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("receives", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_buildings")),
        sa.UniqueConstraint("code", name=op.f("uq_visitor_buildings_code")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("keeper_code", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("host_name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("walk_in", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("consented_at", UtcDateTime(), nullable=True),
        sa.Column("consent_way", sa.Text(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("next_turn_at", UtcDateTime(), nullable=True),
        sa.Column("note_sealed", sa.Text(), nullable=True),
        sa.Column("person_sealed", sa.Text(), nullable=True),
        sa.Column("phone_hash", sa.Text(), nullable=True),
        sa.Column("certificate_hash", sa.Text(), nullable=True),
        sa.Column("plate_hash", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("code_sealed", sa.Text(), nullable=True),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("text_state", sa.Text(), nullable=True),
        sa.Column("text_reason", sa.Text(), nullable=True),
        sa.Column("texted_at", UtcDateTime(), nullable=True),
        sa.Column("texts_that_day", sa.Integer(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_visits_code_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_visits_number")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_visits_token_hash")),
    )
    op.create_index(
        "ix_visits_booking",
        "visits",
        ["booking_id"],
        postgresql_where=sa.text("booking_id IS NOT NULL"),
        sqlite_where=sa.text("booking_id IS NOT NULL"),
    )
    op.create_index("ix_visits_building", "visits", ["building_id", "starts_at"])
    op.create_index(
        "ix_visits_certificate",
        "visits",
        ["certificate_hash"],
        postgresql_where=sa.text("certificate_hash IS NOT NULL"),
        sqlite_where=sa.text("certificate_hash IS NOT NULL"),
    )
    op.create_index(
        "ix_visits_due",
        "visits",
        ["next_turn_at"],
        postgresql_where=sa.text("next_turn_at IS NOT NULL"),
        sqlite_where=sa.text("next_turn_at IS NOT NULL"),
    )
    op.create_index("ix_visits_group", "visits", ["group_id"])
    op.create_index("ix_visits_host", "visits", ["host_id", "id"])
    op.create_index(
        "ix_visits_inside",
        "visits",
        ["building_id", "id"],
        postgresql_where=sa.text("state = 'arrived'"),
        sqlite_where=sa.text("state = 'arrived'"),
    )
    op.create_index("ix_visits_keeper", "visits", ["keeper_code", "id"])
    op.create_index(
        "ix_visits_phone",
        "visits",
        ["phone_hash"],
        postgresql_where=sa.text("phone_hash IS NOT NULL"),
        sqlite_where=sa.text("phone_hash IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("visits")
    op.drop_table("visitor_buildings")
    op.drop_table("barred_visitors")

"""Canteens, the meals of a day, and who booked them

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canteen_meals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Uuid(), nullable=False),
        sa.Column("keeper_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meal", sa.Text(), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("books_until", UtcDateTime(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("guest_price_fen", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("dishes", Json, nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("bookings", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("picked_up", sa.Integer(), nullable=False),
        sa.Column("waste_grams", sa.Integer(), nullable=True),
        sa.Column("weighed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("booked >= 0 AND (most IS NULL OR booked <= most)", name=op.f("ck_canteen_meals_booked")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canteen_meals")),
        sa.UniqueConstraint("canteen_id", "day", "meal", name=op.f("uq_canteen_meals_canteen_id_day_meal")),
    )
    op.create_index(
        "ix_canteen_meals_due",
        "canteen_meals",
        ["ends_at"],
        postgresql_where=sa.text("settled_at IS NULL"),
        sqlite_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "canteens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("rest_days", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("meals", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canteens")),
        sa.UniqueConstraint("code", name=op.f("uq_canteens_code")),
    )
    op.create_table(
        "meal_bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meal_id", sa.Uuid(), nullable=False),
        sa.Column("canteen_id", sa.Uuid(), nullable=False),
        sa.Column("keeper_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("meal", sa.Text(), nullable=False),
        sa.Column("diner_id", sa.Uuid(), nullable=False),
        sa.Column("diner_name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("take_away", sa.Boolean(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("guest_price_fen", sa.Integer(), nullable=False),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column("picked_up", sa.Integer(), nullable=False),
        sa.Column("first_picked_up_at", UtcDateTime(), nullable=True),
        sa.Column("code_sealed", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("booked_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_bookings")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_meal_bookings_code_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_meal_bookings_number")),
    )
    op.create_index("ix_meal_bookings_canteen", "meal_bookings", ["canteen_id", "month", "diner_id"])
    op.create_index("ix_meal_bookings_diner", "meal_bookings", ["diner_id", "id"])
    op.create_index("ix_meal_bookings_keeper", "meal_bookings", ["keeper_code", "id"])
    op.create_index("ix_meal_bookings_meal", "meal_bookings", ["meal_id", "state"])
    op.create_index(
        "uq_meal_bookings_live",
        "meal_bookings",
        ["diner_id", "day", "meal"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
        sqlite_where=sa.text("state <> 'cancelled'"),
    )


def downgrade() -> None:
    op.drop_table("meal_bookings")
    op.drop_table("canteens")
    op.drop_table("canteen_meals")

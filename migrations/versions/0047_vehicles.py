"""Official vehicles: the cards of cars, and their trips

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vehicle_cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("plate", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("self_drive", sa.Boolean(), nullable=False),
        sa.Column("inspection_due_on", sa.Date(), nullable=False),
        sa.Column("insurance_due_on", sa.Date(), nullable=False),
        sa.Column("odometer_km", sa.Integer(), nullable=False),
        sa.Column("maintained_at_km", sa.Integer(), nullable=False),
        sa.Column("maintenance_every_km", sa.Integer(), nullable=False),
        sa.Column("told_inspection_on", sa.Date(), nullable=True),
        sa.Column("told_insurance_on", sa.Date(), nullable=True),
        sa.Column("told_maintenance_km", sa.Integer(), nullable=True),
        sa.Column("pack_said", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_cards")),
        sa.UniqueConstraint("code", name=op.f("uq_vehicle_cards_code")),
        sa.UniqueConstraint("plate", name=op.f("uq_vehicle_cards_plate")),
    )
    op.create_index("ix_vehicle_cards_department", "vehicle_cards", ["department_code", "code"])
    op.create_table(
        "vehicle_trips",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("fleet_code", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("passengers", sa.Integer(), nullable=False),
        sa.Column("passenger_names", Json, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("stops", Json, nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("self_drive", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("remarks", Json, nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("next_turn_at", UtcDateTime(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("approver_name", sa.Text(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("vehicle_code", sa.Text(), nullable=True),
        sa.Column("plate", sa.Text(), nullable=True),
        sa.Column("driver_code", sa.Text(), nullable=True),
        sa.Column("driver_name", sa.Text(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("start_km", sa.Integer(), nullable=True),
        sa.Column("start_fuel_percent", sa.Integer(), nullable=True),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.Column("end_km", sa.Integer(), nullable=True),
        sa.Column("end_fuel_percent", sa.Integer(), nullable=True),
        sa.Column("distance_km", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("fuel_fen", sa.BigInteger(), nullable=True),
        sa.Column("toll_fen", sa.BigInteger(), nullable=True),
        sa.Column("parking_fen", sa.BigInteger(), nullable=True),
        sa.Column("other_fen", sa.BigInteger(), nullable=True),
        sa.Column("damage", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_trips")),
        sa.UniqueConstraint("number", name=op.f("uq_vehicle_trips_number")),
    )
    op.create_index("ix_vehicle_trips_department", "vehicle_trips", ["department_code", "id"])
    op.create_index("ix_vehicle_trips_fleet", "vehicle_trips", ["fleet_code", "id"])
    op.create_index("ix_vehicle_trips_month", "vehicle_trips", ["month", "department_code", "purpose"])
    where = sa.text("next_turn_at IS NOT NULL")
    op.create_index(
        "ix_vehicle_trips_moving", "vehicle_trips", ["next_turn_at", "id"], postgresql_where=where, sqlite_where=where
    )
    where = sa.text("state = 'under_way'")
    op.create_index(
        "ix_vehicle_trips_out",
        "vehicle_trips",
        ["vehicle_code", "driver_code"],
        postgresql_where=where,
        sqlite_where=where,
    )
    op.create_index("ix_vehicle_trips_requester", "vehicle_trips", ["requester_id", "id"])
    op.create_index("ix_vehicle_trips_vehicle", "vehicle_trips", ["vehicle_code", "id"])


def downgrade() -> None:
    for table in ("vehicle_trips", "vehicle_cards"):
        op.drop_table(table)

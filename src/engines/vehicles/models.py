"""The tables of official vehicles: the card of each car, and the trips that it makes."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index


class VehicleCard(Model):
    """What is known of a car beside what its resource says: plate, odometer, and what falls due."""

    __tablename__ = "vehicle_cards"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("plate"),
        Index("ix_vehicle_cards_department", "department_code", "code"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: The code of its resource of kind ``vehicle`` (:mod:`engines.bookings`).
    code: Mapped[str]
    #: The fleet: the department that keeps its resource.
    department_code: Mapped[str]
    plate: Mapped[str]
    version: Mapped[int]
    #: Whether who asks for it may drive it.
    self_drive: Mapped[bool]
    #: The last days on which inspection and insurance hold.
    inspection_due_on: Mapped[date]
    insurance_due_on: Mapped[date]
    odometer_km: Mapped[int]
    #: Its odometer at the last maintenance, and after how many kilometres the next one is due.
    maintained_at_km: Mapped[int]
    maintenance_every_km: Mapped[int]
    #: What the fleet was told of already: these days, these kilometres.
    told_inspection_on: Mapped[date | None]
    told_insurance_on: Mapped[date | None]
    told_maintenance_km: Mapped[int | None]
    #: What the city's pack said last; staff's changes stay until it says something else.
    pack_said: Mapped[dict[str, Any]]


class VehicleTrip(Model):
    """One use of a car: asked for, approved, dispatched, handed out, returned."""

    __tablename__ = "vehicle_trips"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_vehicle_trips_requester", "requester_id", "id"),
        Index("ix_vehicle_trips_department", "department_code", "id"),
        Index("ix_vehicle_trips_fleet", "fleet_code", "id"),
        Index("ix_vehicle_trips_vehicle", "vehicle_code", "id"),
        Index("ix_vehicle_trips_month", "month", "department_code", "purpose"),
        partial_index("ix_vehicle_trips_moving", "next_turn_at", "id", where="next_turn_at IS NOT NULL"),
        partial_index("ix_vehicle_trips_out", "vehicle_code", "driver_code", where="state = 'under_way'"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    requester_id: Mapped[uuid.UUID]
    requester_name: Mapped[str]
    #: The requester's department, which approves and whose cost it becomes; and the one whose car it is.
    department_code: Mapped[str]
    fleet_code: Mapped[str]
    purpose: Mapped[str]
    reason: Mapped[str]
    passengers: Mapped[int]
    passenger_names: Mapped[list[str]]
    origin: Mapped[str]
    destination: Mapped[str]
    stops: Mapped[list[str]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: Whether the requester asks to drive.
    self_drive: Mapped[bool]
    #: Why it cannot be within office hours; and what the approver is to see, as codes.
    note: Mapped[str]
    remarks: Mapped[list[str]]
    requested_at: Mapped[datetime]
    #: When the clock turns it or looks at it next.
    next_turn_at: Mapped[datetime | None]
    #: What the fleet was told of a car that is late: ``late``, ``blocking``.
    told: Mapped[str]
    approver_name: Mapped[str | None]
    #: What the dispatch took of the line of minutes.
    booking_id: Mapped[uuid.UUID | None]
    vehicle_code: Mapped[str | None]
    plate: Mapped[str | None]
    #: None where the requester drives.
    driver_code: Mapped[str | None]
    driver_name: Mapped[str | None]
    left_at: Mapped[datetime | None]
    start_km: Mapped[int | None]
    start_fuel_percent: Mapped[int | None]
    returned_at: Mapped[datetime | None]
    end_km: Mapped[int | None]
    end_fuel_percent: Mapped[int | None]
    distance_km: Mapped[int | None]
    minutes: Mapped[int | None]
    #: Whole fen.
    fuel_fen: Mapped[int | None] = mapped_column(BigInteger)
    toll_fen: Mapped[int | None] = mapped_column(BigInteger)
    parking_fen: Mapped[int | None] = mapped_column(BigInteger)
    other_fen: Mapped[int | None] = mapped_column(BigInteger)
    damage: Mapped[str | None]
    #: The first day of the month of its return, in which it is counted.
    month: Mapped[date | None]

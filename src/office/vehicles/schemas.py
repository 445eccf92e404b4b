"""The shapes of official cars."""

from marshmallow import Schema, fields, validate

from engines.vehicles import PURPOSES
from kit.fields import Shaped
from kit.months import WRITTEN
from kit.pages import PageArgs

_ORGAN = {"example": "11330900002600114R"}
_DAY = {"description": "The last day on which it holds.", "example": "2027-05-31"}
_STATES = ["fine", "soon", "passed"]
#: What no car runs.
_MOST_KM = 2_000_000


def _km(description: str) -> "fields.Integer":
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, _MOST_KM),
        metadata={"description": f"{description}, in km.", "example": 48_210},
    )


def _fen(description: str) -> "fields.Integer":
    return fields.Integer(required=True, metadata={"description": f"{description}, in whole fen.", "example": 31_500})


class VehicleListArgs(PageArgs):
    """Which page of the cars."""


class VehicleSummaryArgs(Schema):
    """Which month."""

    month = Shaped(
        WRITTEN,
        load_default=None,
        metadata={"description": "The present month by default.", "example": "2026-11"},
    )


class VehicleAmendmentIn(Schema):
    """What a card says."""

    plate = Shaped(
        "[一-龥][A-Z]·?[A-Z0-9]{5,6}", required=True, metadata={"description": "号牌号码.", "example": "浙L·00001"}
    )
    self_drive = fields.Boolean(load_default=False, metadata={"description": "Whether who asks for it may drive it."})
    inspection_due_on = fields.Date(required=True, metadata=_DAY)
    insurance_due_on = fields.Date(required=True, metadata=_DAY)
    odometer_km = _km("What the odometer shows")
    maintained_at_km = _km("What it showed at the last maintenance")
    maintenance_every_km = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1000, 100_000),
        metadata={"description": "After how many km the next maintenance is due.", "example": 10_000},
    )


class VehicleIn(VehicleAmendmentIn):
    """A new card."""

    code = Shaped("[A-Z0-9-]{2,40}", required=True, metadata={"description": "Of its resource.", "example": "V1-01"})
    department = fields.String(
        required=True, validate=validate.Length(1, 18), metadata={"description": "Who keeps it.", **_ORGAN}
    )


class VehicleDueOut(Schema):
    """One thing that falls due."""

    kind = fields.String(required=True, validate=validate.OneOf(["inspection", "insurance", "maintenance"]))
    name = fields.String(required=True, metadata={"example": "检验有效期"})
    state = fields.String(
        required=True,
        validate=validate.OneOf(_STATES),
        metadata={"description": "`soon` from 30 days or 500 km before; with inspection `passed` no trip is given."},
    )


class VehicleOut(Schema):
    """The card of a car."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    code = fields.String(required=True, metadata={"example": "V1-01"})
    plate = fields.String(required=True, metadata={"example": "浙L·00001"})
    version = fields.Integer(required=True)
    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)
    self_drive = fields.Boolean(required=True)
    inspection_due_on = fields.String(required=True, metadata={"format": "date"})
    insurance_due_on = fields.String(required=True, metadata={"format": "date"})
    odometer_km = fields.Integer(required=True)
    maintained_at_km = fields.Integer(required=True)
    maintenance_every_km = fields.Integer(required=True)
    maintenance_due_km = fields.Integer(required=True)
    dues = fields.List(fields.Nested(VehicleDueOut()), required=True)


class VehiclePageOut(Schema):
    """A page of cars, by code."""

    items = fields.List(fields.Nested(VehicleOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class VehicleFiguresOut(Schema):
    """Figures of some trips."""

    trips = fields.Integer(required=True, metadata={"description": "Trips whose car came back.", "example": 12})
    distance_km = fields.Integer(required=True, metadata={"description": "Kilometres together.", "example": 860})
    fuel_fen = _fen("Fuel")
    toll_fen = _fen("Tolls")
    parking_fen = _fen("Parking")
    other_fen = _fen("What else it cost")
    cost_fen = _fen("All of it")


class VehicleDepartmentFiguresOut(VehicleFiguresOut):
    """Figures of a department's trips."""

    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)


class VehiclePurposeFiguresOut(VehicleFiguresOut):
    """Figures of the trips of a purpose."""

    purpose = fields.String(required=True, validate=validate.OneOf(list(PURPOSES)))
    purpose_name = fields.String(required=True, metadata={"example": "调查研究"})


class VehicleSummaryOut(Schema):
    """How much official cars were used in a month."""

    month = fields.String(required=True, metadata={"example": "2026-11"})
    total = fields.Nested(VehicleFiguresOut(), required=True)
    departments = fields.List(fields.Nested(VehicleDepartmentFiguresOut()), required=True)
    purposes = fields.List(fields.Nested(VehiclePurposeFiguresOut()), required=True)

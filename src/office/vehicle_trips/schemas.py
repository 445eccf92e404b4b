"""The shapes of trips of official cars."""

from marshmallow import Schema, fields, validate

from engines.vehicles import PURPOSES, REMARKS, VEHICLE_TRIP
from kit.fields import Line
from kit.pages import PageArgs

_STATES = [state.code for state in VEHICLE_TRIP.states]
_MOMENT = {"format": "date-time", "example": "2026-12-01T09:00:00+08:00"}
_ORGAN = {"example": "11330900002600114R"}
_CODE = validate.Length(1, 40)
#: What no car runs, and what no trip costs: a hundred thousand yuan.
_MOST_KM, _MOST_FEN = 2_000_000, 10_000_000


def _odometer() -> "fields.Integer":
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, _MOST_KM),
        metadata={"description": "What the odometer shows, in km.", "example": 48_210},
    )


def _fuel() -> "fields.Integer":
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, 100),
        metadata={"description": "Fuel in the tank, or charge of the battery, in percent.", "example": 75},
    )


def _afterwards(what: str) -> "fields.AwareDateTime":
    described = {"description": f"When it {what}, if that is entered afterwards.", "example": _MOMENT["example"]}
    return fields.AwareDateTime(load_default=None, allow_none=True, metadata=described)


def _fen_in(description: str) -> "fields.Integer":
    return fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, _MOST_FEN),
        metadata={"description": f"{description}, in whole fen.", "example": 20_000},
    )


def _number(description: str) -> "fields.Integer":
    return fields.Integer(required=True, allow_none=True, metadata={"description": description, "example": 42})


class VehicleTripFilterArgs(Schema):
    """Which trips."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(_STATES), metadata={"description": "Only in this state."}
    )
    purpose = fields.String(
        load_default=None, validate=validate.OneOf(list(PURPOSES)), metadata={"description": "Only for this purpose."}
    )
    department_code = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only of this department's officers."},
    )
    fleet_code = fields.String(
        load_default=None, validate=validate.Length(1, 18), metadata={"description": "Only of this department's cars."}
    )
    vehicle_code = fields.String(load_default=None, validate=_CODE, metadata={"description": "Only of this car."})
    driver_code = fields.String(load_default=None, validate=_CODE, metadata={"description": "Only of this driver."})
    mine = fields.Boolean(load_default=None, metadata={"description": "Only what I asked for."})
    starts_before = fields.AwareDateTime(load_default=None, metadata={"description": "Begins before this moment."})
    ends_after = fields.AwareDateTime(load_default=None, metadata={"description": "Ends after this moment."})


class VehicleTripListArgs(VehicleTripFilterArgs, PageArgs):
    """Which trips, and which page of them."""


class VehicleRequestIn(Schema):
    """What a car is asked for."""

    purpose = fields.String(required=True, validate=validate.OneOf(list(PURPOSES)), metadata={"example": "research"})
    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "赴定海调研政务服务网点"})
    passengers = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, 60),
        metadata={"description": "How many go.", "example": 3},
    )
    passenger_names = fields.List(
        Line(minimum=1, maximum=60),
        load_default=list,
        validate=validate.Length(max=60),
        metadata={"description": "Who goes; not more than `passengers`.", "example": ["芮宁"]},
    )
    origin = Line(minimum=1, maximum=100, required=True, metadata={"example": "行政中心1号楼"})
    destination = Line(minimum=1, maximum=100, required=True, metadata={"example": "定海区政务服务中心"})
    stops = fields.List(
        Line(minimum=1, maximum=100),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"description": "Where it stops on the way.", "example": ["临城街道办事处"]},
    )
    starts_at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    ends_at = fields.AwareDateTime(
        required=True,
        metadata={"format": "date-time", "description": "When it is back.", "example": "2026-12-01T12:00:00+08:00"},
    )
    self_drive = fields.Boolean(load_default=False, metadata={"description": "I ask to drive myself."})
    note = Line(
        maximum=500,
        load_default="",
        metadata={"description": "Why it has to be outside office hours, if it is and is no emergency."},
    )
    fleet = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 18),
        metadata={"description": "Whose car: my department's or the only fleet by default.", **_ORGAN},
    )


class VehicleDecisionIn(Schema):
    """An approver's word."""

    approved = fields.Boolean(required=True)
    opinion = Line(maximum=200, load_default="", metadata={"description": "Required with a refusal."})


class VehicleDispatchIn(Schema):
    """Which car and which driver."""

    vehicle = fields.String(required=True, validate=_CODE, metadata={"description": "Its code.", "example": "V1-01"})
    driver = fields.String(
        load_default=None,
        allow_none=True,
        validate=_CODE,
        metadata={"description": "The driver's code; none where the requester drives.", "example": "D1-01"},
    )
    note = Line(maximum=200, load_default="", metadata={"example": "8:45在1号楼北门等候"})


class VehicleTripReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=200, required=True, metadata={"example": "当日车辆均用于防台应急"})


class VehicleCancellationIn(Schema):
    """Why, if one wants to say so."""

    reason = Line(maximum=200, load_default="", metadata={"example": "会议改为视频"})


class VehicleHandOutIn(Schema):
    """How the car leaves."""

    odometer_km = _odometer()
    fuel_percent = _fuel()
    at = _afterwards("left")


class VehicleReturnIn(Schema):
    """How the car came back, and what the trip cost."""

    odometer_km = _odometer()
    fuel_percent = _fuel()
    at = _afterwards("came back")
    fuel_fen = _fen_in("Fuel or charge")
    toll_fen = _fen_in("Tolls and ferries")
    parking_fen = _fen_in("Parking")
    other_fen = _fen_in("What else it cost")
    damage = Line(maximum=500, load_default="", metadata={"description": "What is damaged, if anything is."})


class VehicleRemarkOut(Schema):
    """What an approver is to see of a time."""

    code = fields.String(required=True, validate=validate.OneOf(list(REMARKS)))
    text = fields.String(required=True, metadata={"example": "非工作日用车"})


class ListedVehicleTripOut(Schema):
    """A trip as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True, metadata={"example": "YC2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "待派车"})
    version = fields.Integer(required=True)
    purpose = fields.String(required=True, validate=validate.OneOf(list(PURPOSES)))
    purpose_name = fields.String(required=True, metadata={"example": "调查研究"})
    reason = fields.String(required=True)
    passengers = fields.Integer(required=True)
    origin = fields.String(required=True)
    destination = fields.String(required=True)
    requester_name = fields.String(required=True)
    department_code = fields.String(required=True, metadata={"description": "Whose cost it becomes.", **_ORGAN})
    department_name = fields.String(required=True)
    fleet_code = fields.String(required=True, metadata={"description": "Whose car it is.", **_ORGAN})
    fleet_name = fields.String(required=True)
    starts_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    self_drive = fields.Boolean(required=True, metadata={"description": "Whether the requester asks to drive."})
    remarks = fields.List(fields.Nested(VehicleRemarkOut()), required=True)
    vehicle_code = fields.String(required=True, allow_none=True)
    plate = fields.String(required=True, allow_none=True, metadata={"example": "浙L·00001"})
    driver_code = fields.String(required=True, allow_none=True)
    driver_name = fields.String(required=True, allow_none=True)
    requested_at = fields.String(required=True, metadata=_MOMENT)
    left_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    returned_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    distance_km = _number("Kilometres from hand-out to return.")
    minutes = _number("Minutes from hand-out to return.")


class VehicleTripPageOut(Schema):
    """A page of trips."""

    items = fields.List(fields.Nested(ListedVehicleTripOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class VehicleTripCountsOut(Schema):
    """How many trips, by state."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class VehicleTripOut(ListedVehicleTripOut):
    """A trip with all that concerns it."""

    passenger_names = fields.List(fields.String(), required=True)
    stops = fields.List(fields.String(), required=True)
    note = fields.String(required=True)
    approver_name = fields.String(required=True, allow_none=True)
    start_km = _number("The odometer at the hand-out, in km.")
    start_fuel_percent = _number("Fuel at the hand-out, in percent.")
    end_km = _number("The odometer at the return, in km.")
    end_fuel_percent = _number("Fuel at the return, in percent.")
    fuel_fen = _number("Fuel, in whole fen.")
    toll_fen = _number("Tolls and ferries, in whole fen.")
    parking_fen = _number("Parking, in whole fen.")
    other_fen = _number("What else it cost, in whole fen.")
    cost_fen = _number("All of it, in whole fen.")
    damage = fields.String(required=True, allow_none=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class VehicleCandidateOut(Schema):
    """A car that would do."""

    code = fields.String(required=True, metadata={"example": "V1-01"})
    name = fields.String(required=True)
    plate = fields.String(required=True)
    seats = fields.Integer(required=True, metadata={"description": "The driver's too."})
    self_drive = fields.Boolean(required=True, metadata={"description": "Whether a requester may drive it."})


class DriverCandidateOut(Schema):
    """A driver who is free."""

    code = fields.String(required=True, metadata={"example": "D1-01"})
    name = fields.String(required=True)


class VehicleCandidatesOut(Schema):
    """The cars that would do, the smallest first, and the drivers who are free."""

    vehicles = fields.List(fields.Nested(VehicleCandidateOut()), required=True)
    drivers = fields.List(fields.Nested(DriverCandidateOut()), required=True)

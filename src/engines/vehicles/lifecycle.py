"""The life of a trip: asked for, approved by the requester's department, dispatched, handed out and taken back."""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.vehicles.models import VehicleTrip

REQUEST = "vehicles.request"
APPROVE = "vehicles.approve"
DISPATCH = "vehicles.dispatch"
READ = "vehicles.read"


def _fleet(name: str, sources: tuple[str, ...], target: str, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of the fleet, which has a seat in a trip of another department."""
    return Transition(name, sources, target, "seat", zh, en, permission=DISPATCH, resource=resource)


def _approvers(name: str, target: str, zh: str, en: str) -> Transition:
    return Transition(name, ("requested",), target, "department", zh, en, permission=APPROVE, resource="approval")


_BEFORE_LEAVING = ("requested", "approved", "dispatched")
VEHICLE_TRIP = Lifecycle(
    "vehicle_trip",
    (
        State("requested", "待审批", "waits for approval", "office"),
        State("approved", "待派车", "approved, to be dispatched", "office"),
        State("dispatched", "待出车", "dispatched, to be handed out", "office"),
        State("under_way", "出车中", "under way", "office"),
        State("returned", "已还车", "returned", "nobody", final=True),
        State("refused", "未批准", "not approved", "nobody", final=True),
        State("declined", "未派车", "not dispatched by the fleet", "nobody", final=True),
        State("cancelled", "已取消", "cancelled by the requester", "nobody", final=True),
        State("lapsed", "已过期", "never left", "nobody", final=True),
    ),
    (
        _approvers("approve", "approved", "批准", "approve"),
        _approvers("refuse", "refused", "不批准", "do not approve"),
        _fleet("dispatch", ("approved", "dispatched"), "dispatched", "派车", "dispatch", "dispatches"),
        _fleet("decline", ("approved", "dispatched"), "declined", "不予派车", "do not dispatch", "declining"),
        _fleet("hand_out", ("dispatched",), "under_way", "出车", "hand out", "hand_out"),
        _fleet("take_back", ("under_way",), "returned", "还车", "take back", "return"),
        Transition("cancel", _BEFORE_LEAVING, "cancelled", "applicant", "取消", "cancel", resource="cancellation"),
        Transition("lapse", _BEFORE_LEAVING, "lapsed", "system", "到时未出车", "lapse, since it never left"),
    ),
)
#: How a trip comes into being; the permission is asked for before there is a record.
ASK = Transition("request", (), "requested", "applicant", "申请用车", "ask for a car", permission=REQUEST)


def record_of(row: Row[Any]) -> Record:
    """Return a trip as the machine knows it: its requester's department's, with a seat for the fleet."""
    return Record(
        VEHICLE_TRIP,
        VehicleTrip,
        row.id,
        row.state,
        row.version,
        row.department_code,
        row.requester_id,
        seats=(row.fleet_code,),
    )

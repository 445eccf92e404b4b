"""The lives of a resource and of a booking."""

from typing import Any, Literal

from sqlalchemy import Row

from engines.bookings.models import Booking, Resource
from engines.lifecycles import Lifecycle, Record, State, Transition

BOOK = "bookings.book"
MANAGE = "bookings.manage"
READ = "bookings.read"


def _keepers(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None
) -> Transition:
    """Return a turn of the department that keeps the resources."""
    return Transition(name, sources, target, "department", zh, en, permission=MANAGE, resource=resource)


def _organisers(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None
) -> Transition:
    """Return a turn of the officer who booked."""
    return Transition(name, sources, target, "applicant", zh, en, permission=BOOK, resource=resource)


def _by_itself(name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str) -> Transition:
    return Transition(name, sources, target, "system", zh, en)


RESOURCE = Lifecycle(
    "resource",
    (State("open", "开放", "open", "office"), State("closed", "停用", "closed", "office")),
    (
        _keepers("amend", ("open", "closed"), None, "修改", "change", "amendments"),
        _keepers("close", ("open",), "closed", "停用", "close", "closing"),
        _keepers("reopen", ("closed",), "open", "恢复开放", "open again", "reopening"),
        _by_itself("renew", ("open", "closed"), None, "按城市配置更新", "change with the city's pack"),
    ),
)
ADD = _keepers("add", (), "open", "登记资源", "add", None)
ENACT = _by_itself("enact", (), "open", "按城市配置登记", "add with the city's pack")

#: States in which a booking takes its resources, also while it lies in the past.
TAKING = ("held", "requested", "confirmed", "in_use", "assigned")
#: In which a meeting has documents.
_LASTING = ("held", "waiting", "requested", "confirmed", "in_use", "ended")

#: States in which people are asked to come: what waits or is held may come to nothing.
ANSWERABLE = ("requested", "confirmed", "in_use")

BOOKING = Lifecycle(
    "booking",
    (
        State("held", "已占位", "held for a while", "office"),
        State("waiting", "排队中", "waits until it is free", "office"),
        State("requested", "待审批", "waits for approval", "office"),
        State("confirmed", "已预订", "booked", "office"),
        State("in_use", "使用中", "in use", "office"),
        # A job of another engine has it, such as a trip: that job alone moves, frees and ends it.
        State("assigned", "已派用", "given to a job", "office"),
        State("ended", "已结束", "over", "nobody", final=True),
        State("cancelled", "已取消", "cancelled", "nobody", final=True),
        State("refused", "未批准", "not approved", "nobody", final=True),
        State("released", "已释放", "released", "nobody", final=True),
    ),
    (
        _organisers("confirm", ("held",), "confirmed", "确认预订", "book what is held", "confirmation"),
        _organisers("apply", ("held",), "requested", "提交审批", "ask for approval of what is held", None),
        _keepers("approve", ("requested",), "confirmed", "批准", "approve", "approval"),
        _keepers("refuse", ("requested",), "refused", "不批准", "do not approve", "approval"),
        _organisers("change", ("held", "waiting", "requested", "confirmed"), None, "变更", "change", "changes"),
        _organisers("reapply", ("confirmed",), "requested", "变更待审批", "change, to be approved", None),
        _organisers(
            "cancel", ("held", "waiting", "requested", "confirmed"), "cancelled", "取消", "cancel", "cancellation"
        ),
        _keepers("revoke", ("confirmed",), "cancelled", "收回", "take back", "revocation"),
        _organisers("check_in", ("confirmed",), "in_use", "签到", "check in", "check_in"),
        _organisers("extend", ("in_use",), None, "延长", "extend", "extensions"),
        _organisers("end_early", ("in_use",), "ended", "提前结束", "end early", "ending"),
        _organisers("record_minutes", ("in_use", "ended"), None, "记录纪要", "record the minutes", "minutes"),
        _organisers("add_document", _LASTING, None, "上传会议材料", "add a document", "documents"),
        _organisers("remove_document", _LASTING, None, "撤下会议材料", "remove a document", None),
        _by_itself("promote", ("waiting",), "confirmed", "排到，已预订", "booked, since it became free"),
        _by_itself("promote_to_request", ("waiting",), "requested", "排到，待审批", "to be approved, since it is free"),
        _by_itself("run_out", ("held", "waiting", "requested"), "released", "到时释放", "run out"),
        _by_itself("release", ("confirmed",), "released", "无人签到释放", "released, since nobody came"),
        _by_itself("end", ("confirmed", "in_use"), "ended", "结束", "end"),
        _by_itself("prolong", ("assigned",), "assigned", "任务未完，顺延", "go on, since its job does"),
        _by_itself("free", ("assigned",), "cancelled", "任务取消，释放", "free, since its job does not take place"),
        _by_itself("finish", ("assigned",), "ended", "任务完成", "end with its job"),
    ),
)


def _begun(name: str, target: str, zh: str, en: str) -> Transition:
    return Transition(name, (), target, "applicant", zh, en, permission=BOOK)


#: The turns by which a booking comes into being, by the state that it begins in.
BEGUN = {
    "held": _begun("hold", "held", "占位", "hold"),
    "waiting": _begun("queue", "waiting", "排队", "wait for it"),
    "requested": _begun("request", "requested", "申请", "ask for it"),
    "confirmed": _begun("book", "confirmed", "预订", "book"),
    "assigned": Transition("assign", (), "assigned", "department", "派用", "give to a job"),
}


def became_of(event: Row[Any]) -> Literal["moved", "not_held"] | None:
    """Tell those who follow bookings what a turn means to what was arranged with one, None where it stays as it is."""
    if event.to_state in ("cancelled", "refused", "released"):
        return "not_held"
    return "moved" if "from" in event.detail else None


def booking_record(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a booking's row: its keeper's, with its organiser."""
    return Record(BOOKING, Booking, row.id, row.state, row.version, row.keeper_code, row.organiser_id)


def resource_record(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a resource's row."""
    return Record(RESOURCE, Resource, row.id, row.state, row.version, row.department_code, None)

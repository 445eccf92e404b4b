"""The life of a visit: nobody's data are kept and nobody comes without their own consent (个人信息保护法 第十三条)."""

import uuid
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.visitors.models import Visit

INVITE = "visits.invite"
ADMIT = "visits.admit"
READ = "visits.read"
BAR = "visits.bar"

COMING = ("asked", "invited", "confirmed")
_INVITED = ("invited", "confirmed")
_ENDED = ("left", "cancelled", "missed")


def _hosts(name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of the officer who is visited."""
    return Transition(name, sources, target, "applicant", zh, en, permission=INVITE, resource=resource)


def _visitors(name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of the visitor at their page: the one whose word the visit waits for."""
    return Transition(name, sources, target, "signer", zh, en, resource=resource)


def _keepers(name: str, source: str, target: str, zh: str, en: str, resource: str | None = None) -> Transition:
    """Return a turn at the reception."""
    return Transition(name, (source,), target, "department", zh, en, permission=ADMIT, resource=resource)


def _by_itself(name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str) -> Transition:
    return Transition(name, sources, target, "system", zh, en)


VISIT = Lifecycle(
    "visit",
    (
        State("asked", "待被访人确认", "waits for the host", "office"),
        State("invited", "待访客同意", "waits for the visitor's consent", "third_party"),
        State("confirmed", "待到访", "confirmed, the pass is valid", "third_party"),
        State("arrived", "在访", "in the building", "office"),
        State("left", "已离开", "left", "nobody", final=True),
        State("cancelled", "已取消", "cancelled", "nobody", final=True),
        State("refused", "访客未同意", "refused by the visitor", "nobody", final=True),
        State("missed", "未到访", "nobody came", "nobody", final=True),
    ),
    (
        _hosts("change", _INVITED, None, "变更时间", "change the time", "changes"),
        _hosts("remind", ("invited",), None, "重发邀请", "send the link anew", "reminders"),
        _hosts("cancel", _INVITED, "cancelled", "取消", "cancel", "cancellation"),
        _hosts("receive", ("asked",), "confirmed", "同意接待", "receive", "reception"),
        _hosts("decline", ("asked",), "cancelled", "不予接待", "do not receive", "declining"),
        _visitors("consent", ("invited",), "confirmed", "同意", "consent", "consent"),
        _visitors("refuse", ("invited",), "refused", "不同意", "refuse", "withdrawal"),
        _visitors("withdraw", ("confirmed",), "refused", "撤回同意", "withdraw the consent", "withdrawal"),
        _visitors("forget", _ENDED, None, "撤回同意并删除信息", "withdraw, and have the data erased", "withdrawal"),
        _keepers("record_consent", "invited", "confirmed", "登记书面同意", "record consent given on paper"),
        _keepers("admit", "confirmed", "arrived", "放行", "admit", "admission"),
        _keepers("leave", "arrived", "left", "离开", "leave", "departure"),
        _by_itself("miss", COMING, "missed", "未到访", "nobody came"),
        _by_itself("move", _INVITED, None, "随会议改期", "move with the meeting"),
        _by_itself("fall", _INVITED, "cancelled", "会议取消，来访取消", "cancel with the meeting"),
        _by_itself("bar", COMING, "cancelled", "限制来访，取消", "cancelled, since the visitor is barred"),
        _by_itself("lapse", ("arrived",), "left", "未登记离开，次日视为已离开", "taken to have left, a day later"),
        _by_itself("erase", _ENDED, None, "到期删除访客信息", "erase the visitor's data after their term"),
    ),
)
#: How visits come into being: by invitation, or at the reception.
BEGIN = Transition("invite", (), "invited", "applicant", "邀请", "invite", permission=INVITE)
WALK_IN = Transition("walk_in", (), "asked", "department", "登记临时来访", "register without invitation")


def visit_record(row: Row[Any], state: str | None = None) -> Record:
    """Return a visit as the machine knows it: the reception's, with its host, and waiting for its visitor's word."""
    current = row.state if state is None else state
    return Record(VISIT, Visit, row.id, current, row.version, row.keeper_code, row.host_id, signers=(row.id,))


def visitor_of(visit_id: uuid.UUID) -> Subject:
    """Return the visitor as the doer of a turn, without a name: timelines outlive what is known of visitors."""
    return Subject(visit_id, "person", "访客", assurance_level=1)

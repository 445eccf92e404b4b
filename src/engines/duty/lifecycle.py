"""The lives of a month's roster, of a shift and of a swap."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from engines.duty.models import DutyRoster, DutyShift, DutySwap
from engines.lifecycles import Lifecycle, Record, State, Transition

MANAGE = "duty.manage"
READ = "duty.read"
SERVE = "duty.serve"


def _managers(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None
) -> Transition:
    """Return a turn of those who keep the department's roster."""
    return Transition(name, sources, target, "department", zh, en, permission=MANAGE, resource=resource)


def _named(name: str, source: str, target: str | None, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of those who are named: on a shift, on the next one, as the colleague who is asked."""
    return Transition(name, (source,), target, "signer", zh, en, permission=SERVE, resource=resource)


DUTY_ROSTER = Lifecycle(
    "duty_roster",
    (
        State("draft", "草稿", "draft", "office"),
        State("published", "已发布", "published", "office"),
        State("amended", "已发布（有调整）", "published and amended since", "office", final=True),
        State("discarded", "已作废", "discarded", "nobody", final=True),
    ),
    (
        _managers("publish", ("draft",), "published", "发布", "publish", "publication"),
        _managers("discard", ("draft",), "discarded", "作废", "discard", "discarding"),
        # By a change of one of its shifts, or a swap that was approved.
        _managers("amend", ("published", "amended"), "amended", "调整", "amend", None),
    ),
)
COMPOSE = _managers("compose", (), "draft", "编排", "compose", None)

DUTY_SHIFT = Lifecycle(
    "duty_shift",
    (
        State("planned", "待接班", "to be taken over", "office"),
        State("on_duty", "值班中", "on duty", "office"),
        State("handed_over", "已交班", "handed over", "office"),
        State("received", "交接完成", "received by the next shift", "nobody", final=True),
        State("missed", "无人接班", "nobody took it over", "nobody", final=True),
    ),
    (
        _managers("change", ("planned",), None, "调整人员", "change who is on it", "changes"),
        _named("take_over", "planned", "on_duty", "接班", "take over", "take_over"),
        _named("log", "on_duty", None, "记录值班日志", "write into the log", "log"),
        _named("hand_over", "on_duty", "handed_over", "交班", "hand over", "handover"),
        _named("confirm", "handed_over", "received", "确认交接", "confirm the hand-over", "confirmation"),
        Transition("miss", ("planned",), "missed", "system", "无人接班", "record that nobody took it over"),
    ),
)
#: Shifts come into being with their roster, whose event it is; their own timelines begin after that.
PLAN = _managers("plan", (), "planned", "排班", "plan", None)

DUTY_SWAP = Lifecycle(
    "duty_swap",
    (
        State("asked", "待对方答复", "waits for the colleague", "office"),
        State("accepted", "待审批", "accepted, to be approved", "office"),
        State("approved", "已换班", "approved", "nobody", final=True),
        State("declined", "对方未同意", "declined by the colleague", "nobody", final=True),
        State("refused", "未批准", "not approved", "nobody", final=True),
        State("withdrawn", "已撤回", "withdrawn", "nobody", final=True),
        State("lapsed", "已过期", "lapsed, since the shift began", "nobody", final=True),
    ),
    (
        _named("accept", "asked", "accepted", "同意换班", "accept", "answer"),
        _named("decline", "asked", "declined", "不同意换班", "decline", "answer"),
        _managers("approve", ("accepted",), "approved", "批准换班", "approve", "approval"),
        _managers("refuse", ("accepted",), "refused", "不批准换班", "do not approve", "approval"),
        Transition(
            "withdraw",
            ("asked", "accepted"),
            "withdrawn",
            "applicant",
            "撤回",
            "withdraw",
            permission=SERVE,
            resource="withdrawal",
        ),
        Transition("lapse", ("asked", "accepted"), "lapsed", "system", "过期", "lapse, since the shift began"),
    ),
)
ASK = Transition("ask", (), "asked", "applicant", "申请换班", "ask for a swap", permission=SERVE)


def roster_record(row: Row[Any]) -> Record:
    """Return a roster as the machine knows it."""
    return Record(DUTY_ROSTER, DutyRoster, row.id, row.state, row.version, row.department_code, None)


def shift_record(row: Row[Any], own: Sequence[UUID], following: Sequence[UUID]) -> Record:
    """Return a shift as the machine knows it: those on it make its turns, and those on the next one confirm it."""
    named = following if row.state == "handed_over" else own
    signers = named if row.published else ()
    return Record(DUTY_SHIFT, DutyShift, row.id, row.state, row.version, row.department_code, None, signers=signers)


def swap_record(row: Row[Any]) -> Record:
    """Return a swap as the machine knows it: its requester's, with the colleague who is asked."""
    own = (row.department_code, row.requester_id)
    return Record(DUTY_SWAP, DutySwap, row.id, row.state, row.version, *own, signers=(row.colleague_id,))

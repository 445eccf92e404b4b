"""The life of a ticket of any kind: reported, dispatched, arrived at, done, accepted and rated, followed up.

What happens to it is the same whoever reports what; a kind gives its code and its permissions.
"""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.tickets.kinds import Permissions, kind_of
from engines.tickets.models import Ticket

STATES = (
    State("reported", "待派单", "reported, to be dispatched", "office"),
    State("dispatched", "待到场", "dispatched, to be arrived at", "office"),
    State("in_progress", "处理中", "being worked on", "office"),
    State("completed", "待验收", "done, to be accepted", "applicant"),
    State("following_up", "差评回访中", "rated badly, being followed up", "office"),
    State("reopened", "待重新派单", "reopened, to be dispatched again", "office"),
    State("closed", "已办结", "closed", "nobody", final=True),
    State("declined", "不予受理", "declined", "nobody", final=True),
    State("cancelled", "已撤销", "cancelled by its reporter", "nobody", final=True),
)
_DISPATCHABLE = ("reported", "dispatched", "in_progress", "reopened")
_BEFORE_ARRIVAL = ("reported", "dispatched")
#: Turns that need that nobody has ever arrived.
ENDING = ("cancel", "decline")


def ticket_lifecycle(code: str, permissions: Permissions) -> Lifecycle:
    """Return the lifecycle of a kind."""

    def office(
        name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str, permission: str
    ) -> Transition:
        return Transition(name, sources, target, "department", zh, en, permission=permission, resource=resource)

    def reporter(
        name: str, sources: tuple[str, ...], target: str, zh: str, en: str, resource: str | None
    ) -> Transition:
        return Transition(name, sources, target, "applicant", zh, en, resource=resource)

    dispatch, work, follow_up = permissions.dispatch, permissions.work, permissions.follow_up
    done, bad = ("completed",), ("following_up",)
    return Lifecycle(
        code,
        STATES,
        (
            office("dispatch", _DISPATCHABLE, "dispatched", "派单", "dispatch", "dispatches", dispatch),
            office("decline", _BEFORE_ARRIVAL, "declined", "不予受理", "decline", "refusal", dispatch),
            reporter("cancel", _BEFORE_ARRIVAL, "cancelled", "撤销", "cancel", "cancellation"),
            office("arrive", ("dispatched",), "in_progress", "到场", "arrive", "arrival", work),
            office("complete", ("in_progress",), "completed", "完工", "complete", "completion", work),
            reporter("accept", done, "closed", "验收评价", "accept and rate", "acceptance"),
            reporter("accept_badly", done, "following_up", "验收并给出差评", "accept and rate badly", None),
            reporter("return_work", done, "in_progress", "退回返工", "return to work", "returns"),
            Transition("accept_by_default", done, "closed", "system", "逾期默认验收", "accept by default"),
            office("call_back", bad, None, "回访", "call back", "call_backs", follow_up),
            office("reopen", bad, "reopened", "重新处理", "reopen", "reopening", follow_up),
            office("close_follow_up", bad, "closed", "回访办结", "close the follow-up", "follow_up", follow_up),
        ),
    )


#: How a ticket comes into being; the permission to report is asked for before there is a record.
REPORT = Transition("report", (), "reported", "applicant", "上报", "report")


def record_of(row: Row[Any]) -> Record:
    """Return a ticket as the machine knows it: its reporter's, at the department that puts it right."""
    return Record(
        kind_of(row.kind).lifecycle,
        Ticket,
        row.id,
        row.state,
        row.version,
        row.department_code,
        row.reporter_id,
        assignee_id=row.assignee_id,
    )

"""The life of a supervision matter, from its registration to the look-back.

《政府督查工作条例》(国务院令第733号): what is supervised, its limits, and that what was found is put right and looked
at again; the steps are those of local rules: 立项, 交办, 签收, 反馈, 审核, 办结, 回头看.
"""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.supervision.models import SupervisionMatter

READ = "supervision.read"
SUPERVISE = "supervision.supervise"
HANDLE = "supervision.handle"
SPLIT = "supervision.split"

#: States in which an owner is at work on a matter.
RUNNING = ("assigned", "in_progress", "in_review")


def _theirs(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None
) -> Transition:
    """Return a turn of who supervises."""
    return Transition(name, sources, target, "department", zh, en, permission=SUPERVISE, resource=resource)


def _owners(
    name: str,
    sources: tuple[str, ...],
    target: str | None,
    zh: str,
    en: str,
    resource: str | None,
    permission: str = HANDLE,
) -> Transition:
    """Return a turn of the owner."""
    return Transition(name, sources, target, "seat", zh, en, permission=permission, resource=resource)


def _by_itself(name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str) -> Transition:
    return Transition(name, sources, target, "system", zh, en)


SUPERVISION_MATTER = Lifecycle(
    "supervision_matter",
    (
        State("registered", "已立项", "registered, to be assigned", "office"),
        State("assigned", "待签收", "assigned, to be signed for", "office"),
        State("in_progress", "办理中", "in progress", "office"),
        State("in_review", "待审结", "reported as finished, to be reviewed", "office"),
        State("completed", "已办结", "completed", "nobody"),
        State("cancelled", "已撤项", "cancelled", "nobody", final=True),
    ),
    (
        _theirs("amend", ("registered",), None, "修改", "change", "amendments"),
        _theirs("assign", ("registered",), "assigned", "交办", "assign", "assignment"),
        _owners("sign_for", ("assigned",), "in_progress", "签收", "sign for", "receipt"),
        _owners("send_back", ("assigned",), "registered", "退回交办", "send back as not mine", "return"),
        _owners("split", ("assigned", "in_progress"), None, "分解", "split", "parts", SPLIT),
        _owners("report", ("in_progress",), None, "反馈进展", "report progress", "reports"),
        _owners("finish", ("in_progress",), "in_review", "报告办结", "report as finished", None),
        _theirs("accept_report", ("in_progress",), None, "审核通过", "accept a report", None),
        _theirs("return_report", ("in_progress",), None, "退回反馈", "return a report", None),
        _theirs("return_final", ("in_review",), "in_progress", "退回续办", "return as not finished", None),
        _theirs("complete", ("in_review",), "completed", "办结", "complete", "completion"),
        _owners("request_extension", ("in_progress",), None, "申请延期", "ask for a later day", "extensions"),
        _theirs("grant_extension", ("in_progress",), None, "同意延期", "grant a later day", None),
        _theirs("refuse_extension", ("in_progress",), None, "不同意延期", "refuse a later day", None),
        _theirs("urge", RUNNING[:2], None, "催办", "urge", "reminders"),
        _theirs("escalate", RUNNING[:2], None, "发督办单", "issue an escalation sheet", "escalations"),
        _owners("answer_escalation", RUNNING[:2], None, "回复督办单", "answer an escalation sheet", None),
        _theirs("plan_look_back", ("completed",), None, "安排回头看", "plan a look-back", "look_backs"),
        _theirs("pass_look_back", ("completed",), None, "回头看通过", "find that it holds", None),
        _theirs("fail_look_back", ("completed",), "in_progress", "回头看未通过", "find that it does not hold", None),
        _theirs("cancel", ("registered", *RUNNING), "cancelled", "撤项", "cancel", "cancellation"),
        _by_itself("fall_away", RUNNING, "cancelled", "随上级事项撤项", "be cancelled with the matter above"),
        _by_itself("miss_report", ("in_progress",), None, "未按期反馈", "miss a report"),
    ),
)
#: How a matter comes into being.
REGISTER = _theirs("register", (), "registered", "立项", "register", None)
SPLIT_OFF = Transition("split_off", (), "assigned", "department", "由上级事项分解", "split off", permission=SPLIT)


def begun_by(row: Row[Any]) -> Transition:
    """Return the turn by which a matter came into being."""
    return REGISTER if row.parent_id is None else SPLIT_OFF


def record_of(row: Row[Any]) -> Record:
    """Return a matter as the machine knows it: its supervisor's, with a seat for its owner."""
    return Record(
        SUPERVISION_MATTER,
        SupervisionMatter,
        row.id,
        row.state,
        row.version,
        row.supervisor_code,
        None,
        seats=(row.department_code,),
        assignee_id=row.assignee_id,
    )

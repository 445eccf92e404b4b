"""The life of a major project, and that of each problem in its ledger."""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles import Lifecycle, Record, State, Transition
from engines.projects.models import Project, ProjectProblem

READ = "projects.read"
MANAGE = "projects.manage"
WORK = "projects.work"


def _theirs(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None = None
) -> Transition:
    """Return a turn of the supervising organ."""
    return Transition(name, sources, target, "department", zh, en, permission=MANAGE, resource=resource)


def _leads(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str | None = None
) -> Transition:
    """Return a turn of the lead organ, of a problem its owner's."""
    return Transition(name, sources, target, "seat", zh, en, permission=WORK, resource=resource)


_GOING = ("running", "suspended")
#: An entry can be wrong whenever it is found to be.
_WITH_ENTRIES = ("running", "suspended", "accepted", "ended")

PROJECT = Lifecycle(
    "project",
    (
        State("planned", "计划中", "planned", "office"),
        State("running", "实施中", "running", "office"),
        State("suspended", "已暂停", "suspended", "office"),
        State("accepted", "验收通过", "accepted", "nobody", final=True),
        State("ended", "已终止", "ended before it was done", "nobody", final=True),
    ),
    (
        _theirs("amend", ("planned",), None, "修改", "change", "amendments"),
        _theirs("start", ("planned",), "running", "启动", "start", "start"),
        _leads("change_team", ("planned", *_GOING), None, "调整专班", "change the team", "team"),
        _leads("reach_milestone", ("running",), None, "报告节点完成", "report a milestone as reached"),
        _theirs("take_back_milestone", _GOING, None, "退回节点", "find that a milestone was not reached"),
        _leads("record_spending", ("running",), None, "登记支出", "record what was spent", "spendings"),
        _leads("reverse_spending", _WITH_ENTRIES, None, "冲销支出", "reverse an entry"),
        _theirs("find_problem", _GOING, None, "督查发现问题", "find a problem", "problems"),
        _leads("report_problem", _GOING, None, "上报问题", "report a problem", "problems"),
        _theirs("link_matters", ("planned", *_GOING), None, "关联督查事项", "link supervision matters", "matters"),
        _theirs("suspend", ("running",), "suspended", "暂停", "suspend", "suspension"),
        _theirs("resume", ("suspended",), "running", "恢复", "resume", "resumption"),
        _theirs("accept", ("running",), "accepted", "验收", "accept", "acceptance"),
        _theirs("end", ("planned", *_GOING), "ended", "终止", "end before it is done", "termination"),
    ),
)
#: How a project comes into being.
CREATE = _theirs("create", (), "planned", "立项", "create")

PROJECT_PROBLEM = Lifecycle(
    "project_problem",
    (
        State("open", "整改中", "open", "office"),
        State("closed", "已销号", "closed", "nobody"),
        State("dropped", "随项目终止", "fallen away with its project", "nobody", final=True),
    ),
    (
        _leads("close", ("open",), "closed", "销号", "close", "closure"),
        _theirs("reopen", ("closed",), "open", "重新打开", "reopen", "reopening"),
        Transition("fall_away", ("open",), "dropped", "system", "随项目终止", "fall away with the project"),
    ),
)
#: How a problem comes into the ledger.
FOUND = Transition("found", (), "open", "department", "列入清单", "enter into the ledger", permission=MANAGE)


def record_of(row: Row[Any]) -> Record:
    """Return a project as the machine knows it: its supervising organ's, with a seat for the lead organ."""
    return Record(
        PROJECT, Project, row.id, row.state, row.version, row.supervisor_code, None, seats=(row.department_code,)
    )


def problem_record(row: Row[Any]) -> Record:
    """Return a problem as the machine knows it: the supervising organ's, with a seat for its owner."""
    organ, owner = row.supervisor_code, row.department_code
    return Record(PROJECT_PROBLEM, ProjectProblem, row.id, row.state, row.version, organ, None, seats=(owner,))

"""The life of a follow-up (差评整改): called back, put right or explained, visited again by somebody else.

国办发〔2019〕51号: who handled it deals with it; within its days; and another looks at what came of it.
"""

from typing import Any

from sqlalchemy import Row

from engines.evaluations.models import FollowUp
from engines.lifecycles import Lifecycle, Record, State, Transition

_STATES = (
    State("opened", "待回访核实", "to be contacted", "office"),
    State("contacted", "整改中", "being put right", "office"),
    State("rectified", "已整改待复访", "put right, to be re-visited", "office"),
    State("explained", "已说明待复访", "explained, to be re-visited", "office"),
    State("appealed", "申诉复核中", "under review", "office"),
    State("closed", "已办结", "closed", "nobody", final=True),
)
ANSWERABLE = ("opened", "contacted")
ANSWERED = ("rectified", "explained")


def _office(
    name: str, sources: tuple[str, ...], target: str, zh: str, en: str, resource: str, permission: str
) -> Transition:
    return Transition(name, sources, target, "department", zh, en, permission=permission, resource=resource)


_HANDLE, _SUPERVISE = "evaluations.follow_up", "evaluations.supervise"
_APPEALED = ("appealed",)

FOLLOW_UP = Lifecycle(
    "evaluation",
    _STATES,
    (
        _office("contact", ("opened",), "contacted", "回访联系", "call back", "contacts", _HANDLE),
        _office("rectify", ANSWERABLE, "rectified", "提交整改结果", "put right", "rectifications", _HANDLE),
        _office("explain", ANSWERABLE, "explained", "说明解释", "explain", "explanations", _HANDLE),
        _office("appeal", ANSWERABLE, "appealed", "申诉", "appeal", "appeals", _HANDLE),
        _office("uphold_appeal", _APPEALED, "closed", "申诉成立", "uphold the appeal", "appeal-decisions", _SUPERVISE),
        _office(
            "refuse_appeal",
            ("appealed",),
            "contacted",
            "申诉不成立",
            "refuse the appeal",
            "appeal-decisions",
            _SUPERVISE,
        ),
        _office("close", ANSWERED, "closed", "复访办结", "close after a re-visit", "revisits", _SUPERVISE),
        _office(
            "send_back", ANSWERED, "contacted", "复访后退回整改", "send back after a re-visit", "revisits", _SUPERVISE
        ),
    ),
)

#: How a follow-up comes into being; it leads nowhere from, so the lifecycle does not list it.
OPEN = Transition("open", (), "opened", "applicant", "差评", "bad evaluation")


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a follow-up's row."""
    return Record(FOLLOW_UP, FollowUp, row.id, row.state, row.version, row.department_code, None)

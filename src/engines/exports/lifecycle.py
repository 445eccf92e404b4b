"""The lifecycle of an export."""

from typing import Any

from sqlalchemy import Row

from engines.exports.models import Export
from engines.lifecycles import Lifecycle, Record, State, Transition

_STATES = (
    State("running", "正在生成", "being made", "office"),
    State("done", "已完成", "done", "nobody"),
    State("cancelled", "已取消", "cancelled", "nobody", final=True),
    State("failed", "未完成", "failed", "nobody", final=True),
    State("expired", "已过期", "expired", "nobody", final=True),
)

EXPORT = Lifecycle(
    "export",
    _STATES,
    (
        # Whoever asked may always call it off, whatever it is of.
        Transition("cancel", ("running",), "cancelled", "applicant", "取消导出", "cancel", resource="cancellation"),
        Transition("finish", ("running",), "done", "system", "生成完毕", "finish"),
        Transition("fail", ("running",), "failed", "system", "未能完成", "fail"),
        Transition("expire", ("done",), "expired", "system", "到期清除", "expire"),
    ),
)
#: The turn by which an export comes into being.
REQUEST = Transition("request", (), "running", "applicant", "申请导出", "ask for an export")


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of an export's row."""
    return Record(EXPORT, Export, row.id, row.state, row.version, row.department_code, row.owner_id)

"""What can stand in an export: a list of columns, each with its heading and how a case fills it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row

from engines.cases import CASE, light_of
from kit import clock
from kit.masking import mask_name

Kind = Literal["text", "date", "moment"]
Cell = str | date | datetime | None
_OUTCOMES = {"granted": "准予", "refused": "不予"}
_LIGHTS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}
_HOLDERS = {"applicant": "申请人", "office": "办理部门", "third_party": "第三方", "nobody": ""}
_PARTIES = {"person": "个人", "organisation": "组织"}


@dataclass(frozen=True)
class Names:
    """What codes and ids are called."""

    departments: Mapping[str, str]
    officers: Mapping[Any, str]


@dataclass(frozen=True)
class Column:
    """One column: its heading, what kind of cell, and the cell of a case."""

    heading: str
    kind: Kind
    cell: Callable[[Row[Any], Names], Cell]


def _moment(name: str, heading: str) -> Column:
    return Column(heading, "moment", lambda case, _: _local(getattr(case, name)))


def _local(moment: datetime | None) -> datetime | None:
    """Return a moment on Beijing's clock without its zone, which a spreadsheet does not know."""
    return None if moment is None else clock.local(moment).replace(tzinfo=None, microsecond=0)


def _text(heading: str, cell: Callable[[Row[Any], Names], str | None]) -> Column:
    return Column(heading, "text", cell)


COLUMNS: Mapping[str, Column] = {
    "number": _text("办件编号", lambda case, _: case.number),
    "matter_code": _text("事项编码", lambda case, _: case.matter_code),
    "matter_name": _text("事项名称", lambda case, _: case.matter_name),
    "topic": _text("主题", lambda case, _: case.topic),
    "applicant_kind": _text("申请人类型", lambda case, _: _PARTIES.get(case.applicant_kind, case.applicant_kind)),
    # As the list masks it: organisations are public, a person is not.
    "applicant": _text(
        "申请人",
        lambda case, _: mask_name(case.applicant_name) if case.applicant_kind == "person" else case.applicant_name,
    ),
    "department": _text("办理部门", lambda case, names: names.departments.get(case.department_code)),
    "region_code": _text("行政区划", lambda case, _: case.region_code),
    "channel": _text("申请渠道", lambda case, _: case.channel),
    "state": _text("办理状态", lambda case, _: CASE.state(case.state).zh),
    "light": _text("预警", lambda case, _: _LIGHTS.get(light_of(case) or "")),
    "holder": _text("当前环节", lambda case, _: _HOLDERS[case.holder]),
    "assignee": _text("经办人", lambda case, names: names.officers.get(case.assignee_id)),
    "submitted_at": _moment("submitted_at", "申请时间"),
    "accepted_at": _moment("accepted_at", "受理时间"),
    "due_on": Column("办理期限", "date", lambda case, _: case.due_on),
    "decided_at": _moment("decided_at", "办结时间"),
    "outcome": _text("办理结果", lambda case, _: _OUTCOMES.get(case.outcome or "")),
}
#: What the list shows.
USUAL_COLUMNS = tuple(COLUMNS)

"""The list of cases (办件清单) as an export has it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from auth import department_names, officer_names
from engines.cases import CASE, CaseSearchIn, cases_after, count_all, light_of, search_of
from engines.exports.columns import Names, day, moment, text
from engines.exports.declarations import Listing
from kit.crypto import Vault
from kit.database import Unit
from kit.masking import mask_name

_OUTCOMES = {"granted": "准予", "refused": "不予"}
_LIGHTS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}
_HOLDERS = {"applicant": "申请人", "office": "办理部门", "third_party": "第三方", "nobody": ""}
_PARTIES = {"person": "个人", "organisation": "组织"}


def _names(unit: Unit, vault: Vault, cases: Sequence[Row[Any]]) -> Names:
    assignees = {case.assignee_id for case in cases} - {None}
    return {"departments": department_names(unit), "officers": officer_names(unit, vault, assignees)}


CASES = Listing(
    code="cases",
    title="办件清单",
    sheet="办件",
    note="个人姓名已脱敏；仅限所述事由使用。",
    permission="cases.export",
    reading="cases.read",
    columns={
        "number": text("办件编号", lambda case, _: case.number),
        "matter_code": text("事项编码", lambda case, _: case.matter_code),
        "matter_name": text("事项名称", lambda case, _: case.matter_name),
        "topic": text("主题", lambda case, _: case.topic),
        "applicant_kind": text("申请人类型", lambda case, _: _PARTIES.get(case.applicant_kind, case.applicant_kind)),
        # As the list masks it: organisations are public, a person is not.
        "applicant": text(
            "申请人",
            lambda case, _: mask_name(case.applicant_name) if case.applicant_kind == "person" else case.applicant_name,
        ),
        "department": text("办理部门", lambda case, names: names["departments"].get(case.department_code)),
        "region_code": text("行政区划", lambda case, _: case.region_code),
        "channel": text("申请渠道", lambda case, _: case.channel),
        "state": text("办理状态", lambda case, _: CASE.state(case.state).zh),
        "light": text("预警", lambda case, _: _LIGHTS.get(light_of(case) or "")),
        "holder": text("当前环节", lambda case, _: _HOLDERS[case.holder]),
        "assignee": text("经办人", lambda case, names: names["officers"].get(case.assignee_id)),
        "submitted_at": moment("submitted_at", "申请时间"),
        "accepted_at": moment("accepted_at", "受理时间"),
        "due_on": day("due_on", "办理期限"),
        "decided_at": moment("decided_at", "办结时间"),
        "outcome": text("办理结果", lambda case, _: _OUTCOMES.get(case.outcome or "")),
    },
    filters=CaseSearchIn(),
    search=search_of,
    rows_after=cases_after,
    count=count_all,
    names=_names,
)

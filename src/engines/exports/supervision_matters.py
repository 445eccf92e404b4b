"""The list of supervision matters (督查事项清单) as an export has it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from auth import department_names
from engines.exports.columns import Column, Names, day, moment, number, text
from engines.exports.declarations import Listing
from engines.supervision import (
    CADENCE_NAMES,
    COLOUR_NAMES,
    IMPORTANCE_NAMES,
    LIGHT_NAMES,
    READ,
    SOURCE_NAMES,
    SUPERVISION_MATTER,
    SupervisionSearchIn,
    assisting_organs,
    count_all_matters,
    light_of,
    list_matters,
    matter_filter,
)
from kit import clock
from kit.crypto import Vault
from kit.database import Unit


def _names(unit: Unit, _vault: Vault, matters: Sequence[Row[Any]]) -> Names:
    called, assisting = department_names(unit), assisting_organs(unit, [matter.id for matter in matters])
    together = {
        matter_id: "、".join(called.get(code, code) for code in codes) for matter_id, codes in assisting.items()
    }
    return {"departments": called, "assisting": together}


def _organ(name: str, heading: str) -> Column:
    """Return a column of organs by their names; by its code where the directory has none for it."""
    return text(heading, lambda matter, names: names["departments"].get(code := getattr(matter, name), code))


SUPERVISION_MATTERS = Listing(
    code="supervision_matters",
    title="督查事项清单",
    sheet="督查事项",
    note="内部工作资料；仅限所述事由使用。",
    permission="supervision.export",
    reading=READ,
    columns={
        "number": text("事项编号", lambda matter, _: matter.number),
        "title": text("事项名称", lambda matter, _: matter.title),
        "content": text("工作内容", lambda matter, _: matter.content),
        "department": _organ("department_code", "牵头单位"),
        "co_departments": text("协办单位", lambda matter, names: names["assisting"].get(matter.id)),
        "supervisor": _organ("supervisor_code", "督办单位"),
        "level": number("level", "层级"),
        "state": text("办理状态", lambda matter, _: SUPERVISION_MATTER.state(matter.state).zh),
        "light": text("预警", lambda matter, _: LIGHT_NAMES[light_of(matter, clock.today())]),
        "importance": text("重要程度", lambda matter, _: IMPORTANCE_NAMES[matter.importance]),
        "source_kind": text("事项来源", lambda matter, _: SOURCE_NAMES[matter.source_kind]),
        "source_document": text("来源文件", lambda matter, _: matter.source.get("document")),
        "due_on": day("due_on", "完成时限"),
        "promised_on": day("promised_on", "承诺时限"),
        "progress": number("progress", "进度（%）"),
        "cadence": text("反馈频次", lambda matter, _: CADENCE_NAMES[matter.cadence]),
        "report_due_on": day("report_due_on", "下次反馈时限"),
        "escalation": text("督办单", lambda matter, _: COLOUR_NAMES.get(matter.escalation)),
        "registered_at": moment("registered_at", "立项时间"),
        "assigned_at": moment("assigned_at", "交办时间"),
        "signed_for_at": moment("signed_for_at", "签收时间"),
        # Completed, or cancelled.
        "closed_at": moment("closed_at", "结束时间"),
        "assignee": text("经办人", lambda matter, _: matter.assignee_name),
    },
    filters=SupervisionSearchIn(),
    search=lambda _subject, given, _place: matter_filter(given),
    rows_after=list_matters,
    count=count_all_matters,
    names=_names,
)

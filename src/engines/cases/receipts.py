"""The receipt of an application (收件凭证) on paper: what was handed in, when, to whom, and what happens next."""

from typing import Any

from sqlalchemy import Row

from engines.cases.clocks import acceptance_dates
from engines.cases.notices import TEMPLATE
from engines.cases.queries import materials_of
from engines.lifecycles import events_of
from engines.matters import revision
from engines.papers import drawn_paper
from kit import clock
from kit.context import Context
from kit.database import Unit

TITLE = "收件凭证"
#: How a material stands that was handed in, declared, found by the office, or is still to come.
_WAYS = {"tolerated": "容缺，待补", "committed": "告知承诺"}


def receipt_document(unit: Unit, context: Context, case: Row[Any]) -> bytes:
    """Return the printable receipt of a case as a PDF; the first one drawn is kept."""
    return drawn_paper(context, "receipts", case.id.hex, TEMPLATE, lambda: _content(unit, case))


def _content(unit: Unit, case: Row[Any]) -> dict[str, Any]:
    guide = revision(unit, case.matter_revision_id)
    filed = events_of(unit, case.id)[0]
    day = clock.local(case.submitted_at)
    due = acceptance_dates(unit, guide, case.submitted_at).promised.due_on
    told = f"现收到您提交的“{case.matter_name}”申请（办件编号 {case.number}），经办：{filed.actor_name}。"
    if guide.content.second_signer is None:
        told += f"我们将于{due:%Y年%m月%d日}前决定是否受理（《行政许可法》第三十二条）。"
    else:
        told += f"{guide.content.second_signer}签署后五个工作日内决定是否受理（《行政许可法》第三十二条）。"
    return {
        "title": TITLE,
        "number": f"{case.number}收字第1号",
        "department": guide.content.raw["department_name"],
        "addressee": case.applicant_name,
        "paragraphs": [told, "申请材料："],
        "items": [_material(row) for row in materials_of(unit, case.id) if row.status != "left_out"],
        "closing": [f"办理进度可登录“浙里办”或凭办件编号查询，咨询电话 {guide.content.raw['consultation_phone']}。"],
        "date": f"{day:%Y年%m月%d日 %H:%M}",
        "case_number": case.number,
        "matter": case.matter_name,
    }


def _material(row: Row[Any]) -> str:
    return f"{row.name}（{_WAYS.get(row.status) or row.source}）"

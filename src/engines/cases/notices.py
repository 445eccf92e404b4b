"""Written notices (文书): dated, numbered, drawn from the turn that they tell (行政许可法 第三十二、三十八条).

A notice is its event, which never changes; the first reader's drawing is kept.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from engines.cases.rules import NoticeNotFound
from engines.lifecycles import events_of
from engines.matters import revision
from engines.papers import drawn_paper
from kit import clock
from kit.context import Context
from kit.database import Unit

TEMPLATE = Path(__file__).with_name("notice.typ")
#: Turns that are told in writing: the word in the notice's number, and its title.
_TITLES: Mapping[str, tuple[str, str]] = {
    "accept": ("受", "受理通知书"),
    "deem_accepted": ("受", "视为受理告知书"),
    "refuse_acceptance": ("不受", "不予受理通知书"),
    "request_correction": ("补", "补正材料一次性告知书"),
    "return_unanswered": ("退", "退件通知书"),
    "suspend": ("特", "特别程序告知书"),
    "resume": ("特", "特别程序结束告知书"),
    "decide_extension": ("延", "延长办理期限告知书"),
    "amend_decision": ("更", "决定更正通知书"),
    "reopen": ("撤", "撤销决定通知书"),
    "request_human_review": ("复", "人工复核告知书"),
}
_DECISIONS = {"granted": ("准", "准予决定书"), "refused": ("否", "不予决定书")}
_REMEDIES = {"reconsideration": "申请行政复议", "litigation": "提起行政诉讼"}


@dataclass(frozen=True)
class Notice:
    """One notice of a case: its event, number and title."""

    event: Row[Any]
    number: str
    title: str


def notices_among(case_number: str, events: Sequence[Row[Any]]) -> list[Notice]:
    """Return the notices that a timeline holds, numbered in its order."""
    found: list[Notice] = []
    for event in events:
        named = _named(event)
        if named is not None:
            word, title = named
            found.append(Notice(event, f"{case_number}{word}字第{len(found) + 1}号", title))
    return found


def notice_document(unit: Unit, context: Context, case: Row[Any], event_id: uuid.UUID) -> tuple[Notice, bytes]:
    """Return a notice and its PDF. Errors: :class:`NoticeNotFound`."""
    notice = next(
        (item for item in notices_among(case.number, events_of(unit, case.id)) if item.event.id == event_id), None
    )
    if notice is None:
        raise NoticeNotFound
    return notice, drawn_paper(context, "notices", event_id.hex, TEMPLATE, lambda: _content(unit, case, notice))


def _named(event: Row[Any]) -> tuple[str, str] | None:
    outcome = event.detail.get("outcome")
    if event.transition == "decide_extension" and outcome != "approved":
        return None
    if event.to_state == "done" and event.from_state != "done":
        return _DECISIONS[outcome]
    return _TITLES.get(event.transition)


def _content(unit: Unit, case: Row[Any], notice: Notice) -> dict[str, Any]:
    event = notice.event
    guide = revision(unit, case.matter_revision_id)
    write = _WRITERS.get(event.transition, _decision)
    opening = f"您于{_day(case.submitted_at)}提交的“{case.matter_name}”申请（办件编号 {case.number}）"
    paragraphs, items = write(opening, event)
    return {
        "title": notice.title,
        "number": notice.number,
        "department": guide.content.raw["department_name"],
        "addressee": case.applicant_name,
        "paragraphs": paragraphs,
        "items": items,
        "closing": [_remedy(event.detail["remedies"])] if event.detail.get("remedies") else [],
        "date": _day(event.at),
        "case_number": case.number,
        "matter": case.matter_name,
    }


Told = tuple[list[str], list[str]]


def _accept(opening: str, event: Row[Any]) -> Told:
    detail = event.detail
    how = (
        "材料齐全、符合法定形式，现予受理"
        if event.transition == "accept"
        else "自收到之日起五个工作日内未告知补正，依法视为已受理"
    )
    return (
        [
            f"{opening}，{how}（《行政许可法》第三十二条）。",
            (
                f"我们承诺于{_date(detail['due_on'])}前办结，法定期限至{_date(detail['statutory_due_on'])}。"
                "期间遇法定特别程序的，所需时间不计入期限，并将书面告知您。"
            ),
        ],
        [],
    )


def _refuse_acceptance(opening: str, event: Row[Any]) -> Told:
    told = [f"{opening}，经审查不予受理（《行政许可法》第三十二条）。理由：{event.opinion}"]
    if event.detail.get("right_office"):
        told.append(f"请向{event.detail['right_office']}提出申请。")
    return told, []


def _correction(opening: str, event: Row[Any]) -> Told:
    return [
        (
            f"{opening}，材料尚需补正。现依《行政许可法》第三十二条一次性告知您需要补正的全部内容，"
            f"请于{_date(event.detail['answer_by'])}前提交；逾期未补正的，申请将退回。"
        )
    ], event.detail["items"]


def _returned(opening: str, event: Row[Any]) -> Told:
    return [
        f"{opening}，至{_date(event.detail['answer_by'])}未收到您的答复，现予退回。您可以重新提出申请，已填写的内容可以带入。"
    ], []


def _suspend(opening: str, event: Row[Any]) -> Told:
    detail = event.detail
    return [
        f"{opening}，需进行{detail['name']}（{detail['statute']}）。原因：{event.opinion}",
        f"所需时间预计至{_date(detail['announced_until'])}，不计入办理期限；办结日期相应顺延，预计为{_date(detail['due_on'])}。",
    ], []


def _resume(opening: str, event: Row[Any]) -> Told:
    detail = event.detail
    return [
        f"{opening}，{detail['name']}已结束，结果：{event.opinion}",
        f"办理期限自次日起继续计算，应于{_date(detail['due_on'])}前办结。",
    ], []


def _extension(opening: str, event: Row[Any]) -> Told:
    detail = event.detail
    return [
        f"{opening}，经本机关负责人批准，办理期限延长 {detail['days']} 个工作日（{detail['statute']}）。",
        f"延长理由：{detail['reason']}",
        f"延长后的办结日期为{_date(detail['due_on'])}。",
    ], []


def _amendment(opening: str, event: Row[Any]) -> Told:
    return [
        f"{opening}，决定文书的表述更正如下，决定结果不变。更正原因：{event.opinion}",
        f"更正后：{event.detail['text']}",
    ], []


def _reopening(opening: str, event: Row[Any]) -> Told:
    return [
        f"{opening}，原决定经核查应予撤销（《行政许可法》第六十九条），由原决定产生的证照同时失效。原因：{event.opinion}",
        f"本机关将重新作出决定，期限至{_date(event.detail['due_on'])}。",
    ], []


def _human_review(opening: str, event: Row[Any]) -> Told:
    return [
        f"{opening}，原由系统按规则自动作出不予批准的决定。您要求人工复核，原决定不再执行（《个人信息保护法》第二十四条）。",
        f"工作人员将于{_date(event.detail['due_on'])}前重新作出决定。",
    ], []


def _by_rules(opening: str, event: Row[Any]) -> Told:
    told, _ = _decision(opening, event)
    told.append("本决定由系统按照公开的审批规则自动作出，各项规则的核验结果如下。")
    if event.detail["outcome"] == "refused":
        told.append("您有权要求工作人员复核，复核由工作人员重新作出决定（《个人信息保护法》第二十四条）。")
    words = {"passed": "符合", "failed": "不符合", "unknown": "未能核验"}
    return told, [f"{rule['name']}：{words[rule['outcome']]}" for rule in event.detail["rules"]]


def _decision(opening: str, event: Row[Any]) -> Told:
    detail = event.detail
    if detail["outcome"] == "refused":
        return [f"{opening}，经审查决定不予批准（《行政许可法》第三十八条第二款）。理由：{event.opinion}"], []
    reason = f"{event.opinion}" if event.opinion else "符合法定条件、标准。"
    told = [f"{opening}，经审查决定准予（《行政许可法》第三十八条第一款）。{reason}"]
    if detail.get("conditions"):
        told.append("本决定附以下条件：")
    return told, detail.get("conditions", [])


_WRITERS = {
    "accept": _accept,
    "deem_accepted": _accept,
    "refuse_acceptance": _refuse_acceptance,
    "request_correction": _correction,
    "return_unanswered": _returned,
    "suspend": _suspend,
    "resume": _resume,
    "decide_extension": _extension,
    "amend_decision": _amendment,
    "reopen": _reopening,
    "request_human_review": _human_review,
    "decide_by_rules": _by_rules,
}


def _remedy(remedies: Sequence[Mapping[str, str]]) -> str:
    ways = "，或者".join(
        f"于{_date(item['until'])}前向{item['body']}{_REMEDIES[item['kind']]}（{item['statute']}）" for item in remedies
    )
    return f"如不服本决定，可以{ways}。"


def _date(day: str) -> str:
    year, month, day_ = day.split("-")
    return f"{year}年{int(month)}月{int(day_)}日"


def _day(moment: Any) -> str:
    return _date(clock.local(moment).date().isoformat())

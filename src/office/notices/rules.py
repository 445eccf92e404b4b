"""What a notice has to be, whom it reaches, and the refusals of this micro-app."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kit.errors import Conflict, Forbidden, NotFound, Pointer, Unprocessable

CATEGORIES = {
    "general": "综合通知",
    "meeting": "会议活动",
    "logistics": "后勤服务",
    "personnel": "人事党务",
    "training": "学习培训",
    "safety": "安全应急",
}
IMPORTANCES = {"normal": "一般", "important": "重要", "urgent": "紧急"}
#: Working days within which reading is confirmed where the author names no day.
CONFIRM_DAYS = {"normal": 3, "important": 2, "urgent": 1}
REMIND_EVERY = timedelta(hours=4)
#: So far ahead a notice is scheduled.
LONGEST_AHEAD = timedelta(days=366)
EVERYBODY = "*"


class OfficeNoticeNotFound(NotFound):
    """No such notice, or none that is addressed to this officer or published by their department."""

    code = "office-notice-not-found"
    zh = "没有找到该通知，或您无权查看。"
    en = "There is no such notice, or it is not addressed to you."


class OfficeNoticeUnfit(Unprocessable):
    """The notice cannot be kept or published like this."""

    code = "office-notice-unfit"
    zh = "通知内容有误，请按提示修改。"
    en = "The notice does not do like this. Correct what is pointed at."


class AudienceTooWide(Forbidden):
    """A department's publishers reach their department and those below it."""

    code = "audience-too-wide"
    zh = "您只能向本单位及下属单位发布通知；{beyond}不在其中，请由{who}发布。"
    en = "You publish to your department and those below it; {beyond} is not among them. Ask {who} to publish it."


class NoOwnDepartment(Forbidden):
    """A notice is a department's, and this officer works in none."""

    code = "no-own-department"
    zh = "您没有所在单位，不能起草通知。"
    en = "A notice is a department's, and you have none."


class NotReplaceable(Conflict):
    """A correction takes the place of a notice that stands."""

    code = "notice-not-replaceable"
    zh = "被更正的通知“{title}”已撤回、已更正或已过期，请作为新通知发布。"
    en = "The notice to be corrected, “{title}”, does not stand any more. Publish a notice of its own."


class ConfirmationNotAsked(Conflict):
    """Only who was addressed at publication is asked to confirm, and only if the notice asks for it."""

    code = "confirmation-not-asked"
    zh = "本通知无需您确认；如刚刚发布，请稍候再试。"
    en = "You are not asked to confirm this notice. If it was published just now, try again in a moment."


class NoticeOver(Conflict):
    """What was withdrawn, corrected or has expired is not confirmed any more."""

    code = "notice-over"
    zh = "该通知已撤回、已更正或已过期，无需再确认。"
    en = "This notice was withdrawn or corrected, or has expired: it is not confirmed any more."


class RemindedLately(Conflict):
    """Readers are reminded at most once in :data:`REMIND_EVERY`."""

    code = "reminded-lately"
    zh = "刚刚已催阅过，{again_at}之后可以再次催阅。"
    en = "Readers were reminded lately. You can do so again after {again_at}."
    exposes = ("again_at",)


class NobodyToRemind(Conflict):
    """Everybody who was asked has confirmed, or nobody was asked."""

    code = "nobody-to-remind"
    zh = "没有需要催阅的人员：本通知无需确认，或者所有人员均已确认。"
    en = "There is nobody to remind: no confirmation is asked for, or everybody has confirmed."


def check_fit(notice: Any, day: date, due_on: date | None) -> None:
    """Refuse what cannot be published on a day, to be confirmed by another. Errors: :class:`OfficeNoticeUnfit`."""
    lost = list(_findings(notice, day, due_on))
    if lost:
        raise OfficeNoticeUnfit(pointers=lost)


def check_to_come(publish_at: datetime, moment: datetime) -> None:
    """Refuse to publish in the past, or more than a year ahead. Errors: :class:`OfficeNoticeUnfit`."""
    if publish_at <= moment:
        raise OfficeNoticeUnfit(pointers=[Pointer("/publish_at", "past", "发布时间已过。", "This moment has passed.")])
    if publish_at > moment + LONGEST_AHEAD:
        sentence = ("最多可提前一年设定发布时间。", "Schedule it for a moment within a year.")
        raise OfficeNoticeUnfit(pointers=[Pointer("/publish_at", "too-far", *sentence)])


def _findings(notice: Any, day: date, due_on: date | None) -> Iterator[Pointer]:
    audience, until = notice.audience, notice.visible_until
    if not (audience["everybody"] or audience["departments"] or audience["officers"]):
        yield Pointer("/audience", "missing", "请选择通知范围。", "Say to whom it is addressed.")
    if due_on is not None and due_on < day:
        yield Pointer("/confirm_by", "past", "确认期限早于发布日期。", "This day is before the publication.")
    if until is not None and until < max(day, due_on or day):
        sentence = (
            "有效期早于发布日期或确认期限。",
            "This day is before the publication, or confirmations are due later.",
        )
        yield Pointer("/visible_until", "too-early", *sentence)
    if notice.pinned and until is None:
        yield Pointer("/visible_until", "missing", "置顶通知请填写有效期。", "Say until when it stands on top.")


def check_known(audience: Mapping[str, Any], departments: Mapping[str, str], officers: Mapping[uuid.UUID, str]) -> None:
    """Refuse departments and officers that are not known by name. Errors: :class:`OfficeNoticeUnfit`."""
    lost = [
        Pointer(f"/audience/departments/{place}/code", "unknown", "没有该单位。", "There is no such department.")
        for place, item in enumerate(audience["departments"])
        if item["code"] not in departments
    ]
    lost += [
        Pointer(f"/audience/officers/{place}", "unknown", "没有该人员。", "There is no such officer.")
        for place, officer_id in enumerate(audience["officers"])
        if uuid.UUID(officer_id) not in officers
    ]
    if lost:
        raise OfficeNoticeUnfit(pointers=lost)


def audience_keys(audience: Mapping[str, Any]) -> list[str]:
    """Return by what words a notice is found by those to whom it is addressed."""
    if audience["everybody"]:
        return [EVERYBODY]
    departments = [f"{'below' if item['below'] else 'in'}:{item['code']}" for item in audience["departments"]]
    return [*dict.fromkeys([*departments, *(f"officer:{officer_id}" for officer_id in audience["officers"])])]


def reader_keys(officer_id: uuid.UUID, line: Sequence[str]) -> list[str]:
    """Return by what words an officer finds notices; ``line`` is their department and those above it."""
    own = [f"in:{code}" for code in line[:1]]
    return [EVERYBODY, f"officer:{officer_id}", *own, *(f"below:{code}" for code in line)]


def line_of(department: str | None, parents: Mapping[str, str | None]) -> list[str]:
    """Return a department and those above it; none for an officer of no department."""
    line: list[str] = []
    while department is not None and department in parents and department not in line:
        line.append(department)
        department = parents[department]
    return line


def reached(audience: Mapping[str, Any], parents: Mapping[str, str | None]) -> set[str] | None:
    """Return the departments that an audience names, with those below where it says so; None for everybody."""
    if audience["everybody"]:
        return None
    exact = {item["code"] for item in audience["departments"]}
    whole = {item["code"] for item in audience["departments"] if item["below"]}
    return exact | {code for code in parents if whole.intersection(line_of(code, parents))} if whole else exact


def reminded_lately(reminded_at: datetime | None, moment: datetime) -> bool:
    """Tell whether readers were reminded within :data:`REMIND_EVERY`."""
    return reminded_at is not None and moment < reminded_at + REMIND_EVERY


def check_pause(reminded_at: datetime | None, moment: datetime, shown: str) -> None:
    """Refuse to remind again so soon; ``shown`` is the moment from which one can. Errors: :class:`RemindedLately`."""
    if reminded_lately(reminded_at, moment):
        raise RemindedLately(again_at=shown)


def check_free(files: Sequence[tuple[int, uuid.UUID | None]]) -> None:
    """Refuse files, each with its place, that are part of another record. Errors: :class:`OfficeNoticeUnfit`."""
    sentence = ("该文件已用于其他记录，请重新上传。", "This file is part of another record. Upload it again.")
    lost = [Pointer(f"/file_ids/{place}", "in-use", *sentence) for place, record_id in files if record_id is not None]
    if lost:
        raise OfficeNoticeUnfit(pointers=lost)

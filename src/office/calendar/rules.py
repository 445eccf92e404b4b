"""What holds for a notice of days off."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kit.errors import Conflict, NotFound, Pointer, Unprocessable

SATURDAY = 5
#: A notice may make working days of the last week of the December before (New Year).
DECEMBER, FIRST_OF_LAST_WEEK = 12, 24
#: 全国年节及纪念日放假办法 第二条: thirteen days of festivals, and those among them that have a fixed date.
FEWEST_HOLIDAYS, MOST_HOLIDAYS, MOST_MAKEUP_DAYS = 13, 45, 12
FIXED_FESTIVALS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class NoticeBroken(Unprocessable):
    """A notice that cannot be the State Council's; nothing of it is stored."""

    code = "notice-broken"
    zh = "放假安排有误，未导入任何日期。请对照国务院办公厅通知改正后重新导入。"
    en = "The notice is not right and nothing was imported. Correct it against the State Council's text."


class ClosureBroken(Unprocessable):
    """A closure of days on which nobody works anyway, or of the past."""

    code = "closure-broken"
    zh = "停止办公的日期有误，请按提示改正。"
    en = "The days of the closure are not right. Correct them as said below."


class NothingChanges(Conflict):
    """The calendar says this already."""

    code = "nothing-changes"
    zh = "日历中已是这样的安排，无需再次导入。"
    en = "The calendar says this already; there is nothing to import."


class ClosureUnknown(NotFound):
    """No closure is stored for this day."""

    code = "closure-unknown"
    zh = "该日没有登记停止办公。"
    en = "No closure is stored for this day."


@dataclass(frozen=True)
class AskedDay:
    """One day of a notice as it was sent."""

    day: date
    kind: Literal["holiday", "makeup_workday"]
    name: str


def day_of(text: str) -> date:
    """Return the day that an address names. Errors: :class:`ClosureUnknown`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ClosureUnknown from None


def check_notice(year: int, days: Sequence[AskedDay]) -> None:
    """Refuse a notice that breaks a rule, with every finding. Errors: :class:`NoticeBroken`."""
    findings = [*_day_findings(year, days), *_whole_findings(year, days)]
    if findings:
        raise NoticeBroken(pointers=findings)


def check_closure(days: Sequence[date], working: Sequence[bool], today: date, longest_past: int) -> None:
    """Refuse a closure that closes nothing, or one of long ago. Errors: :class:`ClosureBroken`."""
    if not any(working):
        raise ClosureBroken(
            pointers=[
                Pointer("/first", "no-working-day", "这些日期本来就不上班。", "These are no working days anyway.")
            ]
        )
    if (today - days[0]).days > longest_past:
        zh, en = f"最早只能登记 {longest_past} 天前的日期。", f"The first day may lie at most {longest_past} days back."
        raise ClosureBroken(pointers=[Pointer("/first", "range", zh, en)])


def _day_findings(year: int, days: Sequence[AskedDay]) -> Iterator[Pointer]:
    kinds: dict[date, str] = {}
    for index, item in enumerate(days):
        place = f"/days/{index}/day"
        if not _of_year(item.day, year):
            yield Pointer(place, "wrong-year", f"不是 {year} 年的日期。", f"This day is not of {year}.")
        before = kinds.setdefault(item.day, item.kind)
        if item is not next(other for other in days if other.day == item.day):
            if before == item.kind:
                yield Pointer(place, "repeated", "同一日期出现了两次。", "The day stands here twice.")
            else:
                zh, en = "同一日期既放假又上班。", "The day is a holiday and a make-up working day at once."
                yield Pointer(place, "contradictory", zh, en)
        if item.kind == "makeup_workday" and item.day.weekday() < SATURDAY:
            yield Pointer(
                place, "no-weekend", "调休上班日应为周六或周日。", "A make-up working day is one of a weekend."
            )


def _of_year(day: date, year: int) -> bool:
    last_week = (day.year, day.month) == (year - 1, DECEMBER) and day.day >= FIRST_OF_LAST_WEEK
    return day.year == year or last_week


def _whole_findings(year: int, days: Sequence[AskedDay]) -> Iterator[Pointer]:
    numbers = Counter(item.kind for item in days)
    if not FEWEST_HOLIDAYS <= numbers["holiday"] <= MOST_HOLIDAYS or numbers["makeup_workday"] > MOST_MAKEUP_DAYS:
        zh = f"共 {numbers['holiday']} 天放假、{numbers['makeup_workday']} 天调休上班，不合常理"
        zh += f"（放假 {FEWEST_HOLIDAYS}—{MOST_HOLIDAYS} 天，调休不超过 {MOST_MAKEUP_DAYS} 天）。"
        en = f"{numbers['holiday']} days off and {numbers['makeup_workday']} make-up days are not plausible: "
        en += f"{FEWEST_HOLIDAYS} to {MOST_HOLIDAYS} and at most {MOST_MAKEUP_DAYS}."
        yield Pointer("/days", "implausible", zh, en)
    off = {item.day for item in days if item.kind == "holiday"}
    for month, day in FIXED_FESTIVALS:
        if date(year, month, day) not in off:
            zh, en = f"缺少法定节日 {month} 月 {day} 日。", f"The public holiday {year}-{month:02}-{day:02} is missing."
            yield Pointer("/days", "festival-missing", zh, en)

"""Deadlines in a text: 9月底前, 年底前, 三季度末, 本周五前, 两周内, and the days they mean."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

Match = re.Match[str]


@dataclass(frozen=True)
class Deadline:
    """Words that set a deadline; ``due_on`` is None where the text alone does not say which day."""

    start: int
    end: int
    due_on: date | None
    basis: str


_N = "(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_YEAR = r"(?:(?P<year>[12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3}|今|本|当|明|次|后|去|上|前) ?年度? ?)?"
#: 6月30日前的存量项目 is no deadline.
_BEFORE = " ?(?:之前|以前|前|止)(?!的)"
#: 12月10日（周四）下班前, 12月10日17:00前: the day counts.
_HOUR = (
    "(?:[（(](?:周|星期)[一二三四五六日天][）)])?"
    "(?: ?(?:上午|中午|下午|晚)?(?:[0-9]{1,2}(?:[:：][0-9]{2}|[时点](?:[0-9]{1,2}分)?)|下班)?)"
)
_DAY = rf"{_YEAR}(?<![0-9])(?P<month>{_N}) ?月份? ?(?P<day>{_N}) ?[日号]"
_TENTHS = {"上旬": 10, "中旬": 20}
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_YEARS = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "后": 2}
_PAST_YEARS = {"去", "上", "前"}
#: What stands before a span of time that is a standard of service and no deadline: 压减至4个工作日以内.
_STANDARD = re.compile(r"(?:至|到|为|超过|最多|最长|控制在|压缩在|平均|和|、|[个“\"]) ?$")
_EVENT = re.compile(r"(?:后|起)的? ?$")


def deadlines(text: str, start: int, end: int, base: date) -> list[Deadline]:
    """Return the deadlines in a part of a plain text, in order and apart from each other."""
    found = [(match, day) for pattern, day in _RULES for match in pattern.finditer(text, start, end)]
    found.sort(key=lambda item: (item[0].start(), -item[0].end()))
    result: list[Deadline] = []
    reference = base
    for match, day in found:
        if result and match.start() < result[-1].end:
            continue
        deadline = day(match, base, reference)
        if deadline is not None:
            result.append(deadline)
            # 2027年3月底前…，6月底前…: the second is of the year of the first.
            if deadline.due_on and deadline.due_on.year > base.year and match.groupdict().get("year"):
                reference = deadline.due_on
    return result


def number(words: str) -> int:
    """Return a number of at most three characters, in digits or Chinese."""
    if words.isascii():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in words))
    return (_DIGITS.get(tens[-1:], 0) if tens else 1) * 10 + _DIGITS.get(ones[:1], 0)


def _year(match: Match, base: date) -> int | None:
    """Return the year that is named, by its number or as this or next year; None where none is."""
    words = match["year"]
    if words is None:
        return None
    if words in _YEARS:
        return base.year + _YEARS[words]
    return int("".join(char if char.isascii() else str(_DIGITS[char]) for char in words))


def _dated(match: Match, base: date, reference: date, day: Callable[[int], date]) -> Deadline | None:
    """Return a deadline in the year that is named, or else in the first one in which it is not past."""
    if match["year"] in _PAST_YEARS:
        return None
    named = _year(match, base)
    try:
        if named is not None:
            return Deadline(*match.span(), day(named), "date")
        found = day(reference.year)
        if found >= reference:
            return Deadline(*match.span(), found, "date" if found.year == base.year else "next_year")
        return Deadline(*match.span(), day(reference.year + 1), "next_year")
    except (ValueError, OverflowError):
        return Deadline(*match.span(), None, "impossible_date")


def _on_day(match: Match, base: date, reference: date) -> Deadline | None:
    return _dated(match, base, reference, lambda year: date(year, number(match["month"]), number(match["day"])))


def _to_day(match: Match, base: date, reference: date) -> Deadline | None:
    """From one day to another: the second one counts."""
    month = number(match["until_month"] or match["month"])
    return _dated(match, base, reference, lambda year: date(year, month, number(match["until_day"])))


def _in_month(match: Match, base: date, reference: date) -> Deadline | None:
    month = number(match["month"])
    return _dated(
        match,
        base,
        reference,
        lambda year: date(year, month, _TENTHS[match["part"]]) if match["part"] in _TENTHS else _end_of(year, month),
    )


def _before_month(match: Match, base: date, reference: date) -> Deadline | None:
    """2020年3月前: the last day before the month begins, the stricter reading."""
    return _dated(match, base, reference, lambda year: date(year, number(match["month"]), 1) - timedelta(days=1))


def _in_year(match: Match, base: date, reference: date) -> Deadline | None:
    return _dated(match, base, reference, lambda year: date(year, 12, 31))


def _before_year(match: Match, base: date, reference: date) -> Deadline | None:
    return _dated(match, base, reference, lambda year: date(year - 1, 12, 31))


def _in_quarter(match: Match, base: date, reference: date) -> Deadline | None:
    quarter = number(match["quarter"])
    # 三季度前 without 末 is before the quarter begins.
    month = 3 * quarter if match["part"] else 3 * quarter - 3
    return _dated(match, base, reference, lambda year: _end_of(year, month) if month else date(year - 1, 12, 31))


def _in_half(match: Match, base: date, reference: date) -> Deadline | None:
    return _dated(match, base, reference, lambda year: _end_of(year, 6 if match["half"] == "上" else 12))


def _near_month(match: Match, base: date, reference: date) -> Deadline | None:
    """月底前, 本月20日前, 下月底前."""
    del reference
    ahead = 1 if match["which"] in {"下", "下个", "次"} else 0
    year, month = _months_on(base, ahead)
    try:
        due = date(year, month, number(match["day"])) if match["day"] else _end_of(year, month)
    except (ValueError, OverflowError):
        return Deadline(*match.span(), None, "impossible_date")
    return Deadline(*match.span(), due, "relative")


def _near_week(match: Match, base: date, reference: date) -> Deadline | None:
    """本周五前, 下周内."""
    del reference
    monday = base - timedelta(days=base.weekday())
    ahead = 7 if match["which"] == "下" else 0
    weekday = "一二三四五六日".find(match["day"].replace("天", "日")) if match["day"] else 6
    return _counted(match, lambda: monday + timedelta(days=ahead + weekday))


def _within(match: Match, base: date, reference: date) -> Deadline | None:
    """两周内, 十个工作日内, 三个月内; spans that are standards of service are none."""
    del reference
    before = match.string[max(0, match.start() - 6) : match.start()]
    after = match.string[match.end() : match.end() + 3].lstrip()
    if _STANDARD.search(before) or after.startswith(("办结", "办理", "办成")):
        return None
    if _EVENT.search(before):
        return Deadline(*match.span(), None, "from_event")
    if match["unit"].endswith("工作日"):
        return Deadline(*match.span(), None, "working_days")
    count, unit = match["count"], match["unit"][-1]
    if count == "半":
        return _counted(match, lambda: _month_later(base, 6) if unit == "年" else base + timedelta(days=15))
    many = number(count)
    days = {"天": many, "日": many, "周": 7 * many, "期": 7 * many, "时": -(-many // 24)}
    if unit in days:
        return _counted(match, lambda: base + timedelta(days=days[unit]))
    return _counted(match, lambda: _month_later(base, many * (12 if unit == "年" else 1)))


def _counted(match: Match, day: Callable[[], date]) -> Deadline:
    try:
        return Deadline(*match.span(), day(), "relative")
    except (ValueError, OverflowError):
        return Deadline(*match.span(), None, "impossible_date")


def _months_on(base: date, months: int) -> tuple[int, int]:
    years, month = divmod(base.month - 1 + months, 12)
    return base.year + years, month + 1


def _month_later(base: date, months: int) -> date:
    year, month = _months_on(base, months)
    return min(_end_of(year, month), date(year, month, 1) + timedelta(days=base.day - 1))


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_RULES: tuple[tuple[re.Pattern[str], Callable[[Match, date, date], Deadline | None]], ...] = (
    (
        re.compile(rf"{_DAY} ?(?:至|到|-|—|－|～|~) ?(?:(?P<until_month>{_N}) ?月 ?)?(?P<until_day>{_N}) ?[日号]"),
        _to_day,
    ),
    (re.compile(rf"{_DAY}{_HOUR}{_BEFORE}"), _on_day),
    (re.compile(rf"(?:截止|最迟|最晚|不迟于|不晚于) ?(?:时间)?[为至到于：:]? ?{_DAY}{_HOUR}(?:{_BEFORE})?"), _on_day),
    (
        re.compile(
            rf"{_YEAR}(?<![0-9每])(?<!每年)(?P<month>{_N}) ?月份? ?(?P<part>底|末|上旬|中旬|下旬)(?:{_BEFORE})?(?!的)"
        ),
        _in_month,
    ),
    (re.compile(rf"{_YEAR}(?<![0-9每])(?<!每年)(?P<month>{_N}) ?月份?{_BEFORE}"), _before_month),
    (
        re.compile(
            r"(?:(?P<year>[12][0-9]{3}|今|本|当|明|次) ?|(?<![0-9一二两三四五六七八九十半每多几近同历去上前年 ]))"
            rf"年 ?(?:底|末|内)(?:{_BEFORE})?(?!的)"
        ),
        _in_year,
    ),
    (re.compile(r"到 ?(?P<year>[12][0-9]{3}) ?年(?= ?[，,])"), _in_year),
    (re.compile(rf"(?P<year>[12][0-9]{{3}}) ?年{_BEFORE}"), _before_year),
    (
        re.compile(
            rf"{_YEAR}第? ?(?P<quarter>[一二三四1-4]) ?季度 ?(?:(?P<part>末|底|内)(?:{_BEFORE})?(?!的)|{_BEFORE})"
        ),
        _in_quarter,
    ),
    (re.compile(rf"{_YEAR}(?P<half>[上下])半年 ?(?:(?:底|末|内)(?:{_BEFORE})?(?!的)|{_BEFORE})"), _in_half),
    (
        re.compile(
            r"(?P<which>下个|这个|[本当这下次])? ?(?<![0-9一二两三四五六七八九十每个逐按])月 ?(?P<day>)"
            rf"(?:底|末)(?:{_BEFORE})?(?!的)"
        ),
        _near_month,
    ),
    (re.compile(rf"(?P<which>[本当这下次]|下个) ?月 ?(?:(?P<day>{_N}) ?[日号]{_BEFORE}|内(?!的))"), _near_month),
    (
        re.compile(
            rf"(?P<which>[本这下]) ?周 ?(?:(?P<day>[一二三四五六日天])(?:{_BEFORE})?|[内底末](?:{_BEFORE})?)(?!的)"
        ),
        _near_week,
    ),
    (
        re.compile(
            rf"(?<![0-9.第])(?P<count>{_N}|半) ?(?P<unit>个? ?工作日|天|日|周|个?星期|个?小时|个?月|年)"
            r"(?:时间)? ?[之以]?内(?!的)"
        ),
        _within,
    ),
)

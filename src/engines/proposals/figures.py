"""Figures that can be checked (100%, 不超过90天, 全覆盖), and how often something is to be reported."""

import re
from typing import NamedTuple

_COUNT = r"(?:[0-9]{1,9}(?:\.[0-9]{1,4})?|[一二两三四五六七八九十]{1,3})"
_DIGITS = r"[0-9]{1,9}(?:\.[0-9]{1,4})?"
_UNTIL = "(?:以上|以下|以内|之内|内|左右)"
_TOWARDS = (
    "(?:不低于|不少于|不超过|不高于|不多于|超过|达到|达|高于|低于|至少|最多|最长|最短|控制在|"
    "减少|压减|压缩|缩减|缩短|提高|提升|下降|降低|增长|增加)"
)
_DURATION = "(?:工作日|天|日|小时|分钟|个月)"
_THINGS = "(?:个|项|家|件|万人|人次|人|户|座|公里|亩|艘|台|套|条|万元|亿元|元|次|所|倍|宗|批|篇)"
#: 回头看 is a matter of its own beside what is reported regularly.
LOOK_BACK = "look_back"
_TARGET = re.compile(
    rf"{_TOWARDS}? ?[至到]? ?{_DIGITS} ?(?:%|个百分点) ?{_UNTIL}?"
    rf"|{_TOWARDS}? ?百分之[一二两三四五六七八九十百]{{1,4}} ?{_UNTIL}?"
    rf"|{_TOWARDS}[至到]? ?[“\"]? ?{_COUNT} ?个? ?(?:[和或、] ?{_COUNT} ?个? ?){{0,4}}{_DURATION} ?{_UNTIL}?"
    rf"|{_COUNT} ?个? ?(?:[和或、] ?{_COUNT} ?个? ?){{0,4}}{_DURATION} ?[之以]?内办[结理成]"
    rf"|{_COUNT} ?个?(?:工作)?[日天]办[结成]"
    r"|(?:建成|新增|培育|打造|完成|引进|创建|新建|改建|改造|不少于|不低于|超过|达到|达|至少)"
    rf"(?:[^，。；、0-9]|[0-9](?=[A-Za-z])){{0,12}}{_DIGITS} ?[万亿]?{_THINGS}{_UNTIL}?"
    r"|覆盖[^，。；]{0,10}(?:全部|所有)[^，。；]{0,10}|全覆盖|应[归减接上用享联][一-龥]{0,2}尽[归减接上用享联]"
)
_WEEKLY = re.compile(
    r"每周(?:[一二三四五六日天](?:之?前)?)?|逐周|按周|一周一|"
    r"(?<![0-9一二两三四五六七八九十上本下这])周(?:通报|报|调度|例会|汇总)"
)
_LOOKING_BACK = re.compile("回头看")
_MONTHLY = re.compile(
    r"每个?月(?: ?(?:[0-9]{1,2} ?[日号]|[底末])(?:之?前)?)?|逐月|按月|一月一|"
    r"(?<![0-9一二两三四五六七八九十上本下这个])月(?:度|通报|报|调度|例会)"
)


class Words(NamedTuple):
    """Words of the text by their place, and what they mean."""

    start: int
    end: int
    value: str


def figures(text: str, start: int, end: int) -> list[Words]:
    """Return the figures in a part of a plain text; the value is what people read as the target."""
    return [
        Words(
            found.start() + len(found[0]) - len(found[0].lstrip()),
            found.start() + len(found[0].rstrip()),
            _read(found[0]),
        )
        for found in _TARGET.finditer(text, start, end)
    ]


def cadences(text: str, start: int, end: int) -> list[Words]:
    """Return the words for weekly, monthly and looking back in a part of a plain text, in order."""
    named = ((_WEEKLY, "weekly"), (_MONTHLY, "monthly"), (_LOOKING_BACK, LOOK_BACK))
    return sorted(
        Words(found.start(), found.end(), rhythm)
        for pattern, rhythm in named
        for found in pattern.finditer(text, start, end)
    )


def _read(words: str) -> str:
    return re.sub(r"[ “\"]", "", words)

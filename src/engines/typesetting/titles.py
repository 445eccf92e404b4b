"""Breaking a title into lines: whole words, trapezoid or diamond, never a rectangle or an hourglass (7.3.1)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

LINE = 19  # characters of 2号 that a line of 156 mm takes, with a little air at both sides
#: Words that a line end must not cut, longer ones first; organ names are added per title.
_WORD = re.compile(
    "人民政府办公室|人民政府办公厅|人民政府|办公室|办公厅|委员会|关于印发|关于公布|关于做好|"
    "关于加强|关于|实施方案|工作方案|实施意见|管理办法|行动计划|的通知|的通报|的请示|的报告|"
    "的批复|的意见|的决定|的公告|的通告|的函|浙江省|舟山市|舟山群岛|新区|数字化|政府|政务|服务|"
    "改革|管理|工作|方案|办法|规定|意见|行动|计划|实施|加强|推进|做好|进一步|通知|通报|请示|"
    "报告|批复|决定|公告|通告|年度|项目|建设|安全|生产|发展|经济|社会|开展|组织|会议|设立|"
    "要求|成立|申请|商请|提供|若干|措施|海洋|渔业|港口|旅游|教育|交通|环境|应急|资金|审批|"
    "公开|信息|督查|考核|标准|有关|事项|问题"
)
_NO_START = set("，。、；：！？）》〉”’】〕的了")
_NO_END = set("（《〈“‘【〔")
MOST_LINES = 5


def title_lines(title: str, names: Iterable[str] = (), line: int = LINE) -> tuple[str, ...]:
    """Return the lines of a title; ``names`` are organs that should not be cut. Typed line breaks are kept."""
    typed = tuple(part.strip() for part in title.splitlines() if part.strip())
    if len(typed) != 1:
        return typed
    text = typed[0]
    if _width(text) <= line:
        return (text,)
    cuts = _cuts(text, names)
    least = -(-int(_width(text)) // line)
    for count in range(least, min(least + 2, MOST_LINES) + 1):
        if count <= len(cuts) + 1 and (best := _best(text, cuts, count, line)):
            return best
    return tuple(text[at : at + line] for at in range(0, len(text), line))


def _best(text: str, cuts: Sequence[int], count: int, line: int) -> tuple[str, ...] | None:
    known = {edge for found in _WORD.finditer(text) for edge in found.span()}

    def cost(parts: tuple[str, ...]) -> float:
        ends = [sum(map(len, parts[:place])) for place in range(1, len(parts))]
        unknown = sum(4.0 for end in ends if end not in known)
        return unknown + _cost(parts, [_width(part) for part in parts])

    return min((tuple(parts) for parts in _breaks(text, cuts, count, line)), key=cost, default=None)


def _breaks(text: str, cuts: Sequence[int], count: int, line: int) -> Iterator[list[str]]:
    if count == 1:
        if _width(text) <= line:
            yield [text]
        return
    for place, at in enumerate(cuts):
        if _width(text[:at]) > line:
            return
        rest = [cut - at for cut in cuts[place + 1 :]]
        if _width(text[at:]) <= line * (count - 1):
            for parts in _breaks(text[at:], rest, count - 1, line):
                yield [text[:at], *parts]


def _cost(lines: Sequence[str], widths: Sequence[float]) -> float:
    """Weigh a break: shorter lines in the middle and equal lines are against the standard, ragged ones ugly."""
    steps = [after - before for before, after in pairwise(widths)]
    hourglass = any(down < 0 < up for down, up in pairwise(steps))
    ragged = sum(abs(abs(step) - 2) for step in steps)
    rectangle = sum(6.0 for step in steps if abs(step) < 1)
    good = sum(2.0 for part in lines[1:] if part.startswith(("关于", "《")))
    return ragged + rectangle + (40 if hourglass else 0) + max(0.0, 5 - min(widths)) * 6 - good


def _cuts(text: str, names: Iterable[str]) -> list[int]:
    whole: set[int] = set()
    spans = [found.span() for found in _WORD.finditer(text)] + [
        found.span() for found in re.finditer("[A-Za-z0-9]+", text)
    ]
    for name in names:
        spans += [found.span() for found in re.finditer(re.escape(name), text)] if len(name) <= LINE else []
    for start, end in spans:
        whole.update(range(start + 1, end))
    return [
        at
        for at in range(2, len(text) - 1)
        if at not in whole and text[at] not in _NO_START and text[at - 1] not in _NO_END
    ]


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)

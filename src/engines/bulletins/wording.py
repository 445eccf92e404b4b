"""The text of a bulletin, from its figures alone: title and body of an official document (通报)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

Figures = Mapping[str, Any]
#: The period and the one before it, as people say it.
_SPOKEN = {
    "week": ("本周", "上周"),
    "month": ("本月", "上月"),
    "quarter": ("本季度", "上季度"),
    "year": ("本年度", "上年度"),
}
_NUMERALS = "一二三四五六七八九"
FIRST, LAST = 3, 3


def title_of(organ: str, figures: Figures) -> str:
    """Return the title: whose bulletin, of which period."""
    return f"{organ}关于{figures['period_name']}督查考评情况的通报"


def body_of(figures: Figures, kind: str, as_of: datetime, appeal_days: int) -> str:
    """Return the body, a paragraph a line, its sections numbered as GB/T 9704-2012 (7.3.3) numbers them."""
    spoken = _SPOKEN[kind]
    first, last = date.fromisoformat(figures["first_day"]), date.fromisoformat(figures["last_day"])
    lines = [f"现将{figures['period_name']}（{_day(first)}至{_day(last)}）{figures['scheme_name']}情况通报如下。"]
    sections = [
        ("总体情况", _overview(figures, spoken)),
        ("得分和排名", _scores(figures)),
        ("超期事项", _overdue(figures, spoken)),
        ("督办情况", _sheets(figures, spoken)),
        ("有关说明", _remarks(as_of, appeal_days)),
    ]
    for place, (heading, paragraphs) in enumerate(sections, 1):
        lines += [f"{numeral(place)}、{heading}", *paragraphs]
    return "\n".join(lines)


def numeral(number: int) -> str:
    """Return a number from 1 to 99 as headings bear it."""
    tens, ones = divmod(number, 10)
    digit = _NUMERALS[ones - 1] if ones else ""
    return digit if not tens else f"{_NUMERALS[tens - 1] if tens > 1 else ''}十{digit}"


def _overview(figures: Figures, spoken: tuple[str, str]) -> Iterator[str]:
    now, before = spoken
    of = {item["measure"]: item for item in figures["totals"]}

    def said(measure: str) -> str:
        return f"{of[measure]['amount']}{of[measure]['unit']}"

    assigned = of["matters.assigned"]
    yield (
        f"{now}交办督查事项{said('matters.assigned')}（{before}{assigned['previous_amount']}件），"
        f"办结{said('matters.closed')}，其中按期办结{said('matters.closed_on_time')}；"
        f"收到反馈{said('reports.given')}，未按期反馈{said('reports.missed')}，反馈退回{said('matters.returned')}；"
        f"回头看合格{said('look_backs.passed')}，不合格{said('look_backs.failed')}。"
    )


def _scores(figures: Figures) -> Iterator[str]:
    board = figures["board"]
    if not board:
        yield "本期没有参加考评的单位。"
        return
    best, worst = board[0]["amount"], board[-1]["amount"]
    head = f"参加考评的单位{figures['departments']}个，平均得分{figures['mean']}分。"
    if best == worst:
        yield f"{head}各单位得分相同，均为{best}分。"
        return
    top = [line for line in board if line["rank"] <= FIRST]
    named = (
        f"{len(top)}个单位得分居前，均为{best}分"
        if len(top) > FIRST and top[-1]["amount"] == best
        else "得分居前的单位是：" + "，".join(f"{line['name']}（{line['amount']}分）" for line in top)
    )
    yield f"{head}{named}。"
    yield "得分居后的单位是："
    low = [line for line in board if line["amount"] != best][-LAST:]
    for place, line in enumerate(reversed(low), 1):
        yield f"（{numeral(place)}）{line['name']}。第{line['rank']}名，{line['explanation']}"


def _overdue(figures: Figures, spoken: tuple[str, str]) -> Iterator[str]:
    overdue = figures["overdue"]
    if not overdue["matters"]:
        yield f"{spoken[0]}没有超期事项。"
        return
    yield f"{spoken[0]}{overdue['matters']}件事项超期，合计{overdue['days']}天。" + _rest(overdue, overdue["matters"])
    for place, item in enumerate(overdue["named"], 1):
        yield f"（{numeral(place)}）{item['department']}。{item['title']}（{item['number']}），超期{item['days']}天。"


def _sheets(figures: Figures, spoken: tuple[str, str]) -> Iterator[str]:
    sheets = figures["sheets"]
    if not sheets["issued"]:
        yield f"{spoken[0]}没有发出督办单。"
        return
    yield f"{spoken[0]}发出督办单{sheets['issued']}张。" + _rest(sheets, sheets["issued"])
    for place, item in enumerate(sheets["named"], 1):
        day = _day(date.fromisoformat(item["day"]))
        what = f"{item['title']}（{item['number']}），{day}{item['colour']}督办"
        yield f"（{numeral(place)}）{item['department']}。{what}。"


def _rest(what: Mapping[str, Any], in_all: int) -> str:
    named: Sequence[Any] = what["named"]
    return f"列出其中{len(named)}件：" if in_all > len(named) else ""


def _remarks(as_of: datetime, appeal_days: int) -> Iterator[str]:
    yield (
        f"本通报由督查考评系统汇总，数据截至{_day(as_of.date())}{as_of:%H:%M}，图表见附件；"
        "得分的构成和每一项扣分所依据的事项可在亮晒台查看。"
    )
    yield f"对得分有异议的，可自得分公布之日起{appeal_days}日内提出申诉。"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"

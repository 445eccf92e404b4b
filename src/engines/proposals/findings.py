"""What is proposed of a text, what is passed over, and the sentences for people behind every code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

GroundKind = Literal["action", "owner", "co_owner", "due", "cadence", "target"]
Cadence = Literal["weekly", "monthly"]
Span = tuple[int, int]


class Sentences(NamedTuple):
    """One meaning in both languages."""

    zh: str
    en: str


#: Why something is not proposed.
REASONS: Mapping[str, Sentences] = {
    "heading": Sentences("标题，列在其下事项的路径中。", "A heading; it stands in the path of what is below it."),
    "owner_line": Sentences(
        "只写明责任单位，已列入其上的事项。", "It only names who is responsible; that stands with the matter above."
    ),
    "opening": Sentences(
        "主送、开头语或过渡语，不含任务。", "An addressee, an opening or a transition: there is no task in it."
    ),
    "background": Sentences(
        "说明背景、依据或意义，不含任务。", "Background, grounds or meaning: there is no task in it."
    ),
    "problems": Sentences("反映问题和不足，不是任务。", "It describes problems: that is not a task."),
    "past": Sentences("叙述已经完成或发生的事。", "It reports what is done or has happened."),
    "slogan": Sentences(
        "原则性表述，没有可核查的内容，不宜立项。", "A principle with nothing that could be checked: not to be opened."
    ),
    "no_action": Sentences("没有写明要做什么。", "It does not say what is to be done."),
}

#: On which rule a ground rests.
BASES: Mapping[str, Sentences] = {
    "verb": Sentences("写明要做的事", "says what is to be done"),
    "heading": Sentences("由段首标题写明", "said by the heading of the paragraph"),
    "figure": Sentences("写明可核查的数值", "gives a figure that can be checked"),
    "named": Sentences("文中点名", "named in the text"),
    "first_named": Sentences("多个单位并列，首位视为牵头", "several are named side by side; the first one leads"),
    "above": Sentences("由上级标题或责任单位行点名", "named by the heading above or the line of owners"),
    "everybody": Sentences("面向各地各部门，未指定一家", "everybody is meant, nobody by name"),
    "unknown": Sentences("文中点名，但组织目录中没有该单位", "named in the text, yet not in the directory"),
    "duty": Sentences("按部门职责推定", "follows from the duties of the department"),
    "tie": Sentences("多个部门的职责同等相符，请指定", "the duties of several departments fit alike: choose one"),
    "date": Sentences("文中写明期限", "the text gives the day"),
    "next_year": Sentences(
        "该日期在本年已过，按下一年推算", "this day is past in the text's year: the next one is meant"
    ),
    "relative": Sentences("自文件日期起算", "counted from the date of the text"),
    "working_days": Sentences("按工作日计，需查日历后填写", "in working days: look it up in the calendar"),
    "from_event": Sentences("自某事发生起算，需填写日期", "counted from an event: fill in the day"),
    "impossible_date": Sentences("没有这一天，请核对原文", "there is no such day: check the text"),
    "weekly": Sentences("按周", "every week"),
    "monthly": Sentences("按月", "every month"),
}


@dataclass(frozen=True)
class Department:
    """A department as the rules see it; ``parent`` is None for the city government alone."""

    code: str
    name: str
    short_name: str
    parent: str | None
    region: str


@dataclass(frozen=True)
class Duty:
    """Words that stand for a department's duties."""

    department: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """Words of the text that something rests on: exactly ``text[start:end]``, and the rule (:data:`BASES`)."""

    kind: GroundKind
    words: str
    start: int
    end: int
    basis: str
    #: Of an owner or co-owner in the directory.
    department: str | None = None


@dataclass(frozen=True)
class Proposal:
    """One supervision matter (督查事项) as it could be opened, and the words it rests on.

    ``sentence`` is what the text says, word for word; where that is several sentences of the paragraph, one after the
    other. ``spans`` are their places in the text. ``paragraph`` counts the lines that are not empty, from 1.
    """

    title: str
    sentence: str
    paragraph: int
    path: tuple[str, ...]
    owner: str | None
    co_owners: tuple[str, ...]
    due_on: date | None
    cadence: Cadence | None
    target: str | None
    grounds: tuple[Ground, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Skipped:
    """What is not proposed, and why (:data:`REASONS`)."""

    paragraph: int
    sentence: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True)
class Proposals:
    """A text gone through: every sentence is in a proposal or skipped."""

    proposals: tuple[Proposal, ...]
    skipped: tuple[Skipped, ...]

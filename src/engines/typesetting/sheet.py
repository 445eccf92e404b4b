"""What is rendered: an official document as GB/T 9704-2012 names its parts (版头, 主体, 版记).

Number of copy and grade of secrecy are not among them: only unclassified documents exist here.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from engines.typesetting.text import Block

Kind = Literal["document", "letter", "order", "minutes"]
Urgency = Literal["", "特急", "加急"]


@dataclass(frozen=True)
class Seal:
    """The picture of a seal, PNG or SVG with a clear ground, and the diameter at which it is printed."""

    image: bytes
    diameter_mm: float = 42.0


@dataclass(frozen=True)
class Organ:
    """An issuing organ: its name as signed (署名), its name on the red head where that differs, and its seal."""

    name: str
    mark: str = ""
    seal: Seal | None = None


@dataclass(frozen=True)
class Attachment:
    """An attachment named in 附件说明; with ``blocks`` it is set after the body, from a new page."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """A line of minutes: ``label`` is 出席, 列席 or 请假; ``people`` their units and names."""

    label: str
    people: str


@dataclass(frozen=True)
class Sheet:
    """A whole document.

    ``kind``: ``document`` with 文件 on its head, ``letter`` (信函), ``order`` (命令) or ``minutes`` (纪要).
    ``head``: the whole red head where it is not made of the organs' names (``市长办公会议纪要``).
    ``signers``: 签发人 of an upward document; with them the number moves to the left.
    ``recipients``: 主送机关 as printed, without the colon; several items are joined by a full-width comma.
    ``title``: a line break in it is kept; otherwise lines are broken in trapezoid or diamond shape.
    ``order_post`` and ``order_signer``: post and name of the person who signs an order (市长, 王某).
    ``printed_by``, ``printed_on``: 印发机关 and 印发日期, in the foot (版记) of the last page.
    """

    title: str
    organs: tuple[Organ, ...]
    blocks: tuple[Block, ...]
    date: dt.date | None = None
    kind: Kind = "document"
    head: str = ""
    number: str = ""
    urgency: Urgency = ""
    signers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    note: str = ""
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: dt.date | None = None
    order_post: str = ""
    order_signer: str = ""

    @property
    def sealed(self) -> bool:
        """Say whether every organ brought its seal; otherwise the document is laid out without any."""
        return bool(self.organs) and all(organ.seal for organ in self.organs)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the names on the red head, in order, without the word 文件."""
        if self.head:
            return (self.head,)
        names = tuple(organ.mark or organ.name for organ in self.organs)
        suffix = {"order": "令", "minutes": "会议纪要"}.get(self.kind, "")
        return tuple(name + suffix for name in names[:1]) if suffix else names


@dataclass(frozen=True)
class Rendered:
    """A rendered file: its bytes, the number of pages (0 where the format knows none) and the faces put in.

    ``fallbacks`` are pairs of the typeface that the standard wants and the installed one that was used for it.
    """

    content: bytes
    pages: int
    fallbacks: tuple[tuple[str, str], ...] = ()


def chinese_date(date: dt.date | None) -> str:
    """Write a date as documents bear it: Arabic numerals, no leading zeros (section 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def closed(text: str, end: str = "。") -> str:
    """Return ``text`` with ``end`` in the place of whatever stop it bears."""
    return text.rstrip("，、；。：,;: ") + end

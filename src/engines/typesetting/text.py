"""The body of a document as blocks: read from text as a civil servant types it, and written back.

GB/T 9704-2012 section 7.3.3 numbers four levels: ``一、``, ``（一）``, ``1.`` and ``（1）``. Level 0 is a plain
paragraph. Nothing is markup: angle brackets and stars are printed as they stand.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NUMERALS = "一二三四五六七八九十百"
_DIGIT = "[0-9０-９]"
_MONTH = "(?:[1１][0-2０-２]|[0０]?[1-9１-９])"
_UNTIL = "[—–~～至到-]{1,2}"
#: Digits after ``1.`` make a decimal number (``1.9亿元``, ``3.5个工作日``), save where they are the month or the year
#: of a date: what is counted is 个月 or 月龄, and nobody counts 年 to four places.
_DATE = rf"(?:{_MONTH}(?:{_UNTIL}{_MONTH})?月(?!龄)|[12１２]{_DIGIT}{{3}}(?:{_UNTIL}[12１２]{_DIGIT}{{3}})?年)"
_LEVELS = (
    (1, re.compile(rf"([{NUMERALS}]+)、")),
    (2, re.compile(rf"[（(]([{NUMERALS}]+)[）)]")),
    (3, re.compile(rf"({_DIGIT}{{1,3}})[.．](?:(?!{_DIGIT})|(?={_DATE}))")),
    (4, re.compile(rf"[（(]({_DIGIT}{{1,3}})[）)]")),
)
_SENTENCE = re.compile(r".*?[。：；！？]", re.DOTALL)
_DIGITS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}
LAST_LEVEL = 4


@dataclass(frozen=True)
class Block:
    """One paragraph: ``level`` 0 for plain text, 1 to 4 for a numbered one, whose number is part of ``text``."""

    level: int
    text: str

    def parts(self) -> tuple[str, str]:
        """Return what is set in the level's typeface and what follows in 仿宋.

        A heading that goes on as text is a heading to the end of its first sentence.
        """
        if self.level not in (1, 2):
            return "", self.text
        first = _SENTENCE.match(self.text)
        end = first.end() if first else len(self.text)
        return self.text[:end], self.text[end:]


@dataclass(frozen=True)
class Finding:
    """A mistake of structure: the paragraph (from 1, in the order of the blocks), a stable code and a sentence."""

    paragraph: int
    code: str
    zh: str
    en: str


def parse_text(text: str) -> tuple[Block, ...]:
    """Read typed text, one paragraph a line; empty lines and spaces at the edges of a line fall away."""
    return tuple(_block(line) for line in _lines(text) if line)


def text_of(blocks: Iterable[Block]) -> str:
    """Write blocks as text, one paragraph a line; :func:`parse_text` gives the same blocks back."""
    return "\n".join(block.text for block in blocks)


def blocks_to_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return blocks as plain JSON: ``{"level": 0…4, "text": …}``."""
    return [{"level": block.level, "text": block.text} for block in blocks]


def blocks_from_json(said: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Read what :func:`blocks_to_json` wrote."""
    return tuple(Block(int(item["level"]), str(item["text"])) for item in said)


def check_blocks(blocks: Iterable[Block]) -> tuple[Finding, ...]:
    """Return the mistakes of numbering: a level that was skipped, a number out of turn, a heading without text."""
    findings: list[Finding] = []
    open_levels: dict[int, int] = {}
    for place, block in enumerate(blocks, start=1):
        if block.level:
            findings.extend(_findings(place, block, open_levels))
            open_levels = {level: number for level, number in open_levels.items() if level < block.level}
            open_levels[block.level] = number_of(block)
    return tuple(findings)


def number_of(block: Block) -> int:
    """Return the number that a numbered block bears, 0 for a plain one."""
    for level, pattern in _LEVELS:
        if level == block.level and (found := pattern.match(block.text)):
            return _value(found[1])
    return 0


def _lines(text: str) -> Iterable[str]:
    for line in text.splitlines():
        kept = "".join(" " if sign == "\t" else sign for sign in line if sign == "\t" or not _is_control(sign))
        yield kept.strip(" \u3000\xa0\ufeff")


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"}


def _block(line: str) -> Block:
    for level, pattern in _LEVELS:
        if pattern.match(line):
            return Block(level, line)
    return Block(0, line)


def _findings(place: int, block: Block, open_levels: Mapping[int, int]) -> Iterable[Finding]:
    above = max((level for level in open_levels if level < block.level), default=0)
    # A short document may number 1. 2. 3. under plain text, without 一、 above (section 7.3.3 names the order only).
    if block.level - above > 1 and (above or block.level in (2, 4)):
        yield Finding(
            place,
            "level_skipped",
            f"第{place}段的结构层次序数跳过了上一层，应依次为“一、”“（一）”“1.”“（1）”。",
            f"Paragraph {place} skips a level: the order is 一、 （一） 1. （1）.",
        )
    number, expected = number_of(block), open_levels.get(block.level, 0) + 1
    if number != expected:
        yield Finding(
            place,
            "number_out_of_turn",
            f"第{place}段的序数应为第{expected}，现为第{number}。",
            f"Paragraph {place} bears number {number} where {expected} is due.",
        )
    if block.text == _marker(block):
        yield Finding(
            place, "heading_empty", f"第{place}段只有序数，没有文字。", f"Paragraph {place} has a number and no text."
        )


def _marker(block: Block) -> str:
    found = dict(_LEVELS)[block.level].match(block.text)
    return found[0] if found else ""


def _value(numeral: str) -> int:
    if numeral[0] not in NUMERALS:
        return int(unicodedata.normalize("NFKC", numeral))
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, units = rest.rpartition("十")
    value = _DIGITS.get(hundreds, 1) * 100 if "百" in numeral else 0
    return value + (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(units, 0)

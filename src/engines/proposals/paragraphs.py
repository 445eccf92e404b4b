"""A text as paragraphs and sentences, and the headings above each (GB/T 9704: 一、 （一） 1. （1）)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engines.proposals.findings import Span

#: One character for one, so that places in the plain text are places in the text.
_PLAIN = str.maketrans("０１２３４５６７８９％．　\xa0", "0123456789%.  ")
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,100}\]")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_NUMBER = "[一二三四五六七八九十百]{1,4}"
_LEVELS = (
    re.compile(rf" *(?:{_NUMBER}、|第{_NUMBER}(?:章|部分|篇))"),
    re.compile(rf" *[（(]{_NUMBER}[）)]、?"),
    re.compile(r" *[0-9]{1,3}(?:[.．](?![0-9])|、|\t)"),
    re.compile(r" *(?:[（(][0-9]{1,3}[）)]|[0-9]{1,3}[）)])"),
    re.compile(r" *[①-⑳]"),
)
UNNUMBERED = len(_LEVELS)
_END = re.compile(r"[。！？!?]+[”’」』）)\"]*")
#: A heading is a line; what is longer says something.
_LONGEST_HEADING = 60
_TITLE_LINES = 4
_CLAUSES = re.compile(r"[，；：,;:\t]")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
#: What says when, who, or that a meeting decided is no heading.
_SAYS = re.compile(
    r"^(?:本次|此次)?会议|^请|牵头|负责(?!人)|配合|[底末日月年周]之?前|[天日周月年]以?内|"
    r"每[周月]|%|[0-9] ?(?:个|公里|家|项|件|万|亿|座|户)"
)
#: A line of owners is neither below a heading nor beside it.
_OWNERS = re.compile(
    r"[（(]?(?:牵头|责任|主办|承办|配合|协办|实施|落实|完成)(?:单位|部门)(?:及责任人)?[：:]|"
    r"[（(][^（()）]{2,100}(?:牵头|负责|配合)[）)]"
)
_DOCUMENT_KIND = re.compile(
    r"(?:决定|公告|通告|意见|通知|通报|报告|请示|批复|函|纪要|方案|解读|要点|计划|办法|规划|清单)$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence by its place; ``start`` is behind spaces and numbers."""

    start: int
    end: int

    @property
    def span(self) -> Span:
        """Return the place."""
        return self.start, self.end


@dataclass(frozen=True)
class Paragraph:
    """A line that is not empty; ``level`` 0–4 by its number, :data:`UNNUMBERED` without one."""

    number: int
    start: int
    end: int
    level: int
    sentences: tuple[Sentence, ...]
    #: Places of the headings above.
    above: tuple[Span, ...] = ()
    is_heading: bool = False
    #: The first sentence, where it is what the others are about.
    headed: bool = False


def plain(text: str) -> str:
    """Return the text with ASCII digits and blanks for bookmarks, character for character."""
    return _BOOKMARK.sub(lambda found: " " * len(found[0]), text.translate(_PLAIN))


def read_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a plain text with the headings above each."""
    found = [_paragraph(text, line, number) for number, line in enumerate(_lines(text), 1)]
    titles = _title_lines(text, found)
    followers = _followers(text, found)
    above: list[tuple[int, Span]] = []
    placed: list[Paragraph] = []
    itemised: set[tuple[int, Span | None]] = set()
    for index, paragraph in enumerate(found):
        while above and above[-1][0] >= paragraph.level:
            above.pop()
        spans = tuple(span for _, span in above)
        follower = followers[index]
        place = (paragraph.level, spans[-1] if spans else None)
        heading = index in titles or _is_heading(text, paragraph, follower, among_items=place in itemised)
        if paragraph.level < UNNUMBERED and not heading and len(paragraph.sentences) == 1:
            itemised.add(place)
        headed = not heading and len(paragraph.sentences) > 1 and _is_topic(text, paragraph.sentences[0])
        placed.append(replace(paragraph, above=spans, is_heading=heading, headed=headed))
        if heading and index not in titles:
            above.append((paragraph.level, (paragraph.start, paragraph.end)))
    return placed


def clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the clauses between commas, semicolons and colons."""
    for found in _CLAUSES.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end


def _lines(text: str) -> Iterator[Span]:
    for line in _LINE.finditer(text):
        stripped = line[0].strip()
        if stripped:
            start = line.start() + line[0].index(stripped)
            yield start, start + len(stripped)


def _paragraph(text: str, line: Span, number: int) -> Paragraph:
    start, end = line
    level, body = UNNUMBERED, start
    for index, marker in enumerate(_LEVELS):
        found = marker.match(text, start, end)
        if found:
            level, body = index, found.end()
            break
    return Paragraph(number, start, end, level, tuple(_sentences(text, body, end)) or (Sentence(start, end),))


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    for found in _END.finditer(text, start, end):
        yield from _sentence(text, start, found.end())
        start = found.end()
    yield from _sentence(text, start, end)


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    stripped = text[start:end].strip()
    if stripped:
        place = text.index(stripped, start)
        yield Sentence(place, place + len(stripped))


def _title_lines(text: str, paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return which of the first lines are the title: they end without a stop, the last one in a kind of document."""
    for index, paragraph in enumerate(paragraphs[:_TITLE_LINES]):
        line = text[paragraph.start : paragraph.end]
        if paragraph.level < UNNUMBERED or len(line) > _LONGEST_HEADING or line[-1] in "。；：！？:;!?":
            return set()
        if _DOCUMENT_KIND.search(line):
            return {*range(index + 1)}
    return set()


def _followers(text: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph | None]:
    """Return for each paragraph the next one that is no line of owners."""
    result: list[Paragraph | None] = []
    follower: Paragraph | None = None
    for paragraph in reversed(paragraphs):
        result.append(follower)
        if not _OWNERS.match(text, paragraph.start, paragraph.end):
            follower = paragraph
    return result[::-1]


def _is_heading(text: str, paragraph: Paragraph, follower: Paragraph | None, *, among_items: bool) -> bool:
    """Tell whether a numbered line is only a heading: one short sentence with something deeper below it.

    The last item of a list of single sentences is none, though a paragraph without number follows it.
    """
    return (
        paragraph.level < UNNUMBERED
        and follower is not None
        and follower.level > paragraph.level
        and not (among_items and follower.level == UNNUMBERED)
        and len(paragraph.sentences) == 1
        and _is_topic(text, paragraph.sentences[0])
    )


def _is_topic(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence is short and of one piece, as headings are; brackets may name the owners."""
    if sentence.end - sentence.start > 2 * _LONGEST_HEADING:
        return False
    words = _BRACKETS.sub("", text[sentence.start : sentence.end])
    return 0 < len(words) <= _LONGEST_HEADING and not _CLAUSES.search(words) and not _SAYS.search(words)

"""A paragraph as groups of pieces, each group one matter: same date, same rhythm, same owner (一事一项)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from engines.proposals.cutting import Piece, Reader, cut
from engines.proposals.findings import Span
from engines.proposals.organs import Naming, namings
from engines.proposals.paragraphs import UNNUMBERED, Paragraph, Sentence, clauses
from engines.proposals.vocabulary import (
    REASON_SECTIONS,
    VERB,
    decided_verb,
    is_delivery,
    is_stance,
    passes_over,
    section_of,
    verb_of,
)

#: Lines of owners below one paragraph that are read.
_MOST_OWNERS = 20
_NOTHING = re.compile(r"[（）()。；;，,：:、 ]*")


@dataclass(frozen=True)
class Group:
    """What one matter consists of."""

    pieces: tuple[Piece, ...]
    #: What names its owners: in its own words, behind it, or before it in the paragraph.
    namings: tuple[Naming, ...]
    verbs: tuple[Span, ...]


@dataclass
class Content:
    """A paragraph gone through."""

    paragraph: Paragraph
    head: Sentence | None = None
    groups: list[Group] = field(default_factory=list)
    #: Parts without a matter, and why.
    passed: list[tuple[int, int, str]] = field(default_factory=list)
    #: Owners that a line of its own names for this paragraph.
    owners: list[Naming] = field(default_factory=list)

    @property
    def names_owners_only(self) -> bool:
        """Tell whether the paragraph does nothing else."""
        return bool(self.owners) and not self.groups and all(reason == "owner_line" for *_, reason in self.passed)


def read_contents(reader: Reader, paragraphs: Sequence[Paragraph]) -> Iterator[Content]:
    """Yield the paragraphs that are no headings; lines that only name owners stand with the one before."""
    waiting: Content | None = None
    for paragraph in paragraphs:
        if paragraph.is_heading:
            if waiting:
                yield waiting
            waiting = None
            continue
        content = _content(reader, paragraph)
        if content.names_owners_only and waiting is not None:
            waiting.owners = [*waiting.owners, *content.owners][:_MOST_OWNERS]
            yield replace(content, owners=[])
            continue
        if waiting:
            yield waiting
        waiting = content
    if waiting:
        yield waiting


def blank(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """Return a part of a text with some places blank, character for character."""
    parts, place = [], start
    for first, last in sorted(spans):
        if first >= place:
            parts += [text[place:first], " " * (last - first)]
            place = last
    return "".join([*parts, text[place:end]])[: end - start]


def bare(reader: Reader, piece: Piece) -> str:
    """Return a piece without its dates, 每周 and who is to do it."""
    often = [(item.start, item.end) for item in piece.cadences if reader.text[item.start] == "每"]
    dues = [(item.start, item.end) for item in piece.deadlines]
    named = [
        (item.start, item.end) if item.trailing else (item.organs[0].start, item.organs[-1].end)
        for item in piece.namings
    ]
    return blank(reader.text, piece.start, piece.end, [*dues, *often, *named])


def _content(reader: Reader, paragraph: Paragraph) -> Content:
    text = reader.text
    own = [*map(partial(_owner_line, reader), paragraph.sentences)]
    first = paragraph.sentences[0]
    # What has only its owners behind it is no heading.
    headed = paragraph.headed and passes_over(text[first.start : first.end]) is None and not all(own[1:])
    named_first = namings(text, *first.span, reader.directory)
    # Nor is what says who acts (市公安局要开展检查。) or, without a number, that nobody does (当前形势严峻。).
    acts = paragraph.level < UNNUMBERED or VERB.search(text, first.start, first.end) is not None
    headed = headed and acts and all(item.trailing for item in named_first)
    content = Content(paragraph, first if headed else None, owners=named_first if headed else [])
    section = section_of(tuple(text[start:end] for start, end in paragraph.above))
    pieces: list[Piece] = []
    for sentence, named in [*zip(paragraph.sentences, own, strict=True)][1 if headed else 0 :]:
        if named:
            content.owners = [*content.owners, *named][:_MOST_OWNERS]
            content.passed.append((*sentence.span, "owner_line"))
            continue
        reason = section if section in REASON_SECTIONS else passes_over(text[sentence.start : sentence.end])
        if reason:
            content.passed.append((*sentence.span, reason))
        else:
            pieces += cut(reader, *sentence.span)
    if content.head is None and len(pieces) > 1 and pieces[1].counted and text[pieces[0].end - 1] in "：:":
        # 完善制度体系：一是…；二是…: the words before the counting are what its matters are about.
        content.head = Sentence(pieces[0].start, pieces[0].end)
        pieces = pieces[1:]
    _group(reader, content, pieces if headed else _apart(reader, pieces), section)
    return content


def _apart(reader: Reader, pieces: Sequence[Piece]) -> list[Piece]:
    """Tell pieces apart by whose duty they are, where no heading makes them one and nobody is named or dated."""
    loose = [not (piece.namings or piece.deadlines or piece.duty) for piece in pieces]
    found = [
        reader.duty_of(piece.start, piece.end) if is_loose else None
        for piece, is_loose in zip(pieces, loose, strict=True)
    ]
    if len({duty for duty in found if duty}) < 2:
        return [*pieces]
    result, present = [], None
    for piece, duty, is_loose in zip(pieces, found, loose, strict=True):
        present = duty or present
        result.append(replace(piece, duty=present) if is_loose else piece)
    return result


def _owner_line(reader: Reader, sentence: Sentence) -> tuple[Naming, ...]:
    """Return whom a sentence names that does nothing else; none for another one."""
    named = tuple(item for item in namings(reader.text, *sentence.span, reader.directory) if item.trailing)
    rest = blank(reader.text, *sentence.span, [(item.start, item.end) for item in named])
    return named if _NOTHING.fullmatch(rest) else ()


def _group(reader: Reader, content: Content, pieces: Sequence[Piece], section: str) -> None:
    """Put together what is one matter, and pass over what is none."""
    head = content.head
    verb = verb_of(reader.text, head.start, head.end) if head else None
    groups: dict[object, list[int]] = {}
    named, counted = _named(pieces), 0
    for index, piece in enumerate(pieces):
        counted = piece.counted or counted
        rhythm = piece.cadences[0].value if piece.cadences else None
        groups.setdefault((piece.due, rhythm, _words(reader, named[index]), counted, piece.duty), []).append(index)
    for indexes in groups.values():
        group, passed = _gathered(reader, [(pieces[index], named[index]) for index in indexes], section, head, verb)
        content.groups += [group] if group else []
        content.passed += passed
    if head is None:
        return
    if section in REASON_SECTIONS:
        content.passed.append((*head.span, section))
    elif not content.groups and verb and section != "goal":
        content.groups.append(Group((), (), (verb,)))
    elif len(content.groups) != 1:
        content.passed.append((*head.span, "heading"))


def _gathered(
    reader: Reader,
    pieces: Sequence[tuple[Piece, tuple[Naming, ...]]],
    section: str,
    head: Sentence | None,
    verb: Span | None,
) -> tuple[Group | None, list[tuple[int, int, str]]]:
    """Return the matter of pieces that belong together, and what is passed over of them."""
    judged = [(piece, named, *_judge(reader, piece, section)) for piece, named in pieces]
    first = pieces[0][0]
    plain = first.due is None and not first.cadences and not first.counted
    # Below a heading that acts also what only describes belongs to the matter.
    described = head is not None and (
        any(reason is None for *_, reason in judged) or (verb is not None and plain and section != "goal")
    )
    kept = [(piece, named, verbs) for piece, named, verbs, reason in judged if described or reason is None]
    passed = [(piece.start, piece.end, reason) for piece, _, _, reason in judged if reason and not described]
    if not kept:
        return None, passed
    found = dict.fromkeys(naming for _, named, _ in kept for naming in named)
    verbs = tuple(span for _, _, spans in kept for span in spans)
    return Group(tuple(piece for piece, _, _ in kept), tuple(found), verbs), passed


def _judge(reader: Reader, piece: Piece, section: str) -> tuple[tuple[Span, ...], str | None]:
    """Return the verbs of a piece, and why it is no matter by itself, or None."""
    words = bare(reader, piece)
    found: list[Span] = []
    stance, delivered = False, False
    for start, end in clauses(words, 0, len(words)):
        verb = verb_of(words, start, end)
        if is_stance(words[start:end]):
            stance = True
        elif verb:
            found.append((piece.start + verb[0], piece.start + verb[1]))
            delivered |= is_delivery(words[start:end])
    if not found and not stance and (decided := decided_verb(words)):
        found.append((piece.start + decided[0], piece.start + decided[1]))
    measured = piece.figures or piece.deadlines or piece.cadences
    named = any(item.role == "lead" and item.organs[0].code for item in piece.namings)
    if measured or (found and (delivered or section != "goal")) or (named and not stance):
        return tuple(found), None
    return (), "slogan" if stance or found else "no_action"


def _named(pieces: Sequence[Piece]) -> list[tuple[Naming, ...]]:
    """Return who is named for each piece: in it, behind it (brackets), or as the subject before it."""
    found = [piece.namings for piece in pieces]
    behind: tuple[Naming, ...] = ()
    for index in reversed(range(len(found))):
        trailing = tuple(item for item in found[index] if item.trailing)
        if trailing:
            behind = trailing
        elif behind and not any(item.role == "lead" for item in found[index]):
            found[index] = (*found[index], *behind)
    before: tuple[Naming, ...] = ()
    for index, own in enumerate(found):
        if any(item.role == "lead" for item in own):
            before = tuple(item for item in own if not item.trailing)
        elif before and not own:
            found[index] = before
    return found


def _words(reader: Reader, named: Sequence[Naming]) -> tuple[str, ...]:
    return tuple(reader.text[organ.start : organ.end] for item in named if item.role == "lead" for organ in item.organs)

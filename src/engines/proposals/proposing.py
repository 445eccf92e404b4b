"""From a pasted text to supervision matters (督查事项), each with the words it rests on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from engines.proposals.cutting import Piece, Reader
from engines.proposals.duty_words import DutyWords, Verdict
from engines.proposals.figures import LOOK_BACK, Words
from engines.proposals.findings import (
    Cadence,
    Department,
    Duty,
    Ground,
    GroundKind,
    Proposal,
    Proposals,
    Skipped,
    Span,
)
from engines.proposals.grouping import Content, Group, bare, read_contents
from engines.proposals.organs import Naming, namings, read_directory
from engines.proposals.paragraphs import Paragraph, clauses, plain, read_paragraphs
from engines.proposals.places import inside
from engines.proposals.vocabulary import VERB, is_stance, only_says_how, opening_of, verb_of

_LONGEST_TITLE = 60
_SHORTEST_TITLE = 4
_TELLING_TITLE = 6
_LONG_TOPIC = 9
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,100}\]")


@dataclass(frozen=True)
class _Text:
    """The text with what is known about it."""

    given: str
    reader: Reader
    duties: DutyWords
    #: Owners that a heading names for what is below it, by the heading's place.
    headed: dict[Span, tuple[Naming, ...]]
    verdicts: dict[Span, Verdict | None] = field(default_factory=dict)


def propose(text: str, *, base: date, departments: Sequence[Department], duties: Sequence[Duty] = ()) -> Proposals:
    """Return the matters that a text gives, and what was passed over with the reason.

    ``base`` is the date of the text, to which 年底前 refers. One paragraph is one matter, except that two deadlines,
    two rhythms, two owners or a counting (一是…二是…) make two of it (one matter one item, 一事一项). The owner is
    whoever the text names; else the department whose duty words cover most characters of the matter, of its paragraph
    or of the heading above. Never raises, whatever the text.
    """
    words, directory = plain(text), read_directory(departments)
    finder = DutyWords(duties)
    reader = Reader(words, base, directory, lambda start, end: finder.one(words, start, end))
    paragraphs = read_paragraphs(words)
    headings = [item for item in paragraphs if item.is_heading]
    headed = {
        (item.start, item.end): tuple(
            naming for naming in namings(words, item.start, item.end, directory) if naming.trailing
        )
        for item in headings
    }
    source = _Text(text, reader, finder, headed)
    proposals: list[Proposal] = []
    skipped = [_skipped(text, item, item.start, item.end, "heading") for item in headings]
    for content in read_contents(reader, paragraphs):
        if content.names_owners_only and content.paragraph.above:
            # A line of owners right below a heading.
            span = content.paragraph.above[-1]
            headed[span] = (*headed.get(span, ()), *content.owners)
        proposals += _proposals(source, content)
        skipped += [_skipped(text, content.paragraph, *passed) for passed in content.passed]
    proposals.sort(key=lambda item: item.spans[0])
    skipped.sort(key=lambda item: item.start)
    return Proposals(tuple(proposals), tuple(skipped))


def _skipped(text: str, paragraph: Paragraph, start: int, end: int, reason: str) -> Skipped:
    return Skipped(paragraph.number, text[start:end], reason, start, end)


def _proposals(source: _Text, content: Content) -> Iterator[Proposal]:
    for group in content.groups:
        yield _proposal(source, content, group, alone=len(content.groups) == 1)


def _proposal(source: _Text, content: Content, group: Group, *, alone: bool) -> Proposal:
    paragraph, head = content.paragraph, content.head
    spans = _joined([*([head.span] if head and alone else []), *((item.start, item.end) for item in group.pieces)])
    owner, co_owners, who = _owners(source, content, group, spans)
    dues = [due for piece in group.pieces for due in piece.deadlines]
    rhythms = [item for piece in group.pieces for item in piece.cadences]
    targets = [item for piece in group.pieces for item in piece.figures]
    grounds = [
        *_actions(source, content, group, alone=alone),
        *who,
        *(_ground(source, "due", item.start, item.end, item.basis) for item in dues),
        *(_rhythm(source, item) for item in rhythms),
        *(_ground(source, "target", item.start, item.end, "figure") for item in targets),
    ]
    told = head is not None and alone and _is_told_by(source.reader.text[head.start : head.end], group)
    above = [*paragraph.above, *([(paragraph.start, head.end)] if head and not told else [])]
    return Proposal(
        title=_short(_heading(source, *head.span)) if head and told else _title(source, group),
        sentence="".join(source.given[start:end] for start, end in spans),
        paragraph=paragraph.number,
        path=tuple(_heading(source, *span) for span in above),
        owner=owner,
        co_owners=co_owners,
        due_on=dues[0].due_on if dues else None,
        cadence=_cadence(rhythms),
        target="、".join(dict.fromkeys(item.value for item in targets)) or None,
        grounds=tuple(grounds),
        spans=tuple(spans),
    )


def _rhythm(source: _Text, item: Words) -> Ground:
    kind, basis = ("action", "verb") if item.value == LOOK_BACK else ("cadence", item.value)
    return _ground(source, cast("GroundKind", kind), item.start, item.end, basis)


def _cadence(rhythms: Sequence[Words]) -> Cadence | None:
    return next((cast("Cadence", item.value) for item in rhythms if item.value != LOOK_BACK), None)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Put together what stands side by side."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _ground(source: _Text, kind: GroundKind, start: int, end: int, basis: str, department: str | None = None) -> Ground:
    return Ground(kind, source.given[start:end], start, end, basis, department)


def _actions(source: _Text, content: Content, group: Group, *, alone: bool) -> Iterator[Ground]:
    head = content.head
    verb = verb_of(source.reader.text, head.start, head.end) if head and alone else None
    if verb:
        yield _ground(source, "action", *verb, "heading")
    for found in group.verbs:
        if found != verb:
            yield _ground(source, "action", *found, "verb")


def _owners(
    source: _Text, content: Content, group: Group, spans: Sequence[Span]
) -> tuple[str | None, tuple[str, ...], list[Ground]]:
    """Return who is responsible, who assists, and the words for it."""
    above = [item for item in content.owners if item not in group.namings]
    if not above:
        above = [item for span in reversed(content.paragraph.above) for item in source.headed.get(span, ())]
    own = _leading(group.namings)
    named = [(item, "named") for item in group.namings]
    if not any(organ.basis != "everybody" for item in own for organ in item.organs):
        named = [*((item, "above") for item in above), *named]
    if any(item.role == "lead" for item, _ in named):
        return _named_owners(source, named)
    co_owners, grounds = _assisting(source, named, None)
    verdict = _verdict(source, content, group, spans)
    if verdict is None:
        return None, co_owners, grounds
    tie = len(verdict.departments) > 1
    grounds += [
        _ground(source, "owner", start, end, "tie" if tie else "duty", code) for start, end, code in verdict.places
    ]
    return (None if tie else verdict.departments[0]), co_owners, grounds


def _leading(named: Sequence[Naming]) -> list[Naming]:
    return [item for item in named if item.role == "lead"]


def _named_owners(
    source: _Text, named: Sequence[tuple[Naming, str]]
) -> tuple[str | None, tuple[str, ...], list[Ground]]:
    """Return who leads, the first one named: behind 牵头, then in lists, then as the subject."""
    leading = sorted((item for item in named if item[0].role == "lead"), key=lambda item: not item[0].trailing)
    # Whoever is named comes before everybody.
    leading.sort(key=lambda item: item[0].organs[0].basis == "everybody")
    naming, place = leading[0]
    first = naming.organs[0]
    basis = first.basis if first.code is None else place
    if basis == "named" and len(naming.organs) > 1:
        basis = "first_named"
    grounds = [_ground(source, "owner", first.start, first.end, basis, first.code)]
    co_owners, others = _assisting(source, named, (first.start, first.end), first.code)
    return first.code, co_owners, [*grounds, *others]


def _assisting(
    source: _Text, named: Sequence[tuple[Naming, str]], leader: Span | None, owner: str | None = None
) -> tuple[tuple[str, ...], list[Ground]]:
    """Return everybody else who is named."""
    grounds = []
    codes: dict[str, None] = {}
    for naming, place in named:
        for organ in naming.organs:
            if (organ.start, organ.end) == leader or (owner is not None and organ.code == owner):
                continue
            basis = organ.basis if organ.code is None else place
            grounds.append(_ground(source, "co_owner", organ.start, organ.end, basis, organ.code))
            if organ.code is not None:
                codes[organ.code] = None
    return tuple(codes), grounds


def _verdict(source: _Text, content: Content, group: Group, spans: Sequence[Span]) -> Verdict | None:
    """Return whose duty it is by the matter's own words, else by its paragraph's, else by the heading above."""
    head, paragraph = content.head, content.paragraph
    own = sorted(spans)
    if head and not _covers(spans, head.span) and not any(piece.duty for piece in group.pieces):
        own = [head.span, *own]
    return (
        source.duties.judge(source.reader.text, own)
        or _verdict_on(source, (paragraph.start, paragraph.end))
        or (_verdict_on(source, paragraph.above[-1]) if paragraph.above else None)
    )


def _verdict_on(source: _Text, span: Span) -> Verdict | None:
    """Return whose duty a paragraph or a heading is about, judged once for all its matters."""
    if span not in source.verdicts:
        source.verdicts[span] = source.duties.judge(source.reader.text, [span])
    return source.verdicts[span]


def _covers(spans: Sequence[Span], inner: Span) -> bool:
    return any(start <= inner[0] and inner[1] <= end for start, end in spans)


def _title(source: _Text, group: Group) -> str:
    """Return what is to be done in the words of the clause that says it, short."""
    candidates = sorted((found for piece in group.pieces for found in _clause_titles(source, piece)), key=_rank)
    best = next((words for _, words in candidates if len(words) >= _SHORTEST_TITLE), None)
    if best is None:
        best = "".join(source.given[piece.start : piece.end] for piece in group.pieces).strip("，。；、,; ")
    return _short(best)


def _rank(found: tuple[int, str]) -> int:
    return found[0]


def _is_told_by(heading: str, group: Group) -> bool:
    """Tell whether a heading says what is to be done: 完善实施方案 does, 政府运行 and 取得实质性突破 do not."""
    if not group.pieces:
        return True
    acts = verb_of(heading, 0, len(heading)) or (len(heading) >= _LONG_TOPIC and VERB.search(heading))
    return bool(acts) and not is_stance(heading)


def _clause_titles(source: _Text, piece: Piece) -> Iterator[tuple[int, str]]:
    """Yield the clauses that could be the title, the best with 0: what the date, the rhythm or the figure is about."""
    words = bare(source.reader, piece)
    for index, (start, end) in enumerate([*clauses(words, 0, len(words))]):
        acts = verb_of(words, start, end) and not is_stance(words[start:end])
        place = (piece.start + start, piece.start + end)
        due, often, measured = (
            bool(inside(found, *place)) for found in (piece.deadlines, piece.cadences, piece.figures)
        )
        # 月度工作汇总通报制度: what is to be there regularly, without a verb of its own.
        regular = often and (index == 0 or any(item.value == LOOK_BACK for item in piece.cadences))
        title = _trim(words[opening_of(words, start, end) : end])
        telling = acts and len(title) >= _TELLING_TITLE
        ranks = (acts and due, regular, telling, acts, measured, not only_says_how(words, start, end))
        yield next((rank for rank, holds in enumerate(ranks) if holds), len(ranks)), title


def _trim(words: str) -> str:
    return re.sub(r"[于在由请与和向]? +|\t", "", words).removeprefix("牵头").rstrip("。！!；;、，,")


def _heading(source: _Text, start: int, end: int) -> str:
    """Return a heading as people read it: without bookmarks, brackets that name owners, and the full stop."""
    words = _BOOKMARK.sub("", source.given[start:end])
    return (
        re.sub(r"[（(][^（()）]*(?:牵头|负责|配合|单位)[^（()）]*[）)]", "", words)
        .replace("\t", " ")
        .rstrip("。；;：: ")
    )


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1]}…"

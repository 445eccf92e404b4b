"""Cutting a sentence where it says two things: two dates, two rhythms, two owners, one 是 after another."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from engines.proposals.deadlines import Deadline, deadlines
from engines.proposals.figures import Words, cadences, figures
from engines.proposals.lexicon import Lexicon
from engines.proposals.organs import Naming, namings
from engines.proposals.paragraphs import clauses
from engines.proposals.places import around, inside

_SEMICOLONS = re.compile(r"[；;][；; ]*")
_BOUNDARIES = re.compile(r"[，；：,;\t]")
_FINE_BOUNDARIES = re.compile(r"[，；：,;、\t]")
#: 一是…；二是…: the author counts the matters himself.
_COUNTED = re.compile(
    r"(?:(?<=[，；：:,;。 \n])|^)"
    r"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[（(][一二三四五六七八九十0-9]{1,2}[）)]|[①-⑳])"
)


@dataclass(frozen=True)
class Piece:
    """A part of a sentence that says one thing, and what it says of whom, when and how often."""

    start: int
    end: int
    deadlines: tuple[Deadline, ...]
    cadences: tuple[Words, ...]
    figures: tuple[Words, ...]
    namings: tuple[Naming, ...]
    counted: int = 0
    #: The department whose duty the figures of this piece are, where the sentence has figures of several.
    duty: str | None = None

    @property
    def due(self) -> tuple[date | None, str] | None:
        """Return what the deadline means, for comparison."""
        return (self.deadlines[0].due_on, self.deadlines[0].basis) if self.deadlines else None


@dataclass(frozen=True)
class Mark:
    """Something said at a place; two of one kind that differ are two things."""

    start: int
    end: int
    kind: str
    value: object
    trailing: bool = False


@dataclass(frozen=True)
class Reader:
    """What pieces are read with."""

    text: str
    base: date
    directory: Lexicon[str]
    #: The department whose duties a part of the text is about, or None.
    duty_of: Callable[[int, int], str | None]


def cut(reader: Reader, start: int, end: int) -> list[Piece]:
    """Return the pieces of a sentence; together they are the sentence."""
    text = reader.text
    dues = deadlines(text, start, end, reader.base)
    rhythms = cadences(text, start, end)
    targets = [
        item for item in figures(text, start, end) if not around(dues, item.start) and not around(dues, item.end - 1)
    ]
    named = namings(text, start, end, reader.directory)
    marks = _marks(text, dues, rhythms, named)
    duties = _duty_marks(reader, start, end, targets) if not dues and not named else []
    closed = [item for item in named if item.trailing]
    places = _places(text, start, end, sorted([*marks, *duties], key=_start), closed)
    ends = [*places[1:], end]
    return [
        Piece(
            *span,
            tuple(inside(dues, *span)),
            tuple(inside(rhythms, *span)),
            tuple(inside(targets, *span)),
            tuple(inside(named, *span)),
            _count_of(text, *span),
            next((str(item.value) for item in inside(duties, *span)), None),
        )
        for span in zip(places, ends, strict=True)
    ]


def _marks(text: str, dues: Sequence[Deadline], rhythms: Sequence[Words], named: Sequence[Naming]) -> list[Mark]:
    """Return what a sentence says of when, how often and who."""
    return [
        *(Mark(item.start, item.end, "due", (item.due_on, item.basis)) for item in dues),
        *(Mark(item.start, item.end, "cadence", item.value) for item in rhythms),
        *(
            Mark(item.start, item.end, "owner", tuple(text[at.start : at.end] for at in item.organs), item.trailing)
            for item in named
            if item.role == "lead"
        ),
    ]


def _places(text: str, start: int, end: int, marks: Sequence[Mark], closed: Sequence[Naming]) -> list[int]:
    """Return where the pieces begin."""
    places = {start}
    for found in _SEMICOLONS.finditer(text, start, end):
        if around(closed, found.end()) is None:
            places.add(found.end())
    places |= {found.start() for found in _COUNTED.finditer(text, start, end)}
    ordered = sorted(places)
    for first, last in zip(ordered, [*ordered[1:], end], strict=True):
        places |= _between(text, inside(marks, first, last))
    return sorted(place for place in places if place < end)


def _between(text: str, marks: Sequence[Mark]) -> set[int]:
    """Return where one says something else than the one before it of its kind."""
    places: set[int] = set()
    present: dict[str, Mark] = {}
    for mark in marks:
        previous = present.get(mark.kind)
        if previous is not None and previous.value != mark.value:
            place = _boundary(text, previous, mark)
            if place is None:
                continue
            places.add(place)
            present = {}
        present[mark.kind] = mark
    return places


def _boundary(text: str, previous: Mark, mark: Mark) -> int | None:
    """Return the place between two marks where the second thing begins."""
    pattern = _FINE_BOUNDARIES if mark.kind == "cadence" else _BOUNDARIES
    found = [item.end() for item in pattern.finditer(text, previous.end, mark.start)]
    if not found:
        return None
    return found[0] if mark.trailing else found[-1]


def _duty_marks(reader: Reader, start: int, end: int, targets: Sequence[Words]) -> list[Mark]:
    """Return the clauses whose figures are different departments' duties; none where they are one department's."""
    found: list[Mark] = []
    waiting = [item.start for item in reversed(targets)]
    for clause in clauses(reader.text, start, end):
        if waiting and waiting[-1] < clause[1]:
            duty = reader.duty_of(*clause)
            if duty is not None:
                found.append(Mark(*clause, "duty", duty))
        while waiting and waiting[-1] < clause[1]:
            waiting.pop()
    return found if len({mark.value for mark in found}) > 1 else []


def _start(mark: Mark) -> int:
    return mark.start


def _count_of(text: str, start: int, end: int) -> int:
    """Return by which mark of the author's counting a piece begins: its place, or 0."""
    return start + 1 if _COUNTED.match(text, start, end) else 0

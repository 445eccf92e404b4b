"""What stands where, found by halving, so that a long text takes no longer than its length."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Something at a place of the text."""

    @property
    def start(self) -> int:
        """Return where it begins."""

    @property
    def end(self) -> int:
        """Return where it ends."""


P = TypeVar("P", bound=Placed)


def _start(item: Placed) -> int:
    return item.start


def inside(items: Sequence[P], start: int, end: int) -> Sequence[P]:
    """Return those of some things in order that begin in a part of the text."""
    return items[bisect_left(items, start, key=_start) : bisect_left(items, end, key=_start)]


def around(items: Sequence[P], place: int) -> P | None:
    """Return the one of some things in order, apart from each other, in which a place lies."""
    index = bisect_right(items, place, key=_start) - 1
    return items[index] if index >= 0 and place < items[index].end else None

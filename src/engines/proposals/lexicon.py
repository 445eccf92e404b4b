"""Many words looked for at once, in one pass over a text."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")


class Lexicon(Generic[V]):
    """Words and what each means; of words that overlap the first one counts, and at one place the longest."""

    def __init__(self, words: Mapping[str, V]) -> None:
        """Index the words by how they begin."""
        self._words = dict(words)
        self._lengths: dict[str, list[int]] = {}
        for word in self._words:
            lengths = self._lengths.setdefault(word[:1], [])
            if len(word) not in lengths:
                lengths.append(len(word))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def get(self, word: str) -> V | None:
        """Return what a word means, or None."""
        return self._words.get(word)

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, V]]:
        """Yield the words in a part of a text: place and meaning, apart from each other."""
        while start < end:
            for length in self._lengths.get(text[start], ()):
                word = text[start : start + length]
                if start + length <= end and word in self._words:
                    yield start, start + length, self._words[word]
                    start += length
                    break
            else:
                start += 1

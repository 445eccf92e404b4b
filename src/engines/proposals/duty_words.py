"""Whose duty a text is about, by the words that stand for the duties of departments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from engines.proposals.findings import Duty, Span
from engines.proposals.lexicon import Lexicon

#: One character in so many must be a duty's word: 地理信息 once in a long paragraph makes nobody responsible.
_SCARCE = 40
#: So many places convince a reader.
_MOST_PLACES = 20


@dataclass(frozen=True)
class Verdict:
    """The departments whose words cover most characters, and where these words stand.

    More than one where several have equally many, or where nobody has half of all: then a person decides.
    """

    departments: tuple[str, ...]
    places: tuple[tuple[int, int, str], ...]


class DutyWords:
    """The words of all departments."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        """Index the words; one word may be several departments'."""
        owners: dict[str, dict[str, None]] = {}
        for duty in duties:
            for word in duty.words:
                owners.setdefault(word, {})[duty.department] = None
        self._lexicon = Lexicon({word: tuple(found) for word, found in owners.items() if word})

    def judge(self, text: str, spans: Sequence[Span]) -> Verdict | None:
        """Return whose duty these parts of a text are about; None where no word of anybody's stands in them."""
        places = [found for span in spans for found in self._lexicon.find(text, *span)]
        matched: dict[str, int] = {}
        for start, end, departments in places:
            for department in departments:
                matched[department] = matched.get(department, 0) + end - start
        if not matched:
            return None
        most, length = max(matched.values()), sum(end - start for start, end in spans)
        if most * _SCARCE < length:
            return None
        best = tuple(department for department, count in matched.items() if count == most)
        if 2 * most < sum(matched.values()):
            best = tuple(matched)
        shown = ((start, end, department) for start, end, found in places for department in found if department in best)
        return Verdict(best, tuple(islice(shown, _MOST_PLACES)))

    def one(self, text: str, start: int, end: int) -> str | None:
        """Return the one department whose duty a part of a text is about, or None."""
        verdict = self.judge(text, [(start, end)])
        return verdict.departments[0] if verdict and len(verdict.departments) == 1 else None

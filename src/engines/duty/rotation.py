"""Who stands on which shift, pure and deterministic: filled in turn, then made as even as it can be.

Everybody is on about as many shifts as everybody else, counted by kind of day and in all, with what they had before.
Nobody is put where they cannot be, nor on two shifts that overlap or touch.
"""

import uuid
from bisect import insort
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

#: Minutes from one to another, which is not counted in.
Span = tuple[int, int]
Person = uuid.UUID
#: Gives a slot of one person to another.
Step = tuple[int, Person, Person]
ALL = "all"
#: So many changes are tried at most: a second or so, and far more than a department of a hundred needs.
MOST_TRIED = 50_000


@dataclass(frozen=True)
class Slot:
    """A shift, in minutes, with so many people to be on it."""

    begin: int
    end: int
    kind: str
    needed: int


def rotate(
    slots: Sequence[Slot],
    people: Sequence[Person],
    busy: Mapping[Person, Sequence[Span]],
    carried: Mapping[Person, Mapping[str, int]],
) -> list[list[Person]]:
    """Return who is on each slot; fewer than it needs where nobody can be there.

    ``slots`` go by their beginning; ``busy`` are minutes at which somebody cannot be there; ``carried`` is how many
    shifts of each kind they had before.
    """
    rota = _Rota(slots, people, busy, carried)
    rota.fill()
    rota.squeeze()
    rota.even_out()
    return rota.on


def touching(span: Span) -> Span:
    """Return the minutes around a duty in which no other may lie, so that none touches it."""
    return span[0] - 1, span[1] + 1


class _Rota:
    def __init__(
        self,
        slots: Sequence[Slot],
        people: Sequence[Person],
        busy: Mapping[Person, Sequence[Span]],
        carried: Mapping[Person, Mapping[str, int]],
    ) -> None:
        self.slots, self.people = slots, people
        self.on: list[list[Person]] = [[] for _ in slots]
        self.held: dict[Person, list[int]] = {person: [] for person in people}
        self.counts = {person: _counted(carried.get(person, {})) for person in people}
        self.able = {person: [not _hit(slot, busy.get(person, ())) for slot in slots] for person in people}
        spans = [touching((slot.begin, slot.end)) for slot in slots]
        self.near = [[place for place, span in enumerate(spans) if _hit(slot, [span])] for slot in slots]

    def fill(self) -> None:
        """Fill the slots in their order, each with who had the fewest, and among these with who was on longest ago."""
        last = dict.fromkeys(self.people, -1)
        for place, slot in enumerate(self.slots):
            for _ in range(slot.needed):
                fit = [person for person in self.people if self.fits(person, place)]
                if fit:
                    chosen = min(fit, key=lambda who: (*self._rank(who, place), last[who]))
                    self.put(chosen, place)
                    last[chosen] = place

    def squeeze(self) -> None:
        """Fill what is left by freeing somebody who could be there from a neighbouring slot that another can have."""
        for place, slot in enumerate(self.slots):
            for person in self.people:
                if len(self.on[place]) < slot.needed and self.able[person][place] and self._make_room(person, place):
                    self.put(person, place)

    def _make_room(self, person: Person, place: int) -> bool:
        held = [other for other in self.near[place] if person in self.on[other]]
        if len(held) != 1 or held[0] == place:
            return not held
        fit = [who for who in self.people if who != person and self.fits(who, held[0])]
        return bool(fit) and self._make([(held[0], person, min(fit, key=lambda who: self._rank(who, held[0])))])

    def even_out(self) -> None:
        """Give, exchange and pass on slots while that makes it more even; squares shrink each time, so it ends.

        Where many cannot be there on many days it may go on for long, and stops after :data:`MOST_TRIED` changes.
        """
        left = MOST_TRIED
        found = True
        while found:
            found = False
            for steps in islice(self._ways(), left):
                left -= 1
                if self._gain(steps) < 0 and self._make(steps):
                    found = True
                    break

    def _ways(self) -> Iterator[list[Step]]:
        """Yield changes by which one who has two more of something than another could have fewer."""
        for key in sorted({ALL, *(slot.kind for slot in self.slots)}):
            numbers = [counts[key] for counts in self.counts.values()]
            most, least = max(numbers), min(numbers)
            if most - least > 1:
                heavy = [who for who in self.people if self.counts[who][key] == most]
                light = [who for who in self.people if self.counts[who][key] == least]
                for giver, taker in product(heavy, light):
                    yield from self._between(giver, taker)

    def _between(self, giver: Person, taker: Person) -> Iterator[list[Step]]:
        given = [*self.held[giver]]
        yield from ([(place, giver, taker)] for place in given)
        back = ([(place, giver, taker), (other, taker, giver)] for place, other in product(given, [*self.held[taker]]))
        over = (
            [(other, middle, taker), (place, giver, middle)]
            for middle in self.people
            if middle not in (giver, taker)
            for place, other in product(given, [*self.held[middle]])
        )
        yield from chain(back, over)

    def _gain(self, steps: Sequence[Step]) -> int:
        """Return by how much the squares of everybody's numbers grow, those of a kind and those in all."""
        more: Counter[tuple[Person, str]] = Counter()
        for place, person, other in steps:
            for key in (self.slots[place].kind, ALL):
                more[person, key] -= 1
                more[other, key] += 1
        return sum(number * (2 * self.counts[who][key] + number) for (who, key), number in more.items())

    def _make(self, steps: Sequence[Step]) -> bool:
        """Make changes if all of them are possible together, and tell whether they were."""
        for place, person, _ in steps:
            self.take(person, place)
        done: list[Step] = []
        for place, person, other in steps:
            if not self.fits(other, place):
                break
            self.put(other, place)
            done.append((place, person, other))
        if len(done) == len(steps):
            return True
        for place, _, other in done:
            self.take(other, place)
        for place, person, _ in steps:
            self.put(person, place)
        return False

    def fits(self, person: Person, place: int) -> bool:
        """Tell whether somebody can be on a slot beside what they have."""
        return self.able[person][place] and not any(person in self.on[other] for other in self.near[place])

    def put(self, person: Person, place: int) -> None:
        """Put somebody on a slot."""
        self.on[place].append(person)
        insort(self.held[person], place)
        self._count(person, place, 1)

    def take(self, person: Person, place: int) -> None:
        """Take somebody off a slot."""
        self.on[place].remove(person)
        self.held[person].remove(place)
        self._count(person, place, -1)

    def _count(self, person: Person, place: int, more: int) -> None:
        self.counts[person][self.slots[place].kind] += more
        self.counts[person][ALL] += more

    def _rank(self, person: Person, place: int) -> tuple[int, int]:
        return self.counts[person][self.slots[place].kind], self.counts[person][ALL]


def _counted(carried: Mapping[str, int]) -> Counter[str]:
    return Counter({**carried, ALL: sum(carried.values())})


def _hit(slot: Slot, spans: Sequence[Span]) -> bool:
    return any(slot.begin < end and begin < slot.end for begin, end in spans)

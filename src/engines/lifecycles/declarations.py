"""The form in which a process is written down."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Relation = Literal["applicant", "signer", "department", "seat", "consulted", "system"]
Holder = Literal["applicant", "office", "third_party", "nobody"]


@dataclass(frozen=True)
class State:
    """A state a record can rest in; ``holder`` is with whom the ball is there."""

    code: str
    zh: str
    en: str
    holder: Holder
    exchange_code: str | None = None
    final: bool = False


@dataclass(frozen=True)
class Transition:
    """A turn from any of ``sources`` to ``target``; without a target the record stays where it is.

    ``relation`` says how the subject must stand to the record: its applicant, somebody whose signature it waits
    for, the system itself, or an officer (or an organ's own system) who holds ``permission`` and in whose scope lies
    its department, one with a seat in what is going on, or one that was asked for its opinion.
    """

    name: str
    sources: tuple[str, ...]
    target: str | None
    relation: Relation
    zh: str
    en: str
    permission: str | None = None
    #: Path segment under the record by which this turn is asked for over HTTP; None where it is not asked for there.
    resource: str | None = None

    def leads_to(self, state: str) -> str:
        """Return the state that a record in ``state`` comes to by this turn."""
        return self.target or state


@dataclass(frozen=True)
class Lifecycle:
    """One process. Errors: ValueError at start when a transition names a state that is not declared."""

    code: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        """Refuse a lifecycle that could leave its own states."""
        known = {state.code for state in self.states}
        for turn in self.transitions:
            for code in (*turn.sources, turn.target):
                if code is not None and code not in known:
                    message = f"lifecycle {self.code}: transition {turn.name} names unknown state {code}"
                    raise ValueError(message)
        for state in self.states:
            if state.final and any(turn.leads_to(state.code) != state.code for turn in self.leaving(state.code)):
                message = f"lifecycle {self.code}: final state {state.code} has a way out"
                raise ValueError(message)

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def _transitions(self) -> dict[str, Transition]:
        return {turn.name: turn for turn in self.transitions}

    def state(self, code: str) -> State:
        """Return a declared state."""
        return self._states[code]

    def transition(self, name: str) -> Transition:
        """Return a declared transition."""
        return self._transitions[name]

    def leaving(self, state: str) -> list[Transition]:
        """Return the transitions that leave a state."""
        return [turn for turn in self.transitions if state in turn.sources]

    def diagram(self) -> str:
        """Return the lifecycle as a Mermaid state diagram, without the turns by which a record stays where it is."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {state.code} : {state.zh} {state.exchange_code or ''}".rstrip() for state in self.states]
        ways: dict[tuple[str, str], list[str]] = {}
        for turn in self.transitions:
            for source in turn.sources:
                if turn.leads_to(source) != source:
                    ways.setdefault((source, turn.leads_to(source)), []).append(turn.zh)
        lines += [f"    {source} --> {target} : {' / '.join(names)}" for (source, target), names in ways.items()]
        return "\n".join(lines)

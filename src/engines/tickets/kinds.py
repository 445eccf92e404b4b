"""What a kind of ticket says of itself; the engine knows kinds by this alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from engines.lifecycles import Lifecycle

PRIORITIES = ("normal", "urgent", "emergency")
#: The steps that have a limit in hours for each category and priority.
STEPS = ("dispatch", "arrival", "completion")


@dataclass(frozen=True)
class Permissions:
    """The permissions of a kind: to report, to dispatch, to do the work, to follow up a bad rating, to read."""

    report: str
    dispatch: str
    work: str
    follow_up: str
    read: str


@dataclass(frozen=True)
class TicketKind:
    """One kind of ticket; the limits that categories do not give are in working days and office hours."""

    code: str
    permissions: Permissions
    lifecycle: Lifecycle
    #: What its numbers begin with.
    prefix: str
    #: Priorities whose limits count every hour and not only those of the offices.
    round_the_clock: Sequence[str] = ("emergency",)
    #: Working days in which the reporter accepts or returns the work.
    acceptance_days: int = 3
    #: A rating as low as this opens a follow-up.
    worst_rating: int = 2
    #: Office hours until the reporter is called back, and from then until the follow-up is closed.
    call_back_hours: int = 7
    follow_up_hours: int = 35


_kinds: dict[str, TicketKind] = {}


def declare_kind(kind: TicketKind) -> TicketKind:
    """Make a kind known to timers and lists, and return it; done at import, by the app whose it is."""
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> TicketKind:
    """Return a declared kind."""
    return _kinds[code]

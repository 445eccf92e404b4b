"""The officer's list: any filters together, each led to an index, however many cases the city has.

An index by department (or matter), state and date gives the first rows of each at once, and the list is merged from
those few. What a case owes to its matter (division, topic, seats of others, words of its name) is turned into matters
before any case is read (``docs/decisions/0006-lists-by-index.md``).
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Row

from auth import DataScope, Subject
from engines.cases.lifecycle import CASE, DECIDED, RUNNING, UNFINISHED
from engines.cases.models import USUAL_CHANNEL
from engines.cases.search_statements import Light, Order, Purpose, Road, Shape, statement
from engines.matters import Kind, kinds_of_cases, matters_by_words
from kit import clock
from kit.database import Unit
from kit.errors import Pointer, Unprocessable
from kit.ids import first_id
from kit.probing import rows_of_page

Position = tuple[date, uuid.UUID]
Parameters = dict[str, Any]
#: Ids are made in the moment of filing; a clock that was set right may have been off by so much.
SLACK = timedelta(days=1)
ONE_DAY = timedelta(days=1)
#: Digits of a number that name its division and day: from there on a beginning of it is found by index.
SHORTEST_NUMBER, NUMBER_DIGITS = 14, 21

#: What a matter's revision says of its cases.
OF_MATTERS = ("region", "topic")
_STATES = tuple(state.code for state in CASE.states)


class NumberTooShort(Unprocessable):
    """The beginning of a number says neither division nor day."""

    code = "number-too-short"
    zh = "请至少输入办件编号的前 14 位（行政区划和日期）。"
    en = "Type at least the first 14 digits of the number (division and day)."


class OrderUnfit(Unprocessable):
    """A closed case has no date that is still to be met."""

    code = "order-unfit"
    zh = "已结束的办件没有待办期限，请改为按时间倒序排列（order=newest）。"
    en = "A closed case has no date to meet. Ask for order=newest."


@dataclass(frozen=True)
class CaseSearch:
    """Which cases of an officer's scope; what is empty or None asks nothing.

    ``submitted_to`` is a last day, ``due_before`` is not; ``text`` is the beginning of a number, an applicant's whole
    name, or words of a matter's name. ``involving_seat``: cases of departments outside the scope in which one inside
    it has a seat or was asked for its opinion.
    """

    states: Sequence[str] = ()
    matters: Sequence[str] = ()
    departments: Sequence[str] = ()
    region: str | None = None
    topic: str | None = None
    light: Light | None = None
    due_before: date | None = None
    submitted_from: date | None = None
    submitted_to: date | None = None
    holder: str | None = None
    assignee: uuid.UUID | Literal["nobody"] | None = None
    channel: str | None = None
    outcome: str | None = None
    involving_seat: bool = False
    text: str | None = None

    @property
    def usual_order(self) -> Order:
        """Return the order that suits: most urgent first over what is unfinished, else newest first."""
        past = self.text or self.outcome or self.holder == "nobody" or set(self.states) - set(UNFINISHED)
        return "newest" if past else "due"


def is_number(text: str) -> bool:
    """Tell whether a text is looked up as a number."""
    return text.isascii() and text.isdigit()


def check_number(text: str, place: str) -> None:
    """Refuse a number that cannot be looked up. Errors: :class:`NumberTooShort`."""
    if is_number(text) and not SHORTEST_NUMBER <= len(text) <= NUMBER_DIGITS:
        raise NumberTooShort(pointers=[Pointer(f"{place}/text", "length", NumberTooShort.zh, NumberTooShort.en)])


def search_cases(
    unit: Unit, subject: Subject, wanted: CaseSearch, order: Order, after: Position | None, rows: int
) -> Sequence[Row[Any]]:
    """Return at least the first ``rows`` cases in a subject's scope after a keyset position, 101 at most.

    By due date only what is unfinished is listed. Errors: 403 without ``cases.read``, :class:`OrderUnfit`.
    """
    return _found(unit, subject, wanted, order, "page", after, rows)


def cases_after(
    unit: Unit, subject: Subject, wanted: CaseSearch, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the next ``rows`` of everything that is asked for, newest first, to a job that reads all of it.

    A case keeps its id through every turn, so whoever goes on after the last id meets each case at most once.
    """
    position = None if after is None else (clock.today(), after)
    return _found(unit, subject, wanted, "newest", "part", position, rows)


def count_all(unit: Unit, subject: Subject, wanted: CaseSearch) -> int:
    """Return how many cases that is, counted to the end: for jobs, not for pages."""
    found = _found(unit, subject, wanted, "newest", "number", None, 0)
    return int(found[0][0]) if found else 0


def _found(
    unit: Unit,
    subject: Subject,
    wanted: CaseSearch,
    order: Order,
    purpose: Purpose,
    after: Position | None,
    rows: int,
) -> Sequence[Row[Any]]:
    reach = subject.reach("cases.read")
    values: Parameters = {"rows": rows, "states": _states(wanted, order)}
    roads = _roads(unit, reach, wanted, order, values) if values["states"] else ()
    if not roads:
        return []
    if after is not None:
        values |= {"after_due_on": after[0], "after_id": after[1]}
    page = rows_of_page(rows) if purpose == "page" else 0
    shape = Shape(roads, _conditions(wanted, roads, values), order, after is not None, page)
    return unit.rows(statement(shape, purpose, unit.dialect), values)


def _roads(unit: Unit, reach: DataScope, wanted: CaseSearch, order: Order, values: Parameters) -> tuple[Road, ...]:
    """Choose the indexes: what is asked for most narrowly is looked up, the rest is checked on the rows."""
    every = kinds_of_cases(unit)
    kinds = [kind for kind in every if _asked(kind, wanted)]
    own = [kind for kind in kinds if reach.covers(kind.department)]
    if wanted.involving_seat:
        return _seated(reach, [kind for kind in kinds if kind not in own], values)
    if not own:
        return ()
    values["departments"] = sorted({kind.department for kind in own})
    if wanted.text is not None:
        return _by_text(unit, wanted.text, own, values)
    road = _by_index(reach, wanted, own, order, values)
    if "matters" in road.probes and _mixed(every, own):
        road = Road((*road.conditions, *_filters(wanted, OF_MATTERS, values)), road.probes)
    return (road,)


def _mixed(every: Iterable[Kind], own: Sequence[Kind]) -> bool:
    """Tell whether a matter that was found has cases, of another revision, that are not asked for.

    Where it has none, its topic and division are not checked again: of conditions that say the same twice the database
    thinks that hardly a row fulfils both, and sorts what it should walk.
    """
    matters = {kind.matter for kind in own}
    return len(own) != sum(kind.matter in matters for kind in every)


def _by_index(reach: DataScope, wanted: CaseSearch, own: Sequence[Kind], order: Order, values: Parameters) -> Road:
    """Lead to the index that begins with what is asked for most narrowly."""
    unfinished = ("unfinished",) if order == "due" else ()
    if isinstance(wanted.assignee, uuid.UUID):
        return Road(("assignee", "departments"), ("states",))
    if wanted.channel not in {None, USUAL_CHANNEL}:
        return Road(("other_channels",), ("departments", "states"))
    if wanted.topic or wanted.region or wanted.matters:
        values["matters"] = sorted({kind.matter for kind in own})
        return Road(("departments", *unfinished), ("matters", "states"))
    everywhere = reach.all_departments and not wanted.departments
    if everywhere and len(values["states"]) == len(_STATES):
        return Road()
    if everywhere and order == "due":
        return Road((), ("states",))
    return Road(unfinished, ("departments", "states"))


def _asked(kind: Kind, wanted: CaseSearch) -> bool:
    return (
        (not wanted.departments or kind.department in wanted.departments)
        and (not wanted.matters or kind.matter in wanted.matters)
        and wanted.region in {None, kind.region}
        and wanted.topic in {None, kind.topic}
    )


def _by_text(unit: Unit, text: str, own: Sequence[Kind], values: Parameters) -> tuple[Road, ...]:
    """Lead a text to a number, or to an applicant and to the matters whose names have its words."""
    if is_number(text):
        values |= {"number_from": text.ljust(NUMBER_DIGITS, "0"), "number_to": text.ljust(NUMBER_DIGITS, "9")}
        return (Road(("number", "departments", "states")),)
    values["applicant"] = text
    values["matters"] = sorted({kind.matter for kind in own} & set(matters_by_words(unit, text)))
    by_name = Road(("applicant", "departments", "states"))
    return (by_name, Road(("departments",), ("matters", "states"))) if values["matters"] else (by_name,)


def _seated(reach: DataScope, kinds: Sequence[Kind], values: Parameters) -> tuple[Road, ...]:
    """Lead to other departments' cases: those of matters that seat one of the scope, and those it was asked about."""
    if not kinds or not reach.departments:
        return ()
    values["mine"] = sorted(reach.departments)
    values["departments"] = sorted({kind.department for kind in kinds})
    values["matters"] = sorted({kind.matter for kind in kinds if kind.seats & reach.departments})
    by_opinion = Road(("asked", "departments", "outside", "states"))
    by_seat = Road(("seat", "departments", "outside"), ("matters", "states"))
    return (by_opinion, by_seat) if values["matters"] else (by_opinion,)


def _states(wanted: CaseSearch, order: Order) -> list[str]:
    """Return the states that can hold what is asked for."""
    asked = [code for code in _STATES if not wanted.states or code in wanted.states]
    if order == "due":
        if set(wanted.states) - set(UNFINISHED):
            raise OrderUnfit(pointers=[Pointer("/query/order", "choice", OrderUnfit.zh, OrderUnfit.en)])
        asked = [code for code in asked if code in UNFINISHED]
    if wanted.light is not None:
        asked = [code for code in asked if code in RUNNING]
    if wanted.outcome is not None:
        asked = [code for code in asked if code in DECIDED]
    if wanted.holder is not None:
        # In a special procedure whoever carries it out has the ball.
        asked = [code for code in asked if code == "suspended" or CASE.state(code).holder == wanted.holder]
    return asked


def _filters(wanted: CaseSearch, names: Sequence[str], values: Parameters) -> list[str]:
    """Name those filters that ask something, and put what they ask to the values."""
    asked = [name for name in names if getattr(wanted, name) is not None]
    values |= {name: getattr(wanted, name) for name in asked}
    return asked


def _conditions(wanted: CaseSearch, roads: Sequence[Road], values: Parameters) -> tuple[str, ...]:
    """Name what every row must be, on whatever road it was found, and put its values to the others."""
    names = _filters(wanted, ("holder", "channel", "outcome"), values)
    if "matters" not in roads[0].probes:
        names += _filters(wanted, OF_MATTERS, values)
    if wanted.matters and not all("matters" in road.probes for road in roads):
        names.append("only_matters")
        values["only_matters"] = list(wanted.matters)
    if wanted.assignee is not None:
        names.append("nobody" if wanted.assignee == "nobody" else "assignee")
        values["assignee"] = wanted.assignee
    if wanted.light is not None:
        names.append(wanted.light)
        values["today"] = clock.today()
    return (*names, *_dates(wanted, values))


def _dates(wanted: CaseSearch, values: Parameters) -> list[str]:
    names = []
    if wanted.due_before is not None:
        names.append("due_before")
        # Nothing is due before it was filed.
        values["due_before_id"] = first_id(clock.start_of(wanted.due_before) + SLACK)
        values["due_before"] = wanted.due_before
    if wanted.submitted_from is not None:
        names.append("submitted_from")
        values["submitted_from"] = clock.start_of(wanted.submitted_from)
        values["submitted_from_id"] = first_id(values["submitted_from"] - SLACK)
    if wanted.submitted_to is not None:
        names.append("submitted_to")
        values["submitted_to"] = clock.start_of(wanted.submitted_to + ONE_DAY)
        values["submitted_to_id"] = first_id(values["submitted_to"] + SLACK)
    return names

"""The officer's list: any filters together, each led to an index, however many cases the city has.

An index by department (or matter), state and date gives the first rows of each at once, and the list is merged from
those few. What a case owes to its matter (division, topic, seats of others, words of its name) is turned into matters
before any case is read (``docs/decisions/0006-lists-by-index.md``).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Boolean, ColumnElement, Row, Select, exists, func, literal_column, or_, select, tuple_, union

from auth import Subject, require
from engines.cases.lifecycle import CASE, DECIDED, RUNNING, UNFINISHED
from engines.cases.models import OTHER_CHANNELS, USUAL_CHANNEL, Case, CaseOpinion, CaseReview
from engines.cases.probing import Conditions, Probes, Road, first_of_each
from engines.matters import Kind, kinds_of_cases, matters_by_words
from kit import clock
from kit.database import Unit
from kit.errors import Pointer, Unprocessable
from kit.ids import first_id

Order = Literal["due", "newest"]
Light = Literal["green", "yellow", "red"]
Position = tuple[date, uuid.UUID]
#: Ids are made in the moment of filing; a clock that was set right may have been off by so much.
SLACK = timedelta(days=1)
ONE_DAY = timedelta(days=1)
#: Digits of a number that name its division and day: from there on a beginning of it is found by index.
SHORTEST_NUMBER, NUMBER_DIGITS = 14, 21

_STATES = tuple(state.code for state in CASE.states)
_columns: tuple[Any, ...] = (
    Case.id,
    Case.number,
    Case.matter_code,
    Case.matter_name,
    Case.topic,
    Case.applicant_kind,
    Case.applicant_name,
    Case.department_code,
    Case.region_code,
    Case.state,
    Case.version,
    Case.channel,
    Case.submitted_at,
    Case.accepted_at,
    Case.decided_at,
    Case.due_on,
    Case.yellow_on,
    Case.holder,
    Case.assignee_id,
    Case.outcome,
)


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
    """Return up to ``rows`` cases in a subject's scope after a keyset position.

    By due date only what is unfinished is listed. Errors: 403 without ``cases.read``, :class:`OrderUnfit`.
    """
    roads = _roads(unit, subject, wanted, order)
    if not roads:
        return []
    conditions = (*_conditions(wanted, order), *_position(order, after))
    if unit.dialect == "sqlite" or not any(road.probes for road in roads):
        return unit.rows(_at_once(roads, conditions).order_by(*_sort(Case, order)).limit(rows))
    keys = union(*(_first_keys(road, conditions, order, rows) for road in roads)).subquery()
    first = select(keys.c.id).order_by(*_sort(keys.c, order)).limit(rows).subquery()
    return unit.rows(select(*_columns).join(first, first.c.id == Case.id).order_by(*_sort(Case, order)))


def cases_after(
    unit: Unit, subject: Subject, wanted: CaseSearch, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the next ``rows`` of everything that is asked for, newest first, to a job that reads all of it.

    A case keeps its id through every turn, so whoever goes on after the last id meets each case at most once.
    """
    roads = _roads(unit, subject, wanted, "newest")
    if not roads:
        return []
    conditions = (*_conditions(wanted, "newest"), *(() if after is None else (Case.id < after,)))
    return unit.rows(_at_once(roads, conditions).order_by(Case.id.desc()).limit(rows))


def count_all(unit: Unit, subject: Subject, wanted: CaseSearch) -> int:
    """Return how many cases that is, counted to the end: for jobs, not for pages."""
    roads = _roads(unit, subject, wanted, "newest")
    if not roads:
        return 0
    matching = _at_once(roads, _conditions(wanted, "newest"))
    return int(unit.scalar(matching.with_only_columns(func.count(), maintain_column_froms=True)))


def _at_once(roads: Sequence[Road], conditions: Conditions) -> Select[Any]:
    """Return all roads in one condition, for a database that merges few rows, or a reader who wants all of them."""
    return select(*_columns).where(or_(*(road.whole() for road in roads)), *conditions)


def _first_keys(road: Road, conditions: Conditions, order: Order, rows: int) -> Select[Any]:
    found = first_of_each(road, conditions, _sort(Case, order), rows).subquery()
    return select(found.c.id, found.c.due_on)


def _roads(unit: Unit, subject: Subject, wanted: CaseSearch, order: Order) -> list[Road]:
    """Choose the indexes: what is asked for most narrowly is looked up, the rest is checked on the rows."""
    require(subject, "cases.read")
    states = _states(wanted, order)
    stated = ((Case.state, states),)
    kinds = [kind for kind in kinds_of_cases(unit) if _asked(kind, wanted)]
    own = [kind for kind in kinds if subject.scope.covers(kind.department)]
    if not states or not kinds:
        return []
    if wanted.involving_seat:
        return _seated(subject, [kind for kind in kinds if kind not in own], stated)
    if wanted.text is not None:
        return _by_text(unit, wanted.text, own, stated)
    if isinstance(wanted.assignee, uuid.UUID):
        return [Road((Case.assignee_id == wanted.assignee, _of(own)), stated)]
    if (wanted.topic or wanted.region or wanted.matters) and wanted.channel in {None, USUAL_CHANNEL}:
        return [Road((_of(own), *_open(order)), ((Case.matter_code, sorted({kind.matter for kind in own})), *stated))]
    return [_by_department(subject, wanted, own, order, stated)]


def _of(kinds: Sequence[Kind]) -> ColumnElement[bool]:
    return Case.department_code.in_(sorted({kind.department for kind in kinds}))


def _open(order: Order) -> Conditions:
    """Return the words by which the indexes by due date are known: they hold what is unfinished alone."""
    return (Case.closed_on.is_(None),) if order == "due" else ()


def _by_department(subject: Subject, wanted: CaseSearch, own: Sequence[Kind], order: Order, stated: Probes) -> Road:
    """Lead to the departments of a scope; over all of them one index serves without naming any."""
    departments = ((Case.department_code, sorted({kind.department for kind in own})), *stated)
    if wanted.channel not in {None, USUAL_CHANNEL}:
        return Road((literal_column(OTHER_CHANNELS, Boolean()),), departments)
    if subject.scope.all_departments and not wanted.departments:
        if len(stated[0][1]) == len(_STATES):
            return Road()
        if order == "due":
            return Road((), stated)
    return Road(_open(order), departments)


def _asked(kind: Kind, wanted: CaseSearch) -> bool:
    return (
        (not wanted.departments or kind.department in wanted.departments)
        and (not wanted.matters or kind.matter in wanted.matters)
        and wanted.region in {None, kind.region}
        and wanted.topic in {None, kind.topic}
    )


def _by_text(unit: Unit, sought: str, own: Sequence[Kind], stated: Probes) -> list[Road]:
    """Lead a text to a number, or to an applicant and to the matters whose names have its words."""
    inside = (_of(own), Case.state.in_(stated[0][1]))
    if is_number(sought):
        return [
            Road((Case.number.between(sought.ljust(NUMBER_DIGITS, "0"), sought.ljust(NUMBER_DIGITS, "9")), *inside))
        ]
    named = {kind.matter for kind in own} & set(matters_by_words(unit, sought))
    roads = [Road((Case.applicant_name == sought, *inside))]
    return [*roads, Road(inside[:1], ((Case.matter_code, sorted(named)), *stated))] if named else roads


def _seated(subject: Subject, kinds: Sequence[Kind], stated: Probes) -> list[Road]:
    """Lead to other departments' cases: those of matters that seat one of the scope, and those it was asked about."""
    mine = sorted(subject.scope.departments)
    outside = Case.department_code.not_in(mine)
    seat = exists().where(CaseReview.case_id == Case.id, CaseReview.department_code.in_(mine))
    asked = select(CaseOpinion.case_id).where(CaseOpinion.department_code.in_(mine))
    matters = sorted({kind.matter for kind in kinds})
    seated = sorted({kind.matter for kind in kinds if kind.seats & subject.scope.departments})
    states = Case.state.in_(stated[0][1])
    roads = [Road((Case.id.in_(asked), Case.matter_code.in_(matters), outside, states))] if mine else []
    return [*roads, Road((seat, outside), ((Case.matter_code, seated), *stated))] if seated else roads


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


def _conditions(wanted: CaseSearch, order: Order) -> Conditions:
    """Return what every row must be, on whatever road it was found."""
    # Newest first, dates are checked on the row: else the database takes an index by date and sorts what it finds.
    due_on = Case.due_on if order == "due" else func.coalesce(Case.due_on, Case.yellow_on)
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (Case.region_code, wanted.region),
        (Case.topic, wanted.topic),
        (Case.holder, wanted.holder),
        (Case.channel, wanted.channel),
        (Case.outcome, wanted.outcome),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.matters:
        found.append(Case.matter_code.in_(wanted.matters))
    if wanted.assignee is not None:
        nobody = wanted.assignee == "nobody"
        found.append(Case.assignee_id.is_(None) if nobody else Case.assignee_id == wanted.assignee)
    return (
        *found,
        *_dates(wanted, due_on),
        *(light_conditions(wanted.light, due_on, Case.yellow_on) if wanted.light else ()),
    )


def _dates(wanted: CaseSearch, due_on: Any) -> Conditions:
    """Return the conditions on days; those of filing also bound the ids, since ids are time."""
    found: list[ColumnElement[bool]] = []
    if wanted.due_before is not None:
        # Nothing is due before it was filed.
        last = first_id(clock.start_of(wanted.due_before) + SLACK)
        found += [due_on < wanted.due_before, Case.id < last]
    if wanted.submitted_from is not None:
        first = clock.start_of(wanted.submitted_from)
        found += [Case.submitted_at >= first, Case.id >= first_id(first - SLACK)]
    if wanted.submitted_to is not None:
        end = clock.start_of(wanted.submitted_to + ONE_DAY)
        found += [Case.submitted_at < end, Case.id < first_id(end + SLACK)]
    return tuple(found)


def light_conditions(light: Light, due_on: Any, yellow_on: Any) -> Conditions:
    """Return when a case whose clock runs has a light, as :func:`engines.cases.clocks.light_of` says it of one."""
    today = clock.today()
    if light == "red":
        return (due_on < today,)
    yellow = yellow_on <= today
    later = or_(yellow_on.is_(None), yellow_on > today)
    return (due_on >= today, yellow if light == "yellow" else later)


def _position(order: Order, after: Position | None) -> Conditions:
    if after is None:
        return ()
    if order == "newest":
        return (Case.id < after[1],)
    return (tuple_(Case.due_on, Case.id) > tuple_(*after),)


def _sort(columns: Any, order: Order) -> tuple[Any, ...]:
    return (columns.due_on, columns.id) if order == "due" else (columns.id.desc(),)

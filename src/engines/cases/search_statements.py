"""The statements of the officer's list: put together once for each set of filters, and kept.

Which filters are asked for is the shape of a search, what they ask for are its parameters. A shape is written in Core
and compiled at its first use (``docs/decisions/0005-fixed-statements.md``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from engines.cases.models import OTHER_CHANNELS, Case, CaseOpinion, CaseReview
from kit.database import type_name
from kit.fixed import Fixed
from kit.probing import Conditions, among, first_of_each

Order = Literal["due", "newest"]
Light = Literal["green", "yellow", "red"]
#: A page, the next part of everything for a job, or how many there are in all.
Purpose = Literal["page", "part", "number"]
KEPT_SHAPES = 500

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
#: Columns whose values can be probed; the values are a parameter of the column's name.
_PROBED: Mapping[str, Any] = {"departments": Case.department_code, "matters": Case.matter_code, "states": Case.state}


@dataclass(frozen=True)
class Road:
    """One way to cases: names of conditions, and of the parameters whose values are probed one by one."""

    conditions: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What a search asks for, without what it asks: the roads, and what every row must be besides."""

    roads: tuple[Road, ...]
    conditions: tuple[str, ...]
    order: Order
    goes_on: bool
    #: Rows of a page; 0 where they are a parameter.
    rows: int


@lru_cache(maxsize=KEPT_SHAPES)
def statement(shape: Shape, purpose: Purpose, dialect: type_name) -> Fixed:
    """Return the statement of a shape; its parameters are those that the names of its conditions say."""
    known = _known(dialect)
    conditions = tuple(known[f"{name}:{shape.order}"] if name in _BY_DATE else known[name] for name in shape.conditions)
    if shape.goes_on:
        conditions += (known[f"after:{shape.order}"],)
    if shape.rows and dialect == "postgresql" and any(road.probes for road in shape.roads):
        return Fixed(_probed(shape, known, conditions))
    roads = (and_(true(), *_whole(road, known)) for road in shape.roads)
    found: Select[Any] = select(*_columns).where(or_(*roads), *conditions)
    if purpose == "number":
        return Fixed(found.with_only_columns(func.count().label("number"), maintain_column_froms=True))
    return Fixed(found.order_by(*_sort(Case, shape.order)).limit(_limit(shape)))


def _probed(shape: Shape, known: Mapping[str, ColumnElement[bool]], conditions: Conditions) -> Select[Any]:
    """Merge the first keys of each probe, then read as many rows as a page has."""
    sort = _sort(Case, shape.order)
    rows = _limit(shape)
    parts = []
    for road in shape.roads:
        probes = [(_PROBED[name], bindparam(name, type_=ARRAY(Text))) for name in road.probes]
        own = [*(known[name] for name in road.conditions), *conditions]
        keys = first_of_each((Case.id, Case.due_on), own, probes, sort, rows).subquery()
        parts.append(select(keys.c.id, keys.c.due_on))
    merged = (union(*parts) if len(parts) > 1 else parts[0]).subquery()
    first = select(merged.c.id).order_by(*_sort(merged.c, shape.order)).limit(rows).subquery()
    return cast("Select[Any]", select(*_columns).join(first, first.c.id == Case.id).order_by(*sort))


def _limit(shape: Shape) -> Any:
    return literal_column(str(shape.rows), Integer()) if shape.rows else bindparam("rows")


def _whole(road: Road, known: Mapping[str, ColumnElement[bool]]) -> Conditions:
    return (*(known[name] for name in road.conditions), *(known[name] for name in road.probes))


def _sort(columns: Any, order: Order) -> tuple[Any, ...]:
    return (columns.due_on, columns.id) if order == "due" else (columns.id.desc(),)


def light_conditions(light: Light, due_on: Any, yellow_on: Any, today: Any) -> Conditions:
    """Return when a case whose clock runs has a light, as :func:`engines.cases.clocks.light_of` says it of one."""
    if light == "red":
        return (due_on < today,)
    later = or_(yellow_on.is_(None), yellow_on > today)
    return (due_on >= today, yellow_on <= today if light == "yellow" else later)


#: Conditions on due dates, which read differently in the two orders.
_BY_DATE = frozenset({*get_args(Light), "due_before"})


@lru_cache(maxsize=2)
def _known(dialect: type_name) -> Mapping[str, ColumnElement[bool]]:
    """Return every condition by its name; each takes parameters of its own name."""
    seat = exists().where(CaseReview.case_id == Case.id, among(CaseReview.department_code, "mine", dialect))
    asked = select(CaseOpinion.case_id).where(among(CaseOpinion.department_code, "mine", dialect))
    found = {
        **{name: among(column, name, dialect) for name, column in _PROBED.items()},
        "only_matters": among(Case.matter_code, "only_matters", dialect),
        "outside": ~among(Case.department_code, "mine", dialect),
        "seat": seat,
        "asked": Case.id.in_(asked),
        # The words by which the partial indexes are known.
        "unfinished": Case.closed_on.is_(None),
        "other_channels": literal_column(OTHER_CHANNELS, Boolean()),
        "number": Case.number.between(bindparam("number_from"), bindparam("number_to")),
        "applicant": Case.applicant_name == bindparam("applicant"),
        "assignee": Case.assignee_id == bindparam("assignee"),
        "nobody": Case.assignee_id.is_(None),
        "region": Case.region_code == bindparam("region"),
        "topic": Case.topic == bindparam("topic"),
        "holder": Case.holder == bindparam("holder"),
        "channel": Case.channel == bindparam("channel"),
        "outcome": Case.outcome == bindparam("outcome"),
        # Ids are time, so days of filing bound them.
        "submitted_from": and_(
            Case.submitted_at >= bindparam("submitted_from"), Case.id >= bindparam("submitted_from_id")
        ),
        "submitted_to": and_(Case.submitted_at < bindparam("submitted_to"), Case.id < bindparam("submitted_to_id")),
        # A pair takes no types from what it is compared with.
        "after:due": tuple_(Case.due_on, Case.id)
        > tuple_(bindparam("after_due_on", type_=Case.due_on.type), bindparam("after_id", type_=Case.id.type)),
        "after:newest": Case.id < bindparam("after_id"),
    }
    # Newest first, dates are checked on the row: else the database takes an index by date and sorts what it finds.
    for order, due_on in (("due", Case.due_on), ("newest", func.coalesce(Case.due_on, Case.yellow_on))):
        today = bindparam("today", type_=Case.due_on.type)
        for light in get_args(Light):
            found[f"{light}:{order}"] = and_(*light_conditions(light, due_on, Case.yellow_on, today))
        before = bindparam("due_before", type_=Case.due_on.type)
        found[f"due_before:{order}"] = and_(due_on < before, Case.id < bindparam("due_before_id"))
    return found

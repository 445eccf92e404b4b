"""What cases say of their matters, counted by the database in one pass each: a row per matter and value."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select

from engines.cases.models import Case, CaseMaterial
from kit.database import Unit

#: A material with one of these was not handed in, or not yet.
NOT_HANDED_IN = ("left_out", "tolerated")
#: Closed with the result in the applicant's hands: the ledger of who had the ball is complete.
_DELIVERED = ("delivered", "archived")
#: What a matter was called and whose it was; its cases can be of several revisions.
_matter = (
    func.max(Case.matter_name).label("matter_name"),
    func.max(Case.region_code).label("region"),
    func.max(Case.department_code).label("department"),
    func.max(Case.topic).label("topic"),
)


def filed_by_channel(unit: Unit, since: datetime) -> Sequence[Row[Any]]:
    """Return how many cases came in by matter and channel: ``matter_code, …, channel, cases``."""
    return unit.rows(
        select(Case.matter_code, *_matter, Case.channel, func.count().label("cases"))
        .where(Case.submitted_at >= since)
        .group_by(Case.matter_code, Case.channel)
        .order_by(Case.matter_code)
    )


def materials_by_way(unit: Unit, since: datetime) -> Sequence[Row[Any]]:
    """Return how the materials of these cases were satisfied: ``matter_code, satisfied_by, materials``."""
    return unit.rows(
        select(Case.matter_code, CaseMaterial.satisfied_by, func.count().label("materials"))
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(Case.submitted_at >= since, CaseMaterial.status.not_in(NOT_HANDED_IN))
        .group_by(Case.matter_code, CaseMaterial.satisfied_by)
    )


def decided_by_days(unit: Unit, since: datetime) -> Sequence[Row[Any]]:
    """Return the cases decided since then by the days they took.

    Each is ``matter_code, on_time, delivered, office_days, other_days, cases``. The date that a decision is held to
    has been moved by everything that was not the office's: corrections, special procedures, extensions.
    """
    on_time = case((_day_of_decision(unit) <= Case.due_on, 1), else_=0).label("on_time")
    delivered = case((Case.state.in_(_DELIVERED), 1), else_=0).label("delivered")
    others = (Case.applicant_days + Case.third_party_days).label("other_days")
    days = (Case.matter_code, on_time, delivered, Case.office_days, others)
    return unit.rows(
        select(*days, *_matter, func.count().label("cases")).where(Case.decided_at >= since).group_by(*days)
    )


def _day_of_decision(unit: Unit) -> ColumnElement[Any]:
    """Return the Beijing day of a decision, in the database's own words."""
    if unit.dialect == "sqlite":
        return func.date(Case.decided_at, "+8 hours")
    return func.date(func.timezone("Asia/Shanghai", Case.decided_at))

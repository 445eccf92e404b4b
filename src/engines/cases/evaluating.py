"""The day by which a decided case is evaluated by its applicant, or else by default."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from engines.cases.models import Case
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

BATCH = 200


def evaluation_day(unit: Unit) -> date:
    """Return by when a case that is decided today is evaluated."""
    return load_calendar(unit).add_working_days(clock.today(), policy(unit).default_evaluation_days)


def cases_without_evaluation(unit: Unit) -> Sequence[Row[Any]]:
    """Return ids of cases whose day to be evaluated has passed."""
    return unit.rows(
        select(Case.id)
        .where(Case.evaluation_due_on < clock.today())
        .order_by(Case.evaluation_due_on, Case.id)
        .limit(BATCH)
    )


def settle_evaluation(unit: Unit, case_id: uuid.UUID) -> None:
    """Say that a case is evaluated, so that no day waits for it."""
    unit.write(update(Case).where(Case.id == case_id).values(evaluation_due_on=None))

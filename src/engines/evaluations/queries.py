"""Reading evaluations."""

import uuid
from typing import Any

from sqlalchemy import Row, select

from engines.evaluations.models import Evaluation, FollowUp
from kit.database import Unit
from kit.errors import NotFound


class NotEvaluated(NotFound):
    """The case has not been evaluated."""

    code = "not-evaluated"
    zh = "该办件尚未评价。"
    en = "This case has not been evaluated yet."


def evaluation_of(unit: Unit, case_id: uuid.UUID) -> Row[Any]:
    """Return a case's evaluation with the follow-up's date, if there is one. Errors: :class:`NotEvaluated`."""
    row = unit.first(
        select(Evaluation.level, Evaluation.tags, Evaluation.text, Evaluation.evaluated_at, FollowUp.due_on)
        .outerjoin(FollowUp, FollowUp.case_id == Evaluation.case_id)
        .where(Evaluation.case_id == case_id),
    )
    if row is None:
        raise NotEvaluated
    return row

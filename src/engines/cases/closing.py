"""Ends of a case beside its decision: withdrawal, a question left unanswered, the archive."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from auth import SYSTEM, Subject
from engines.cases.turning import take_turn
from engines.inbox import close_tasks
from engines.matters import revision
from kit import clock
from kit.database import Unit

RETENTION_YEARS = {"10_years": 10, "30_years": 30}
MONTHS = 12


def withdraw_case(subject: Subject, unit: Unit, case: Row[Any], reason: str) -> Row[Any]:
    """Withdraw an application that is not decided yet; its tasks go away. Returns the case after the turn."""
    after = take_turn(subject, unit, case, "withdraw", opinion=reason or None)
    close_tasks(subject, unit, case.id)
    return after


def return_unanswered(unit: Unit, case: Row[Any]) -> Row[Any]:
    """Return an application whose correction or signature did not come in time (退件); it can be filed again."""
    after = take_turn(SYSTEM, unit, case, "return_unanswered", detail={"answer_by": case.due_on.isoformat()})
    close_tasks(SYSTEM, unit, case.id)
    return after


def archive_case(unit: Unit, case: Row[Any]) -> Row[Any]:
    """Put a closed case into the archive for as long as its matter says (机关档案管理规定: 永久, 30 年, 10 年)."""
    term = revision(unit, case.matter_revision_id).content.retention
    until = _retained_until(term, case.closed_on or clock.today())
    return take_turn(
        SYSTEM,
        unit,
        case,
        "archive",
        changes={"retained_until": until},
        detail={"retention": term, "retained_until": until.isoformat() if until else None},
    )


def _retained_until(term: str, closed_on: date) -> date | None:
    """Return the last day of a retention term; it is counted from the year after the one of closing."""
    years = RETENTION_YEARS.get(term)
    return None if years is None else date(closed_on.year + years, MONTHS, 31)

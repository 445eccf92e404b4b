"""How decided cases kept to their promise: only the office's days are assessed.

Time that waited for the applicant or a third party is not the office's (政务服务效能), and a term is kept when the
decision came by its date, with the pauses and extensions that moved it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engines.cases.clocks import extension_of
from engines.cases.models import Case
from engines.cases.moving import pauses_by_case
from engines.deadlines import days_used
from engines.matters import revision
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

_columns = (
    Case.id,
    Case.matter_revision_id,
    Case.clock_started_at,
    Case.decided_at,
    Case.extension_days,
    Case.special_procedures,
    Case.due_on,
    Case.office_days,
    Case.applicant_days,
    Case.third_party_days,
)


@dataclass(frozen=True)
class Assessment:
    """What a decided case took against what was promised.

    ``handling_days`` are the days of the term that had passed when it was decided, in the unit of the promise;
    ``promised_days`` includes an approved extension. The three ledgers are working days from the submission on.
    """

    case_id: uuid.UUID
    decided_on: date
    due_on: date
    on_time: bool
    handling_days: int
    promised_days: int
    office_days: int
    applicant_days: int
    third_party_days: int


def assess_cases(unit: Unit, case_ids: Sequence[uuid.UUID]) -> list[Assessment]:
    """Return the assessment of each case that was accepted and decided; others are left out."""
    rows = unit.rows(
        select(*_columns)
        .where(Case.id.in_(case_ids), Case.decided_at.is_not(None), Case.accepted_at.is_not(None))
        .order_by(Case.id)
    )
    pauses, calendar = pauses_by_case(unit, rows), load_calendar(unit)
    found = []
    for row in rows:
        content = revision(unit, row.matter_revision_id).content
        started_on, decided_on = clock.local(row.clock_started_at).date(), clock.local(row.decided_at).date()
        extension = extension_of(content, row.extension_days)
        found.append(
            Assessment(
                case_id=row.id,
                decided_on=decided_on,
                due_on=row.due_on,
                on_time=decided_on <= row.due_on,
                handling_days=days_used(
                    started_on, decided_on, calendar, content.promised.unit, pauses.get(row.id, ())
                ),
                promised_days=content.promised.days + (extension.days if extension else 0),
                office_days=row.office_days,
                applicant_days=row.applicant_days,
                third_party_days=row.third_party_days,
            )
        )
    return found

"""How a decided case kept to its promise: only the office's days are assessed.

Time that waited for the applicant or a third party is not the office's (政务服务效能), and a term is kept when the
decision came by its date, with the pauses and extensions that moved it.
"""

from typing import Any

from sqlalchemy import Row

from engines.cases.clocks import extension_of, pauses_of
from engines.deadlines import days_used
from engines.matters import MatterRevision
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit


def assessment_answer(unit: Unit, case: Row[Any], guide: MatterRevision) -> dict[str, Any] | None:
    """Return what a case took against what was promised, or None for one that was not accepted or not decided.

    ``handling_days`` are the days of the term that had passed when it was decided, in the unit of the promise;
    ``promised_days`` includes an approved extension. The three ledgers are working days from the submission on.
    """
    if case.accepted_at is None or case.decided_at is None:
        return None
    content = guide.content
    started_on, decided_on = clock.local(case.clock_started_at).date(), clock.local(case.decided_at).date()
    extension = extension_of(content, case.extension_days)
    return {
        "decided_on": decided_on.isoformat(),
        "on_time": decided_on <= case.due_on,
        "handling_days": days_used(
            started_on, decided_on, load_calendar(unit), content.promised.unit, pauses_of(unit, case)
        ),
        "promised_days": content.promised.days + (extension.days if extension else 0),
        "office_days": case.office_days,
        "applicant_days": case.applicant_days,
        "third_party_days": case.third_party_days,
    }

"""What past cases would have come to under another limit or rule: the production's clock over the same facts.

Nothing is changed: what really was stands beside what would have been.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row, select, tuple_

from auth import DataScope
from engines.cases.clocks import extension_of
from engines.cases.models import Case
from engines.cases.moving import pauses_by_case
from engines.deadlines import Limit, Pause, compute_deadline
from engines.lifecycles import LifecycleEvent
from engines.matters import revision
from engines.workdays import Calendar
from kit import clock
from kit.database import Unit

#: States of a closed case that may have been decided, in the order in which they are gone through.
PAST = ("archived", "delivered")
Position = tuple[str, date, uuid.UUID]
Effect = Literal["granted", "refused"]

_columns = (
    Case.id,
    Case.number,
    Case.matter_name,
    Case.matter_revision_id,
    Case.department_code,
    Case.state,
    Case.submitted_at,
    Case.clock_started_at,
    Case.decided_at,
    Case.decided_by,
    Case.outcome,
    Case.silence,
    Case.extension_days,
    Case.special_procedures,
    Case.due_on,
    Case.office_days,
    Case.applicant_days,
    Case.third_party_days,
    Case.closed_on,
)


@dataclass(frozen=True)
class RuleChange:
    """What is tried out; None leaves what the matter said when the case was filed.

    ``silence`` is what a statutory limit that passes in silence would lead to, ``none`` for nothing. With
    ``starts="submission"`` the term runs from the submission on, and ``corrections_pause`` says whether it stops while
    the applicant corrects.
    """

    promised: Limit | None = None
    statutory: Limit | None = None
    silence: Literal["unchanged", "none", "granted", "refused"] = "unchanged"
    starts: Literal["acceptance", "submission"] = "acceptance"
    corrections_pause: bool = True
    special_procedures_pause: bool = True


@dataclass(frozen=True)
class Simulated:
    """A past case as it was and as it would have been; ``lapsed`` is the effect of silence, or None."""

    case: Row[Any]
    decided_on: date
    late_was: bool
    late_would_be: bool
    lapsed_was: str | None
    lapsed_would_be: str | None
    due_would_be: date

    @property
    def notable(self) -> bool:
        """Tell whether the case is worth listing."""
        return any((self.late_was, self.late_would_be, self.lapsed_was, self.lapsed_would_be))


def past_cases(
    unit: Unit,
    scope: DataScope,
    matter_code: str | None,
    first: date,
    last: date,
    after: Position | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return decided cases that were closed in a period, of a scope and perhaps of one matter, state by state."""
    states = PAST if after is None else PAST[PAST.index(after[0]) :]
    found: list[Row[Any]] = []
    for state in states:
        statement = select(*_columns).where(
            Case.state == state,
            Case.closed_on.is_not(None),
            Case.closed_on.between(first, last),
            Case.decided_at.is_not(None),
            Case.accepted_at.is_not(None),
        )
        if matter_code is not None:
            statement = statement.where(Case.matter_code == matter_code)
        if not scope.all_departments:
            statement = statement.where(Case.department_code.in_(sorted(scope.departments)))
        if after is not None and after[0] == state:
            statement = statement.where(tuple_(Case.closed_on, Case.id) > tuple_(after[1], after[2]))
        wanted = rows - len(found)
        found += unit.rows(statement.order_by(Case.closed_on, Case.id).limit(wanted))
        if len(found) == rows:
            break
    return found


def position_of(case: Row[Any]) -> Position:
    """Return the place after which :func:`past_cases` goes on."""
    return case.state, case.closed_on, case.id


def simulate_cases(unit: Unit, cases: Sequence[Row[Any]], change: RuleChange, calendar: Calendar) -> list[Simulated]:
    """Return what each of these cases was and would have been."""
    pauses = pauses_by_case(unit, cases) if change.special_procedures_pause else {}
    from_submission = change.starts == "submission"
    corrections = _corrections(unit, cases) if from_submission and change.corrections_pause else {}
    return [
        _simulate(unit, case, change, calendar, [*pauses.get(case.id, ()), *corrections.get(case.id, ())])
        for case in cases
    ]


def _simulate(unit: Unit, case: Row[Any], change: RuleChange, calendar: Calendar, pauses: Sequence[Pause]) -> Simulated:
    content = revision(unit, case.matter_revision_id).content
    started_at = case.submitted_at if change.starts == "submission" else case.clock_started_at
    started_on, decided_on = clock.local(started_at).date(), clock.local(case.decided_at).date()
    extension = extension_of(content, case.extension_days)

    def due(limit: Limit) -> date:
        return compute_deadline(limit, started_on, calendar, pauses=pauses, extension=extension).due_on

    due_on = due(change.promised or content.promised)
    effect = case.silence if change.silence == "unchanged" else change.silence
    silent = effect in {"granted", "refused"} and decided_on > due(change.statutory or content.statutory)
    return Simulated(
        case=case,
        decided_on=decided_on,
        late_was=decided_on > case.due_on,
        late_would_be=decided_on > due_on,
        lapsed_was=case.outcome if case.decided_by == "silence" else None,
        lapsed_would_be=effect if silent else None,
        due_would_be=due_on,
    )


def _corrections(unit: Unit, cases: Sequence[Row[Any]]) -> Mapping[uuid.UUID, list[Pause]]:
    """Return the spans in which each applicant corrected, from the timelines in one statement."""
    found: dict[uuid.UUID, list[Pause]] = defaultdict(list)
    asked: dict[uuid.UUID, date] = {}
    rows = unit.rows(
        select(LifecycleEvent.record_id, LifecycleEvent.transition, LifecycleEvent.at)
        .where(
            LifecycleEvent.record_id.in_([case.id for case in cases]),
            LifecycleEvent.transition.in_(["request_correction", "correct"]),
        )
        .order_by(LifecycleEvent.id)
    )
    for row in rows:
        day = clock.local(row.at).date()
        if row.transition == "request_correction":
            asked[row.record_id] = day
        elif row.record_id in asked:
            found[row.record_id].append(Pause(asked.pop(row.record_id), day, "申请人补正", "applicant"))
    return found

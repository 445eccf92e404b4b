"""The clocks of a case: five working days to accept, the applicant's time to answer, then promise and statute.

Every date is recomputed from what is stored (start, extension, special procedures) and the calendar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, select

from engines.cases.explaining import spans_before
from engines.cases.lifecycle import RUNNING
from engines.cases.models import CaseSpecialProcedure
from engines.deadlines import Deadline, Extension, Limit, Pause, compute_deadline, yellow_from
from engines.matters import MatterContent, MatterRevision
from engines.policy import Policy, policy
from engines.workdays import Calendar, load_calendar
from kit import clock
from kit.database import Unit
from kit.fixed import Fixed

#: 行政许可法 第三十二条: silence for five days is acceptance.
ACCEPTANCE = Limit(5, "working_day")
#: An immediate matter (即办件) that rules could not decide is answered on the day it arrives.
SAME_DAY = Limit(0, "working_day")
#: States in which the applicant has something to answer.
ANSWERING = ("signing", "correction")
_ACCEPTANCE_RULE = {
    "zh": "《行政许可法》第三十二条：五个工作日内决定是否受理",
    "en": "acceptance within 5 working days",
}
_SAME_DAY_RULE = {"zh": "即办件：收到申请的当日办理", "en": "immediate matter: answered the same day"}
_procedures = Fixed(
    select(
        CaseSpecialProcedure.id,
        CaseSpecialProcedure.kind,
        CaseSpecialProcedure.name,
        CaseSpecialProcedure.holder,
        CaseSpecialProcedure.reason,
        CaseSpecialProcedure.statute,
        CaseSpecialProcedure.announced_until,
        CaseSpecialProcedure.started_at,
        CaseSpecialProcedure.ended_at,
        CaseSpecialProcedure.result,
    )
    .where(CaseSpecialProcedure.case_id == bindparam("case_id"))
    .order_by(CaseSpecialProcedure.id)
)


@dataclass(frozen=True)
class Rules:
    """By what dates are computed: the calendar, and what the city decided."""

    calendar: Calendar
    policy: Policy

    @property
    def answering(self) -> Limit:
        """Return within what time an applicant answers."""
        return Limit(self.policy.correction_answer_days, "calendar_day")

    def by(self, calendar: Calendar) -> "Rules":
        """Return the same rules over another calendar."""
        return Rules(calendar, self.policy)


def rules_of(unit: Unit, *, fresh: bool = False) -> Rules:
    """Return the present rules; ``fresh`` asks the database in place of the process's copy."""
    return Rules(load_calendar(unit, fresh=fresh), policy(unit, fresh=fresh))


@dataclass(frozen=True)
class Dates:
    """When a case is due: by the promise, by the statute, and from when its light is yellow."""

    promised: Deadline
    statutory: Deadline
    yellow_on: date

    def changes(self) -> dict[str, Any]:
        """Return the columns of a case that keep these dates."""
        return {
            "due_on": self.promised.due_on,
            "statutory_due_on": self.statutory.due_on,
            "yellow_on": self.yellow_on,
        }


def acceptance_dates(unit: Unit, guide: MatterRevision, moment: datetime) -> Dates:
    """Return by when an application received at ``moment`` must be accepted or sent back."""
    return _acceptance(rules_of(unit), guide.content, moment)


def answering_dates(unit: Unit, moment: datetime) -> Dates:
    """Return by when an applicant who is asked at ``moment`` must have answered."""
    return _answering(rules_of(unit), moment)


def handling_dates(
    unit: Unit,
    guide: MatterRevision,
    moment: datetime,
    *,
    extension_days: int = 0,
    pauses: Sequence[Pause] = (),
) -> Dates:
    """Return the promised and the statutory date of a case accepted at ``moment``."""
    return _handling(rules_of(unit), guide.content, moment, extension_days, pauses)


def present_dates(unit: Unit, case: Row[Any], guide: MatterRevision) -> Dates:
    """Return the dates of a case as they follow from what is stored now."""
    return dates_of(case, guide.content, pauses_of(unit, case), rules_of(unit))


def dates_of(case: Row[Any], content: MatterContent, pauses: Sequence[Pause], rules: Rules) -> Dates:
    """Return the dates of a case as they follow from its row, its special procedures and the rules."""
    if case.accepted_at is None:
        if case.state in ANSWERING:
            return _answering(rules, case.clock_started_at)
        return _acceptance(rules, content, case.clock_started_at)
    return _handling(rules, content, case.clock_started_at, case.extension_days, pauses)


def special_procedures_of(unit: Unit, case: Row[Any]) -> Sequence[Row[Any]]:
    """Return the special procedures of a case, oldest first."""
    return unit.rows(_procedures, {"case_id": case.id}) if case.special_procedures else []


def pauses_of(unit: Unit, case: Row[Any]) -> list[Pause]:
    """Return the spans in which special procedures stop the clock.

    One that still runs is counted up to its announced end, or today when that is past: the date is a forecast.
    """
    return [pause_of(row) for row in special_procedures_of(unit, case)]


def pause_of(row: Row[Any]) -> Pause:
    """Return the span of one special procedure."""
    first = clock.local(row.started_at).date()
    last = max(clock.today(), row.announced_until) if row.ended_at is None else clock.local(row.ended_at).date()
    return Pause(first, max(first, last), row.name, row.holder, row.statute)


def deadline_answer(unit: Unit, case: Row[Any], guide: MatterRevision, events: Sequence[Row[Any]]) -> dict[str, Any]:
    """Return the running deadline of a case with its explanation, recomputed from what is stored.

    ``events`` are its timeline, from which the explanation begins: no day after the submission is left out.
    """
    started_on = clock.local(case.clock_started_at).date()
    found = present_dates(unit, case, guide).promised
    accepted = case.accepted_at is not None
    if accepted:
        limit = guide.content.promised
    else:
        limit = rules_of(unit).answering if case.state in ANSWERING else _accepting(guide.content)
    return {
        "kind": "handling" if accepted else "answer" if case.state in ANSWERING else "acceptance",
        "due_on": found.due_on.isoformat(),
        "statutory_due_on": case.statutory_due_on.isoformat() if accepted else None,
        "limit": {"days": limit.days, "unit": limit.unit, "extension_days": case.extension_days},
        "started_on": started_on.isoformat(),
        "provisional": found.provisional,
        "running": case.state in RUNNING,
        "light": light_of(case),
        "rule": _rule(case, guide, limit),
        "explanation": [*spans_before(events, started_on), *found.explanation],
    }


def light_of(case: Row[Any]) -> str | None:
    """Return the light of a case whose clock runs: red after its date, yellow from the kept day on."""
    if case.state not in RUNNING:
        return None
    today = clock.today()
    if today > case.due_on:
        return "red"
    return "yellow" if case.yellow_on is not None and today >= case.yellow_on else "green"


def _accepting(content: MatterContent) -> Limit:
    return SAME_DAY if content.immediate else ACCEPTANCE


def _acceptance(rules: Rules, content: MatterContent, moment: datetime) -> Dates:
    return _dates(rules, _accepting(content), ACCEPTANCE, clock.local(moment).date())


def _answering(rules: Rules, moment: datetime) -> Dates:
    limit = rules.answering
    return _dates(rules, limit, limit, clock.local(moment).date(), holder="applicant")


def _handling(
    rules: Rules, content: MatterContent, moment: datetime, extension_days: int, pauses: Sequence[Pause]
) -> Dates:
    extension = extension_of(content, extension_days)
    return _dates(rules, content.promised, content.statutory, clock.local(moment).date(), extension, tuple(pauses))


def extension_of(content: MatterContent, days: int) -> Extension | None:
    """Return by how much a term was extended, in the unit of the matter's law."""
    if not days:
        return None
    unit = content.extension.unit if content.extension else "working_day"
    return Extension(days, unit, content.extension_statute)


@lru_cache(maxsize=2000)
def _dates(
    rules: Rules,
    promised: Limit,
    statutory: Limit,
    started_on: date,
    extension: Extension | None = None,
    pauses: tuple[Pause, ...] = (),
    holder: str = "office",
) -> Dates:
    def computed(limit: Limit) -> Deadline:
        return compute_deadline(limit, started_on, rules.calendar, pauses=pauses, extension=extension, holder=holder)

    due = computed(promised)
    last = due if statutory == promised else computed(statutory)
    return Dates(due, last, yellow_from(due.due_on, rules.calendar, promised.days, rules.policy.thresholds))


def _rule(case: Row[Any], guide: MatterRevision, limit: Limit) -> dict[str, str]:
    unit = "个工作日" if limit.unit == "working_day" else "日"
    if case.state in ANSWERING:
        return {"zh": f"{limit.days} {unit}内答复，逾期退件", "en": f"to be answered within {limit.days} days"}
    if case.accepted_at is None:
        return _SAME_DAY_RULE if limit == SAME_DAY else _ACCEPTANCE_RULE
    content = guide.content
    more, more_en = "", ""
    if case.extension_days:
        counted = "日" if content.extension and content.extension.unit == "calendar_day" else "个工作日"
        more = f"，延长 {case.extension_days} {counted}（{content.extension_statute}）"
        more_en = f", extended by {case.extension_days}"
    return {
        "zh": f"承诺 {limit.days} {unit}（法定 {content.statutory.days}）{more}，{content.statute}",
        "en": f"promised {limit.days} {limit.unit.replace('_', ' ')}s, statutory {content.statutory.days}{more_en}",
    }

"""Deciding: by an officer, by the law's silence; amending, and taking a wrong decision back (行政许可法 第三十八条)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Row, update

from auth import SYSTEM, Subject
from engines.cases.clocks import handling_dates
from engines.cases.evaluating import evaluation_day
from engines.cases.lifecycle import DECISION_STEP
from engines.cases.models import CaseMaterial
from engines.cases.queries import materials_of, record_of
from engines.cases.results import produce_result
from engines.cases.reviewing import open_step, step_of
from engines.cases.rules import (
    CommitmentUnknown,
    ConditionsWithoutGrant,
    MaterialsOutstanding,
    NotDecidedByRules,
    ReviewsOutstanding,
    check_reason,
)
from engines.cases.rulings import Ruling
from engines.cases.tasks import open_case_task
from engines.cases.turning import take_turn
from engines.inbox import close_tasks
from engines.licences import take_result_back
from engines.lifecycles import check_transition
from engines.matters import MatterRevision, revision
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer

DecisionOutcome = Literal["granted", "refused"]
CheckOutcome = Literal["kept", "broken"]
#: 行政复议法 第二十条, 行政诉讼法 第四十六条.
RECONSIDERATION_DAYS = 60
LITIGATION_MONTHS = 6
#: 行政许可法 第四十四条: the certificate goes out within ten days of the decision.
DELIVERY_DAYS = 10
#: Working days within which a broken commitment is answered.
BROKEN_COMMITMENT_DAYS = 5


@dataclass(frozen=True)
class _Decision:
    """A decision, whoever made it; ``told`` is what the timeline says of it beside."""

    decided_by: str
    outcome: str
    reason: str
    conditions: Sequence[str] = ()
    told: Mapping[str, Any] | None = None


def decide_case(
    subject: Subject,
    unit: Unit,
    context: Context,
    case: Row[Any],
    outcome: DecisionOutcome,
    reason: str,
    conditions: Sequence[str] = (),
) -> Row[Any]:
    """Decide a case: a grant (with conditions or without) issues the result, a refusal states reason and remedies.

    The licence is written in the same transaction; drawing its document and delivering it are jobs.
    Errors: 409 while a review or a tolerated material is outstanding, 422 for conditions of a refusal.
    """
    check_transition(subject, record_of(case), "decide")
    check_reason(outcome, reason, needing="refused")
    if conditions and outcome != "granted":
        raise ConditionsWithoutGrant(
            pointers=[Pointer("/conditions", "misplaced", "不予决定不能附条件。", "A refusal has no conditions.")]
        )
    guide = revision(unit, case.matter_revision_id)
    if case.step != DECISION_STEP:
        raise ReviewsOutstanding(steps=step_of(guide, case.step).name)
    materials = materials_of(unit, case.id) if outcome == "granted" else []
    missing = [row.name for row in materials if row.status == "tolerated"]
    if missing:
        raise MaterialsOutstanding(materials="、".join(missing))
    after = _decide(subject, unit, case, "decide", _Decision("officer", outcome, reason, conditions))
    close_tasks(subject, unit, case.id)
    _carry_out(subject, unit, context, after, guide, materials)
    return after


def lapse_case(unit: Unit, context: Context, case: Row[Any]) -> Row[Any]:
    """Make of a statutory limit that passed in silence what the matter's law makes of it (默示批准 or refusal)."""
    guide = revision(unit, case.matter_revision_id)
    silence = guide.content.silence
    if silence is None:
        message = f"the law of {case.matter_code} says nothing of silence"
        raise ValueError(message)
    reason = f"法定期限（{case.statutory_due_on.isoformat()}）届满未作出决定，依{silence.statute}"
    reason += "视为准予。" if silence.effect == "granted" else "视为不予批准。"
    after = _decide(SYSTEM, unit, case, "lapse", _Decision("silence", silence.effect, reason))
    close_tasks(SYSTEM, unit, case.id)
    _carry_out(SYSTEM, unit, context, after, guide, [])
    return after


def decide_by_rules(unit: Unit, context: Context, case: Row[Any], guide: MatterRevision, ruling: Ruling) -> Row[Any]:
    """Carry out what the rules of an immediate matter said of an application: accepted and decided in one turn."""
    moment = clock.now()
    dates = handling_dates(unit, guide, moment)
    after = _decide(
        SYSTEM,
        unit,
        case,
        "decide_by_rules",
        _Decision("rules", str(ruling.outcome), ruling.reason, told=ruling.told()),
        changes={"accepted_at": moment, "step": DECISION_STEP, **dates.changes()},
    )
    _carry_out(SYSTEM, unit, context, after, guide, [])
    return after


def request_human_review(subject: Subject, unit: Unit, case: Row[Any], reason: str) -> Row[Any]:
    """Take a refusal that rules alone made before an officer, who decides it anew the same day.

    个人信息保护法 第二十四条第三款: nobody need put up with a decision made by automated means alone.
    Errors: :class:`NotDecidedByRules`.
    """
    check_transition(subject, record_of(case), "request_human_review")
    if case.decided_by != "rules" or case.outcome != "refused":
        raise NotDecidedByRules
    return _reopened(subject, unit, case, "request_human_review", reason)


def amend_decision(subject: Subject, unit: Unit, case: Row[Any], reason: str, text: str) -> Row[Any]:
    """Correct the wording of a decision (更正); its outcome stays. ``text`` replaces the decision's reason."""
    return take_turn(
        subject,
        unit,
        case,
        "amend_decision",
        opinion=reason,
        changes={"decision_reason": text},
        detail={"before": case.decision_reason, "text": text},
    )


def reopen_case(subject: Subject, unit: Unit, case: Row[Any], reason: str) -> Row[Any]:
    """Take a wrong decision back (行政许可法 第六十九条): its licence is revoked and the case decided anew.

    The term begins again, and the case stands before the decision. A licence that the decision replaced or ended is
    again what it was before.
    """
    check_transition(subject, record_of(case), "reopen")
    return _reopened(subject, unit, case, "reopen", reason)


def _reopened(subject: Subject, unit: Unit, case: Row[Any], turn: str, reason: str) -> Row[Any]:
    guide = revision(unit, case.matter_revision_id)
    moment = clock.now()
    dates = handling_dates(unit, guide, moment)
    after = take_turn(
        subject,
        unit,
        case,
        turn,
        opinion=reason or None,
        changes={
            "clock_started_at": moment,
            "extension_days": 0,
            "step": DECISION_STEP,
            "round": case.round + 1,
            "decided_at": None,
            "outcome": None,
            "decision_reason": None,
            "decided_by": None,
            "conditions": None,
            "evaluation_due_on": None,
            "closed_on": None,
            **dates.changes(),
        },
        detail={
            "outcome_before": case.outcome,
            "reason_before": case.decision_reason,
            "due_on": dates.promised.due_on.isoformat(),
        },
    )
    take_result_back(unit, case, "《行政许可法》第六十九条")
    close_tasks(subject, unit, case.id)
    open_step(unit, after, guide, None)
    return after


def check_commitment(
    subject: Subject, unit: Unit, case: Row[Any], code: str, outcome: CheckOutcome, opinion: str
) -> Row[Any]:
    """Say whether a commitment (告知承诺) was kept; a broken one calls for taking the decision back.

    Errors: :class:`CommitmentUnknown` for a material that was not committed or is checked already.
    """
    check_transition(subject, record_of(case), "check_commitment")
    check_reason(outcome, opinion, needing="broken", pointer="/opinion")
    material = next(
        (row for row in materials_of(unit, case.id) if row.code == code and row.status == "committed"), None
    )
    if material is None:
        raise CommitmentUnknown
    guide = revision(unit, case.matter_revision_id)
    spec = next(item for item in guide.content.materials if item.code == code)
    detail = {"material": code, "material_name": material.name, "outcome": outcome}
    if outcome == "broken":
        detail["consequence"] = spec.consequence
    after = take_turn(subject, unit, case, "check_commitment", opinion=opinion or None, detail=detail)
    unit.write(
        update(CaseMaterial)
        .where(CaseMaterial.id == material.id)
        .values(
            status=f"commitment_{outcome}",
            due_on=None,
            check_opinion=opinion or None,
            checked_by=subject.name,
            checked_at=clock.now(),
        ),
    )
    rest = [row for row in materials_of(unit, case.id) if row.status == "committed"]
    if not rest:
        close_tasks(subject, unit, case.id, kind="commitment")
    if outcome == "broken":
        days = BROKEN_COMMITMENT_DAYS
        due_on = load_calendar(unit).add_working_days(clock.today(), days)
        open_case_task(
            unit, after, "broken_commitment", "承诺不实，是否撤销决定", "cases.reopen", due_on=due_on, limit_days=days
        )
    return after


def remedies(unit: Unit) -> list[dict[str, str]]:
    """Return what one can do against a decision of today, with whom and until when."""
    bodies = policy(unit)
    today = clock.today()
    return [
        {
            "kind": "reconsideration",
            "body": bodies.reconsideration_body,
            "until": (today + timedelta(days=RECONSIDERATION_DAYS)).isoformat(),
            "statute": "《行政复议法》第二十条",
        },
        {
            "kind": "litigation",
            "body": bodies.court,
            "until": clock.months_after(today, LITIGATION_MONTHS).isoformat(),
            "statute": "《行政诉讼法》第四十六条",
        },
    ]


def _decide(
    subject: Subject,
    unit: Unit,
    case: Row[Any],
    turn: str,
    decision: _Decision,
    changes: Mapping[str, Any] | None = None,
) -> Row[Any]:
    detail: dict[str, Any] = {"outcome": decision.outcome, "decided_by": decision.decided_by, **(decision.told or {})}
    if decision.conditions:
        detail["conditions"] = list(decision.conditions)
    if decision.outcome == "refused" or decision.conditions:
        detail["remedies"] = remedies(unit)
    return take_turn(
        subject,
        unit,
        case,
        turn,
        opinion=decision.reason or None,
        changes={
            "decided_at": clock.now(),
            "outcome": decision.outcome,
            "decision_reason": decision.reason or None,
            "decided_by": decision.decided_by,
            "conditions": list(decision.conditions) or None,
            "evaluation_due_on": evaluation_day(unit),
            **(changes or {}),
        },
        detail=detail,
    )


def _carry_out(
    subject: Subject,
    unit: Unit,
    context: Context,
    case: Row[Any],
    guide: MatterRevision,
    materials: Sequence[Row[Any]],
) -> None:
    """Do what follows a decision: the licence, the check of commitments, the way out to the applicant."""
    if case.outcome == "granted":
        produce_result(subject, unit, context, case, guide)
        _watch_commitments(unit, case, guide, materials)
    if case.outcome == "refused" or case.delivery_way == "electronic":
        outbox.enqueue(unit, "cases.deliver", {"case_id": str(case.id)}, key=f"deliver:{case.id}:{case.round}")
        return
    due_on = load_calendar(unit).add_working_days(clock.today(), DELIVERY_DAYS)
    title = "寄送结果" if case.delivery_way == "post" else "窗口交付结果"
    open_case_task(unit, case, "deliver", title, "cases.deliver", due_on=due_on, limit_days=DELIVERY_DAYS)


def _watch_commitments(unit: Unit, case: Row[Any], guide: MatterRevision, materials: Sequence[Row[Any]]) -> None:
    days = {spec.code: spec.verify_days for spec in guide.content.materials}
    calendar = load_calendar(unit)
    for row in materials:
        if row.status != "committed":
            continue
        due_on = calendar.add_working_days(clock.today(), days[row.code])
        unit.write(update(CaseMaterial).where(CaseMaterial.id == row.id).values(due_on=due_on))
        open_case_task(
            unit,
            case,
            "commitment",
            f"核查承诺（{row.name}）",
            "cases.review",
            due_on=due_on,
            limit_days=days[row.code],
        )

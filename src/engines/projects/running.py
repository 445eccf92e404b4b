"""A project at work: started, its milestones reached, suspended and resumed, accepted or ended.

Progress is the weight of what was reached, and the light goes to the next milestone's day: neither is ever typed.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, update

from auth import SYSTEM, Subject
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.projects.lifecycle import problem_record, record_of
from engines.projects.models import ProjectMilestone
from engines.projects.planning import LEADER, day_outside
from engines.projects.queries import members_of, milestones_of, open_problems
from engines.projects.refusals import (
    MilestoneNotReached,
    MilestoneReached,
    MilestonesOpen,
    ProblemsOpen,
    ProjectDayUnfit,
    ProjectMilestoneNotFound,
    ProjectNotReady,
)
from engines.projects.tasks import ask_lead
from engines.supervision import yellow_day
from kit import clock
from kit.database import Unit
from kit.errors import Pointer

WHOLE = 100


def start_project(subject: Subject, unit: Unit, row: Row[Any], started_on: date | None, note: str) -> Row[Any]:
    """Start a project, today or on a day that has passed. Errors: :class:`ProjectNotReady`, 422, 409."""
    check_transition(subject, record_of(row), "start")
    milestones, day = milestones_of(unit, row.id), started_on or clock.today()
    _check_ready(unit, row, milestones)
    # One that starts before its plan starts now, and not in the past.
    _check_day(day, min(row.planned_from, clock.today()), "/started_on")
    changes = {"started_on": day, **_next_day(unit, row, milestones)}
    after = apply_transition(subject, unit, record_of(row), "start", changes=changes, opinion=note or None)
    ask_lead(subject, unit, after, _following(milestones))
    return after


def reach_milestone(
    subject: Subject, unit: Unit, row: Row[Any], milestone_id: uuid.UUID, given: Mapping[str, Any]
) -> Row[Any]:
    """Report a milestone as reached: ``reached_on`` (None for today) and ``evidence`` in words.

    Errors: :class:`ProjectMilestoneNotFound`, :class:`MilestoneReached`, :class:`ProjectDayUnfit`, 409.
    """
    check_transition(subject, record_of(row), "reach_milestone")
    milestone = _milestone(unit, row, milestone_id)
    if milestone.reached_on is not None:
        raise MilestoneReached(reached_on=milestone.reached_on.isoformat())
    day = given["reached_on"] or clock.today()
    _check_day(day, row.started_on, "/reached_on")
    reached = {"reached_on": day, "evidence": given["evidence"], "reached_by_name": subject.actor.name}
    detail = {"title": milestone.title, "due_on": milestone.due_on.isoformat(), "reached_on": day.isoformat()}
    return _changed(subject, unit, row, milestone, "reach_milestone", reached, given["evidence"], detail)


def take_back_milestone(subject: Subject, unit: Unit, row: Row[Any], milestone_id: uuid.UUID, reason: str) -> Row[Any]:
    """Find that a milestone was not reached, with the reason; progress goes back. Errors: 404, 409."""
    check_transition(subject, record_of(row), "take_back_milestone")
    milestone = _milestone(unit, row, milestone_id)
    if milestone.reached_on is None:
        raise MilestoneNotReached
    reached = {"reached_on": None, "evidence": None, "reached_by_name": None}
    detail = {"title": milestone.title, "evidence": milestone.evidence}
    return _changed(subject, unit, row, milestone, "take_back_milestone", reached, reason, detail)


def suspend_project(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Suspend a project with the reason; nothing waits for its lead meanwhile."""
    after = apply_transition(subject, unit, record_of(row), "suspend", opinion=reason)
    close_tasks(subject, unit, row.id)
    return after


def resume_project(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Take a suspended project up again; its days are those that were set."""
    after = apply_transition(subject, unit, record_of(row), "resume", opinion=reason)
    ask_lead(subject, unit, after, _following(milestones_of(unit, row.id)))
    return after


def accept_project(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Accept a project (验收通过). Errors: :class:`MilestonesOpen`, :class:`ProblemsOpen`, 409."""
    check_transition(subject, record_of(row), "accept")
    left = [item.title for item in milestones_of(unit, row.id) if item.reached_on is None]
    if left:
        raise MilestonesOpen(number=len(left), milestones=left)
    problems = [item.number for item in open_problems(unit, row.id)]
    if problems:
        raise ProblemsOpen(number=len(problems), problems=problems)
    detail = {"spent_fen": row.spent_fen, "budget_fen": row.budget_fen, "planned_to": row.planned_to.isoformat()}
    changes = {"closed_at": clock.now()}
    after = apply_transition(
        subject, unit, record_of(row), "accept", changes=changes, opinion=opinion or None, detail=detail
    )
    close_tasks(subject, unit, row.id)
    return after


def end_project(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """End a project before it is done, with the reason; its open problems fall away with it."""
    after = apply_transition(subject, unit, record_of(row), "end", changes={"closed_at": clock.now()}, opinion=reason)
    close_tasks(subject, unit, row.id)
    for problem in open_problems(unit, row.id):
        changes = {"closed_at": clock.now()}
        apply_transition(SYSTEM, unit, problem_record(problem), "fall_away", changes=changes, opinion=reason)
        close_tasks(SYSTEM, unit, problem.id)
    return after


def _check_ready(unit: Unit, row: Row[Any], milestones: Sequence[Row[Any]]) -> None:
    lost, total = [], sum(item.weight for item in milestones)
    if total != WHOLE:
        sentence = (f"节点权重合计应为100，现为{total}。", f"The weights add up to {total} and not to 100.")
        lost.append(Pointer("/milestones", "weights", *sentence))
    if not [item for item in members_of(unit, row.id) if item.role == LEADER]:
        lost.append(Pointer("/team", "leader", "请先确定专班组长。", "Name the leader of the team first."))
    if lost:
        raise ProjectNotReady(pointers=lost)


def _check_day(day: date, first: date, pointer: str) -> None:
    lost = day_outside(day, first, pointer)
    if lost:
        raise ProjectDayUnfit(pointers=lost)


def _milestone(unit: Unit, row: Row[Any], milestone_id: uuid.UUID) -> Row[Any]:
    found = next((item for item in milestones_of(unit, row.id) if item.id == milestone_id), None)
    if found is None:
        raise ProjectMilestoneNotFound
    return found


def _changed(
    subject: Subject,
    unit: Unit,
    row: Row[Any],
    milestone: Row[Any],
    turn: str,
    reached: Mapping[str, Any],
    opinion: str,
    detail: Mapping[str, Any],
) -> Row[Any]:
    """Write what became of a milestone, and what follows for progress, light and tasks of its project.

    The project's version is checked after the milestone was written; where it is stale all is undone together.
    """
    unit.write(update(ProjectMilestone).where(ProjectMilestone.id == milestone.id).values(**reached))
    milestones = milestones_of(unit, row.id)
    progress = sum(item.weight for item in milestones if item.reached_on is not None)
    after = apply_transition(
        subject,
        unit,
        record_of(row),
        turn,
        changes={"progress": progress, **_next_day(unit, row, milestones)},
        opinion=opinion,
        detail={**detail, "position": milestone.position, "progress": progress},
    )
    if row.state == "running":
        ask_lead(subject, unit, after, _following(milestones))
    return after


def _following(milestones: Sequence[Row[Any]]) -> Row[Any] | None:
    """Return the milestone that is to be reached next."""
    return next((item for item in milestones if item.reached_on is None), None)


def _next_day(unit: Unit, row: Row[Any], milestones: Sequence[Row[Any]]) -> dict[str, date]:
    """Return to which day the light goes: the next milestone's, or, when none is left, the project's."""
    following = _following(milestones)
    if following is not None:
        return {"due_on": following.due_on, "yellow_on": following.yellow_on}
    return {"due_on": row.planned_to, "yellow_on": yellow_day(unit, row.planned_to, row.planned_from)}

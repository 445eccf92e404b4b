"""A project and its problems as the API shows them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.lifecycles import available_actions, event_answer, events_of
from engines.projects.lifecycle import CREATE, FOUND, PROJECT, PROJECT_PROBLEM, problem_record, record_of
from engines.projects.queries import parts_of_project
from engines.projects.spending import spent_percent
from engines.supervision import day_light, listed_matter, matters_among
from kit import clock
from kit.database import Unit
from kit.fields import beijing

PROJECTS, PROBLEMS = "/office/v1/projects", "/office/v1/project_problems"
KINDS = {"provincial": "省级“8+13”重大项目", "pilot": "示范试点"}
ROLES = {"leader": "组长", "member": "成员", "liaison": "联络员"}
SEVERITIES = {"normal": "一般", "serious": "严重", "critical": "重大"}


def light_of(row: Row[Any], today: date) -> str:
    """Return the light of a project by its next day: ``grey`` when it is over or suspended."""
    return day_light(row.due_on, row.yellow_on, today, over=row.closed_at is not None or row.state == "suspended")


def listed_project(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a project as lists show it, from a row of :func:`list_projects`; ``names`` are the departments'."""
    return {**_project(row, names), "open_problems": row.open_problems, "overdue_problems": row.overdue_problems}


def project_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a project with all that concerns it, and what its reader can do."""
    seats, team, milestones, spendings, problems, tally, links, events = parts_of_project(unit, row.id)
    names, today = department_names(unit), clock.today()
    matters = matters_among(unit, subject, [link.matter_id for link in links])
    counts = _counts(tally, today)
    return {
        **_project(row, names),
        "open_problems": counts["open"],
        "overdue_problems": counts["overdue"],
        "content": row.content,
        "seats": [
            {"department_code": item.department_code, "role": item.role, "name": names.get(item.department_code, "")}
            for item in seats
        ],
        "team": [_member(item, names) for item in team],
        "milestones": [_milestone(item, row, today) for item in milestones],
        "spendings": [spending_answer(item) for item in spendings],
        "problem_counts": counts,
        "problems": [listed_problem(item, names) for item in problems],
        "matters": [listed_matter(item, names) for item in matters],
        "timeline": [event_answer(PROJECT, CREATE, event, unmasked=True) for event in events],
        "available_actions": available_actions(subject, record_of(row)),
    }


def spending_answer(row: Row[Any]) -> dict[str, Any]:
    """Return an entry of what was spent."""
    return {
        "id": str(row.id),
        "spent_on": row.spent_on.isoformat(),
        "amount_fen": row.amount_fen,
        "purpose": row.purpose,
        "voucher": row.voucher,
        "over_reason": row.over_reason,
        "reverses_id": str(row.reverses_id) if row.reverses_id else None,
        "reversed_by_id": str(row.reversed_by_id) if row.reversed_by_id else None,
        "recorded_by_name": row.recorded_by_name,
        "recorded_at": beijing(row.recorded_at),
    }


def listed_problem(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a problem as lists show it; ``names`` are the departments'."""
    over, today = row.closed_at is not None, clock.today()
    return {
        "id": str(row.id),
        "href": f"{PROBLEMS}/{row.id}",
        "project": f"{PROJECTS}/{row.project_id}",
        "number": row.number,
        "state": row.state,
        "state_name": PROJECT_PROBLEM.state(row.state).zh,
        "found_on": row.found_on.isoformat(),
        "found_by": row.found_by,
        "content": row.content,
        "severity": row.severity,
        "severity_name": SEVERITIES[row.severity],
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "due_on": row.due_on.isoformat(),
        "light": day_light(row.due_on, row.yellow_on, today, over=over),
        "overdue": not over and row.due_on < today,
        "solution": row.solution,
        "reopened": row.reopened,
        "reported_by_name": row.reported_by_name,
        "reported_at": beijing(row.reported_at),
        "closed_at": beijing(row.closed_at),
        "version": row.version,
    }


def problem_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a problem with every step, and what its reader can do."""
    return {
        **listed_problem(row, department_names(unit)),
        "timeline": [event_answer(PROJECT_PROBLEM, FOUND, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": available_actions(subject, problem_record(row)),
    }


def _project(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "kind_name": KINDS[row.kind],
        "state": row.state,
        "state_name": PROJECT.state(row.state).zh,
        "supervisor_code": row.supervisor_code,
        "supervisor_name": names.get(row.supervisor_code, row.supervisor_code),
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "planned_from": row.planned_from.isoformat(),
        "planned_to": row.planned_to.isoformat(),
        "started_on": _day(row.started_on),
        "due_on": row.due_on.isoformat(),
        "light": light_of(row, clock.today()),
        "progress": row.progress,
        "budget_fen": row.budget_fen,
        "spent_fen": row.spent_fen,
        "left_fen": row.budget_fen - row.spent_fen,
        "spent_percent": spent_percent(row.spent_fen, row.budget_fen),
        "over_budget": row.spent_fen > row.budget_fen,
        "created_at": beijing(row.created_at),
        "closed_at": beijing(row.closed_at),
        "version": row.version,
    }


def _member(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "officer_id": str(row.officer_id),
        "name": row.name,
        "role": row.role,
        "role_name": ROLES[row.role],
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
    }


def _milestone(row: Row[Any], project: Row[Any], today: date) -> dict[str, Any]:
    over = row.reached_on is not None or project.closed_at is not None or project.state == "suspended"
    return {
        "id": str(row.id),
        "position": row.position,
        "title": row.title,
        "weight": row.weight,
        "due_on": row.due_on.isoformat(),
        "reached_on": _day(row.reached_on),
        "late": (row.reached_on or today) > row.due_on,
        "evidence": row.evidence,
        "reached_by_name": row.reached_by_name,
        "light": day_light(row.due_on, row.yellow_on, today, over=over),
    }


def _counts(tally: Sequence[Row[Any]], today: date) -> dict[str, int]:
    """Return how many problems are open, overdue among them, and closed."""
    return {
        "open": sum(item.number for item in tally if item.state == "open"),
        "overdue": sum(item.number for item in tally if item.state == "open" and item.due_on < today),
        "closed": sum(item.number for item in tally if item.state == "closed"),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

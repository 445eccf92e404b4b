"""Bringing a project into being (立项), changing its plan before it starts, its team, and its supervision matters."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete

from auth import Subject, department_names, find_officers
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.projects.lifecycle import CREATE, MANAGE, PROJECT, record_of
from engines.projects.models import Project, ProjectMatter, ProjectMember, ProjectMilestone, ProjectSeat
from engines.projects.queries import linked_matters
from engines.projects.refusals import NotYourProjects, ProjectUnfit
from engines.supervision import day_too_far, matters_among, matters_numbered, yellow_day
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

LEADER = "leader"


def create_project(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> uuid.UUID:
    """Create a project and return its id.

    ``given``: ``name``, ``kind``, ``department`` (lead), ``co_departments``, ``content``, ``planned_from``,
    ``planned_to``, ``budget_fen``, ``milestones`` (``{title, weight, due_on}`` each), ``team`` (``{officer_id, role}``
    each), ``matters`` (numbers) and ``supervisor`` (an organ, or None for the officer's own).
    Errors: :class:`NotYourProjects`, :class:`ProjectUnfit`.
    """
    organ = given["supervisor"] or subject.department_code or ""
    if not subject.holds(MANAGE, organ):
        raise NotYourProjects
    _check_fit(unit, context, given, organ)
    matters = _matter_ids(subject, unit, given["matters"])
    project_id, year = new_id(), clock.today().year
    unit.add(
        Project,
        id=project_id,
        number=f"XM{year}{next_number(unit, f'projects:{year}'):06d}",
        state="planned",
        version=1,
        supervisor_code=organ,
        spent_fen=0,
        progress=0,
        created_at=clock.now(),
        **_planned(unit, given),
    )
    _add_parts(unit, project_id, organ, given)
    _add_team(unit, context, project_id, given["team"])
    _add_matters(unit, project_id, matters)
    write_event(subject, unit, Record(PROJECT, Project, project_id, "", 0, organ, None), CREATE)
    unit.flush()
    return project_id


def amend_project(subject: Subject, unit: Unit, context: Context, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change a project that has not started; team and matters are changed by themselves. Errors: 422, 409."""
    check_transition(subject, record_of(row), "amend")
    _check_fit(unit, context, {**given, "team": ()}, row.supervisor_code)
    after = apply_transition(subject, unit, record_of(row), "amend", changes=_planned(unit, given))
    for table in (ProjectSeat, ProjectMilestone):
        unit.write(delete(table).where(table.project_id == row.id))
    _add_parts(unit, row.id, row.supervisor_code, given)
    return after


def change_team(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], team: Sequence[Mapping[str, Any]], note: str
) -> Row[Any]:
    """Set the special team of a project; once it started, a leader stays in it. Errors: :class:`ProjectUnfit`, 409."""
    check_transition(subject, record_of(row), "change_team")
    lost = _team_findings(unit, context, team)
    if row.state != "planned" and not [item for item in team if item["role"] == LEADER]:
        lost.append(Pointer("/team", "leader", "专班应有组长。", "The team of a project that goes on has a leader."))
    if lost:
        raise ProjectUnfit(pointers=lost)
    after = apply_transition(subject, unit, record_of(row), "change_team", opinion=note or None)
    unit.write(delete(ProjectMember).where(ProjectMember.project_id == row.id))
    _add_team(unit, context, row.id, team)
    return after


def link_matters(subject: Subject, unit: Unit, row: Row[Any], numbers: Sequence[str]) -> Row[Any]:
    """Set which supervision matters serve a project, among those that the subject sees; others stay.

    Errors: :class:`ProjectUnfit` for numbers that the subject does not see, 409.
    """
    check_transition(subject, record_of(row), "link_matters")
    wanted = _matter_ids(subject, unit, numbers)
    seen = [item.id for item in matters_among(unit, subject, linked_matters(unit, row.id))]
    after = apply_transition(subject, unit, record_of(row), "link_matters", detail={"matters": list(numbers)})
    unit.write(delete(ProjectMatter).where(ProjectMatter.project_id == row.id, ProjectMatter.matter_id.in_(seen)))
    _add_matters(unit, row.id, wanted)
    return after


def _planned(unit: Unit, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a plan; until it starts, a project's light goes to the day on which it should."""
    start = given["planned_from"]
    plain = ("name", "kind", "content", "planned_from", "planned_to", "budget_fen")
    return {
        "department_code": given["department"],
        "due_on": start,
        "yellow_on": yellow_day(unit, start, clock.today()),
        **{name: given[name] for name in plain},
    }


def _add_parts(unit: Unit, project_id: uuid.UUID, organ: str, given: Mapping[str, Any]) -> None:
    seats = [
        ("supervisor", organ),
        ("lead", given["department"]),
        *(("assist", code) for code in given["co_departments"]),
    ]
    for role, code in seats:
        unit.add(ProjectSeat, project_id=project_id, department_code=code, role=role)
    since = given["planned_from"]
    for position, item in enumerate(given["milestones"], start=1):
        yellow_on = yellow_day(unit, item["due_on"], since)
        unit.add(ProjectMilestone, id=new_id(), project_id=project_id, position=position, yellow_on=yellow_on, **item)


def _add_team(unit: Unit, context: Context, project_id: uuid.UUID, team: Sequence[Mapping[str, Any]]) -> None:
    officers = find_officers(unit, context.vault, [item["officer_id"] for item in team])
    for position, item in enumerate(team, start=1):
        officer = officers[item["officer_id"]]
        unit.add(
            ProjectMember,
            project_id=project_id,
            officer_id=officer.id,
            position=position,
            role=item["role"],
            name=officer.name,
            department_code=officer.department,
        )


def _add_matters(unit: Unit, project_id: uuid.UUID, matters: Sequence[uuid.UUID]) -> None:
    for matter_id in matters:
        unit.add(ProjectMatter, project_id=project_id, matter_id=matter_id)


def _check_fit(unit: Unit, context: Context, given: Mapping[str, Any], organ: str) -> None:
    lost = [*_organ_findings(unit, given, organ), *_day_findings(given), *_team_findings(unit, context, given["team"])]
    if lost:
        raise ProjectUnfit(pointers=lost)


def _organ_findings(unit: Unit, given: Mapping[str, Any], organ: str) -> list[Pointer]:
    names, lost = department_names(unit), []
    if given["department"] not in names:
        lost.append(Pointer("/department", "unknown", "没有该单位。", "There is no such organ."))
    for place, code in enumerate(given["co_departments"]):
        pointer = f"/co_departments/{place}"
        if code not in names:
            lost.append(Pointer(pointer, "unknown", "没有该单位。", "There is no such organ."))
        elif code in (given["department"], organ):
            sentence = ("牵头单位、督办单位不能同时是配合单位。", "This organ leads or supervises the project already.")
            lost.append(Pointer(pointer, "seated", *sentence))
    return lost


def _day_findings(given: Mapping[str, Any]) -> list[Pointer]:
    first, last = given["planned_from"], given["planned_to"]
    if last < first:
        return [Pointer("/planned_to", "order", "完成日期不能早于开始日期。", "The end lies before the beginning.")]
    lost, before = [*day_too_far(first, "/planned_from"), *day_too_far(last, "/planned_to")], first
    for place, item in enumerate(given["milestones"]):
        pointer, day = f"/milestones/{place}/due_on", item["due_on"]
        if not first <= day <= last:
            sentence = (f"节点日期应在{first}与{last}之间。", f"A milestone lies between {first} and {last}.")
            lost.append(Pointer(pointer, "outside-project", *sentence))
        elif day < before:
            lost.append(Pointer(pointer, "order", "节点应按先后排列。", "Milestones follow each other."))
        before = max(before, day)
    return lost


def _team_findings(unit: Unit, context: Context, team: Sequence[Mapping[str, Any]]) -> list[Pointer]:
    lost: list[Pointer] = []
    known = find_officers(unit, context.vault, [item["officer_id"] for item in team])
    seen: set[uuid.UUID] = set()
    led = False
    for place, item in enumerate(team):
        pointer = f"/team/{place}/officer_id"
        if item["officer_id"] not in known:
            lost.append(Pointer(pointer, "unknown", "没有该人员。", "There is no such officer."))
        elif item["officer_id"] in seen:
            lost.append(Pointer(pointer, "twice", "该人员已在专班中。", "This officer is on the team already."))
        if item["role"] == LEADER and led:
            lost.append(Pointer(f"/team/{place}/role", "leader", "专班只有一名组长。", "A team has one leader."))
        led = led or item["role"] == LEADER
        seen.add(item["officer_id"])
    return lost


def _matter_ids(subject: Subject, unit: Unit, numbers: Sequence[str]) -> list[uuid.UUID]:
    found = {row.number: row.id for row in matters_numbered(unit, subject, numbers)}
    sentence = ("没有找到该督查事项。", "There is no such supervision matter.")
    lost = [
        Pointer(f"/matters/{place}", "unknown", *sentence)
        for place, number in enumerate(numbers)
        if number not in found
    ]
    if lost:
        raise ProjectUnfit(pointers=lost)
    return [found[number] for number in numbers]


def day_outside(day: date, first: date, pointer: str) -> list[Pointer]:
    """Return what is wrong with the day of something that happened since ``first``."""
    if day > clock.today():
        return [Pointer(pointer, "future", "日期不能晚于今天。", "The day is still to come.")]
    if day < first:
        return [Pointer(pointer, "before-start", f"日期不能早于{first}。", f"The day lies before {first}.")]
    return []

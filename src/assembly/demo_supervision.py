"""The demo's supervision matters: what the city's plan gives, proposed from its text and assigned to the owners.

What the plan says without a day is due at the end of its year, and what it gives to nobody waits at the office for an
owner. A plan whose matters are there already is passed over.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Row, select

from assembly.demo_documents import officer_of, people_of
from auth import Subject
from engines import supervision as engine
from engines.documents import OfficialDocument
from kit.context import Context
from kit.database import Unit

SUPERVISOR, SIGNER = "officer-ming", "officer-rui"
#: What an officer adds to what the text says.
USUAL: Mapping[str, Any] = {"importance": "normal", "assignee_id": None, "milestones": [], "supervisor": None}


def load_plan(context: Context) -> list[str]:
    """Register what the plan among the pack's documents gives, assign it, and return the numbers."""
    people = people_of(context)
    title = orjson.loads(min((context.settings.pack_dir / "documents").glob("*.json")).read_bytes())["title"]
    with context.database.unit() as unit:
        plan = unit.first(select(*OfficialDocument.__table__.c).where(OfficialDocument.title == title))
        if plan is None or plan.number is None or _is_loaded(unit, plan.number):
            return []
        supervisor, signer = (officer_of(unit, context, people[name]) for name in (SUPERVISOR, SIGNER))
        asked = {"document_id": plan.id, "incoming_document_id": None, "dated_on": None, "text": ""}
        found = engine.propose_matters(supervisor, unit, asked)
        end = _end_of_year(date.fromisoformat(found["dated_on"]))
        matters = [_given(supervisor, item["matter"], end) for item in found["proposals"]]
        rows = engine.register_matters(supervisor, unit, context, matters)
        return [_assigned(unit, supervisor, signer, row).number for row in rows]


def _is_loaded(unit: Unit, document: str) -> bool:
    sources = unit.rows(select(engine.SupervisionMatter.source).where(engine.SupervisionMatter.source_kind == "plan"))
    return any(row.source["document"] == document for row in sources)


def _given(supervisor: Subject, matter: Mapping[str, Any], end: date) -> dict[str, Any]:
    day = date.fromisoformat(matter["due_on"]) if matter["due_on"] else end
    owner = matter["department"] or supervisor.department_code
    others = [code for code in matter["co_departments"] if code != owner]
    return {**USUAL, **matter, "department": owner, "co_departments": others, "due_on": day}


def _assigned(unit: Unit, supervisor: Subject, signer: Subject, row: Row[Any]) -> Row[Any]:
    """Give a matter to its owner, and let one owner sign for its matters, so that they show something."""
    if row.department_code == supervisor.department_code:
        return row
    row = engine.assign_matter(supervisor, unit, row, "")
    if row.department_code == signer.department_code:
        row = engine.sign_for_matter(signer, unit, row, None, "")
    return row


def _end_of_year(day: date) -> date:
    return day.replace(month=12, day=31)

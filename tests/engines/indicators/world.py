"""A small catalogue and its cases, made to measure."""

from datetime import date, datetime, timedelta
from typing import Any

from auth import SYSTEM
from engines.cases import Case, CaseMaterial
from engines.matters import publish_matter
from kit.database import Unit
from kit.ids import new_id
from tests.engines.zhoushan import DRIVING_LICENCE, matter_of

BASE = matter_of(DRIVING_LICENCE)


def code_of(number: int) -> str:
    """Return the task code of the small catalogue's matter of this number."""
    return f"{BASE['department']}3{code_of_catalogue(number)}"


def code_of_catalogue(number: int) -> str:
    """Return the catalogue code that goes into it."""
    return f"330199{number:03}001"


def material(code: str, *ways: str, necessity: str = "1", wanted: str | None = None) -> dict[str, Any]:
    """Return a material with these ways."""
    first = BASE["materials"][0]
    more = {"wanted_resource": {"name": wanted, "department_name": "省卫生健康委员会"}} if wanted else {}
    return {
        **first,
        "code": code,
        "name": f"材料{code}",
        "necessity": necessity,
        "satisfied_by": [{"kind": way, "reference": "x"} for way in ways],
        **more,
    }


def publish(unit: Unit, number: int, *materials: dict[str, Any], **changes: Any) -> str:
    """Publish a matter and return its code."""
    code = code_of(number)
    content = {**BASE, "task_code": code, "catalog_code": code_of_catalogue(number), "materials": list(materials)}
    publish_matter(SYSTEM, unit, {**content, **changes})
    return code


def keep_case(unit: Unit, code: str, submitted_at: datetime, **values: Any) -> None:
    """Keep a case as the engine would have it, with the ways of its materials in ``materials``."""
    case_id = new_id()
    for place, (way, status) in enumerate(values.pop("materials", [])):
        unit.add(
            CaseMaterial,
            id=new_id(),
            case_id=case_id,
            code=f"M{place:02}",
            name="材料",
            satisfied_by=way,
            source="",
            status=status,
            file_ids=[],
        )
    day: date = submitted_at.date() + timedelta(days=1)
    usual: dict[str, Any] = {
        "number": str(case_id),
        "matter_code": code,
        "matter_revision_id": new_id(),
        "matter_name": "事项",
        "topic": "vehicles",
        "applicant_id": new_id(),
        "applicant_kind": "person",
        "applicant_name": "林海燕",
        "department_code": BASE["department"],
        "region_code": "330900",
        "state": "delivered",
        "step": "decision",
        "round": 1,
        "version": 1,
        "channel": "mobile",
        "form_sealed": "",
        "submitted_at": submitted_at,
        "clock_started_at": submitted_at,
        "due_on": day,
        "statutory_due_on": day,
        "extension_days": 0,
        "special_procedures": 0,
        "holder": "nobody",
        "held_since": submitted_at,
        "office_days": 0,
        "applicant_days": 0,
        "third_party_days": 0,
        "delivery_way": "electronic",
    }
    unit.add(Case, id=case_id, **{**usual, **values})
    unit.flush()

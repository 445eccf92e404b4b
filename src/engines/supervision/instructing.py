"""A matter from an instruction on a received document (转为督查事项), registered by a job."""

from datetime import date
from typing import Any

from sqlalchemy import Row, select

from auth import SYSTEM, department_names
from engines.documents import INCOMING
from engines.lifecycles import Record, follows, write_event
from engines.supervision.dates import days_from_now
from engines.supervision.lifecycle import REGISTER, SUPERVISION_MATTER
from engines.supervision.models import SupervisionMatter
from engines.supervision.queries import matter_by_id
from engines.supervision.registering import add_matter
from engines.supervision.tasks import ask_supervisor
from kit import clock
from kit.outbox import Job

#: Working days for an instruction that names no day (领导批示 of no urgency).
INSTRUCTION_DAYS = 15
LONGEST_TITLE = 200
TURN = "supervise"


@follows(INCOMING.code)
def register_instruction(job: Job, event: Row[Any]) -> None:
    """Register the matter that an instruction became; a second telling finds it there."""
    if event.transition != TURN:
        return
    unit, detail, key = job.unit, event.detail, f"event:{event.id}"
    if unit.first(select(SupervisionMatter.id).where(SupervisionMatter.source_key == key)) is not None:
        return
    given = _given(job, event)
    organ = detail["organ"]
    matter_id = add_matter(unit, job.context, given, supervisor=organ, office=organ, source_key=key)
    record = Record(SUPERVISION_MATTER, SupervisionMatter, matter_id, "", 0, organ, None)
    write_event(SYSTEM, unit, record, REGISTER, detail={"source": given["source"]})
    unit.flush()
    ask_supervisor(unit, matter_by_id(unit, matter_id), "assign_matter", "批示转督查，待交办")


def _given(job: Job, event: Row[Any]) -> dict[str, Any]:
    detail = event.detail
    document, instruction = detail["document"], detail["instruction"]
    due_on = date.fromisoformat(detail["due_on"]) if detail["due_on"] else None
    if due_on is None or due_on < clock.today():
        due_on = days_from_now(job.unit, INSTRUCTION_DAYS)
    lead = detail["lead"] if detail["lead"] in department_names(job.unit) else detail["organ"]
    return {
        "title": f"落实《{document['title']}》批示"[:LONGEST_TITLE],
        "content": instruction,
        "importance": "normal",
        "department": lead,
        "co_departments": [],
        "assignee_id": None,
        "due_on": due_on,
        "cadence": "none",
        "milestones": [],
        "source_kind": "instruction",
        "source": {
            "document": document["number"] or document["title"],
            "document_id": document["id"],
            "incoming_document_id": str(event.record_id),
            "instructed_by": event.actor_name,
            "words": instruction,
        },
    }

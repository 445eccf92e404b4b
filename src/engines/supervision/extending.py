"""A later day, asked for by the owner before the day has passed or after, and decided by who supervises (延期)."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from auth import Subject
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.supervision.dates import counting_day, day_too_far, yellow_day
from engines.supervision.lifecycle import record_of
from engines.supervision.models import SupervisionExtension
from engines.supervision.queries import matter_by_id
from engines.supervision.refusals import DayUnfit, ExtensionDecided, ExtensionNotFound, ExtensionPending, MatterUnfit
from engines.supervision.tasks import ask_owner, ask_supervisor
from kit import clock
from kit.database import Unit
from kit.ids import new_id

_columns = tuple(SupervisionExtension.__table__.c)


def request_extension(
    subject: Subject, unit: Unit, row: Row[Any], asked_due_on: date, reason: str
) -> tuple[Row[Any], uuid.UUID]:
    """Ask for a later day, and return the matter and the request's id. Errors: :class:`ExtensionPending`, 422, 409."""
    check_transition(subject, record_of(row), "request_extension")
    _check_day(unit, row, asked_due_on)
    pending = select(SupervisionExtension.id).where(
        SupervisionExtension.matter_id == row.id, SupervisionExtension.state == "asked"
    )
    if unit.first(pending.limit(1)) is not None:
        raise ExtensionPending
    extension_id = new_id()
    unit.add(
        SupervisionExtension,
        id=extension_id,
        matter_id=row.id,
        state="asked",
        due_on=row.due_on,
        asked_due_on=asked_due_on,
        reason=reason,
        asked_by_name=subject.actor.name,
        asked_at=clock.now(),
    )
    detail = {"extension_id": str(extension_id), "due_on": row.due_on.isoformat(), "asked": asked_due_on.isoformat()}
    after = apply_transition(subject, unit, record_of(row), "request_extension", opinion=reason, detail=detail)
    ask_supervisor(unit, after, "decide_extension", "申请延期，待审批")
    return after, extension_id


def decide_extension(
    subject: Subject, unit: Unit, row: Row[Any], extension_id: uuid.UUID, *, granted: bool, opinion: str
) -> Row[Any]:
    """Grant a later day or refuse it with the reason. Errors: :class:`ExtensionNotFound`, :class:`ExtensionDecided`."""
    turn = "grant_extension" if granted else "refuse_extension"
    check_transition(subject, record_of(row), turn)
    extension = unit.first(
        select(*_columns).where(SupervisionExtension.id == extension_id, SupervisionExtension.matter_id == row.id)
    )
    if extension is None:
        raise ExtensionNotFound
    if extension.state != "asked":
        raise ExtensionDecided
    changes: dict[str, Any] = {}
    if granted:
        # The matter above may have been given another day since it was asked.
        _check_day(unit, row, extension.asked_due_on)
        day = extension.asked_due_on
        changes = {"due_on": day, "promised_on": day, "yellow_on": yellow_day(unit, day, clock.today())}
    detail = {"extension_id": str(extension_id), "due_on": row.due_on.isoformat()}
    detail["decided"] = (extension.asked_due_on if granted else row.due_on).isoformat()
    after = apply_transition(
        subject, unit, record_of(row), turn, changes=changes, opinion=opinion or None, detail=detail
    )
    decided = {
        "state": "granted" if granted else "refused",
        "opinion": opinion or None,
        "decided_by_name": subject.actor.name,
        "decided_at": clock.now(),
    }
    unit.write(update(SupervisionExtension).where(SupervisionExtension.id == extension_id).values(decided))
    close_tasks(subject, unit, row.id, kind="decide_extension")
    if granted:
        for kind in ("handle_matter", "matter_due_soon", "matter_overdue"):
            close_tasks(subject, unit, row.id, kind=kind)
        ask_owner(unit, after, "handle_matter", f"已同意延期至{extension.asked_due_on}", extension.asked_due_on)
    return after


def _check_day(unit: Unit, row: Row[Any], asked: date) -> None:
    if lost := day_too_far(asked, "/due_on"):
        raise MatterUnfit(pointers=lost)
    if asked <= row.due_on or asked < clock.today():
        raise DayUnfit(
            why_zh=f"延期后的时限应晚于{row.due_on}，且不早于今天。",
            why_en=f"Ask for a day after {row.due_on}, and none that has passed.",
        )
    if row.parent_id is not None:
        parent = matter_by_id(unit, row.parent_id)
        if asked > counting_day(parent):
            raise DayUnfit(
                why_zh=f"不能晚于上级事项{parent.number}的{counting_day(parent)}，请先为上级事项申请延期。",
                why_en=f"{parent.number} is due on {counting_day(parent)}. Ask for a later day of that matter first.",
            )

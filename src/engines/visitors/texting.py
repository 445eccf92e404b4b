"""Text messages to visitors, who have no account: by the outbox, after the turn that they tell of.

The job carries the link's token sealed and goes with it; the visit keeps what became of its last message, so that the
host sees whether the visitor was reached.
"""

import uuid
from typing import Any

import structlog
from sqlalchemy import Row, case, func, select, update

from auth import department_names
from engines.visitors.buildings import building_by_id
from engines.visitors.models import VISIT_COLUMNS, Visit
from engines.visitors.passes import token_hash
from gateways import SourceRefused
from gateways.sms import SmsQuotaExhausted, SmsSender
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

log = structlog.get_logger(__name__)
TOPIC = "visitors.text"
#: The texts among the pack's ``sms_templates.json``, in the one language in which visitors are written to.
TEMPLATES = {what: f"visit_{what}.zh" for what in ("invitation", "changed", "cancelled")}
#: In which states each of them is true.
_TRUE_IN = dict(zip(TEMPLATES.values(), (("invited",), ("invited", "confirmed"), ("cancelled",)), strict=True))
#: What a visit keeps from the moment on at which it is to be told of.
WAITING: dict[str, str | None] = {"text_state": "waiting", "text_reason": None}
#: Characters of a value that a platform's template takes.
LONGEST_VALUE = 35


def invite_by_text(unit: Unit, context: Context, visit_id: uuid.UUID, token: str) -> None:
    """Send a visitor their link."""
    _enqueue(unit, visit_id, "invitation", token=context.vault.seal(token))


def tell_visitor(unit: Unit, row: Row[Any], what: str) -> None:
    """Tell a visitor that their visit was ``changed`` or ``cancelled``; who came without being asked has no page."""
    if row.token_hash is not None:
        _enqueue(unit, row.id, what)


def waiting_for(row: Row[Any]) -> dict[str, str | None]:
    """Return what a visit keeps of a message that is about to be told, if there is somebody to tell."""
    return WAITING if row.token_hash is not None else {}


def _enqueue(unit: Unit, visit_id: uuid.UUID, what: str, **more: str) -> None:
    payload = {"visit_id": str(visit_id), "template": TEMPLATES[what], **more}
    enqueue(unit, TOPIC, payload, key=str(new_id()))


@handles(TOPIC)
def text_visitor(job: Job) -> None:
    """Send one message; the job's key is that by which the platform recognises a repeat."""
    wanted = select(*VISIT_COLUMNS).where(Visit.id == uuid.UUID(job.payload["visit_id"]))
    row = job.unit.first(wanted)
    if row is None or not _concerns(job, row):
        return
    state, reason = _tried(job, row)
    changes = {"text_state": state, "text_reason": reason, **(_sent() if state == "sent" else {})}
    job.unit.write(update(Visit).where(Visit.id == row.id).values(**changes))


def _concerns(job: Job, row: Row[Any]) -> bool:
    """Tell whether a message still says what is: nobody is told once erased, and no link goes out that is dead."""
    if row.person_sealed is None or row.state not in _TRUE_IN[job.payload["template"]]:
        return False
    token, vault = job.payload.get("token"), job.context.vault
    return token is None or row.token_hash == token_hash(vault, vault.open(token))


def _tried(job: Job, row: Row[Any]) -> tuple[str, str | None]:
    """Send what is due, and return what became of it. Errors: those of an absent platform, for another try."""
    sender: SmsSender | None = job.context.gateways.sms
    if sender is None:
        return "refused", "not-connected"
    if row.ends_at <= clock.now():
        return "refused", "too-late"
    if _sent_today(job.unit, row) >= sender.daily_cap:
        return "refused", "daily-cap"
    person, vault = job.context.vault.open_json(row.person_sealed), job.context.vault
    said = _parameters(job.unit, row)
    if "token" in job.payload:
        said["token"] = vault.open(job.payload["token"])
    try:
        sender.send([person["phone"]], job.payload["template"], said, str(job.key))
    except SmsQuotaExhausted as problem:
        return "failed", problem.code
    except SourceRefused as problem:
        if problem.transient:
            raise
        log.warning("visitors.refused", visit_id=str(row.id), reason=problem.values["reason"])
        return "failed", str(problem.values["reason"])
    return "sent", None


def _parameters(unit: Unit, row: Row[Any]) -> dict[str, str]:
    values = {
        "department": department_names(unit).get(row.department_code, row.department_code),
        "when": f"{clock.local(row.starts_at):%m月%d日%H:%M}",
        "place": building_by_id(unit, row.building_id).name,
    }
    return {name: value[:LONGEST_VALUE] for name, value in values.items()}


def _sent() -> dict[str, Any]:
    """Return what a visit keeps of a message that went out: when, and how many did on that day."""
    before = case((Visit.texted_at >= clock.start_of(clock.today()), Visit.texts_that_day), else_=0)
    return {"texted_at": clock.now(), "texts_that_day": before + 1}


def _sent_today(unit: Unit, row: Row[Any]) -> int:
    since = clock.start_of(clock.today())
    sent = select(func.coalesce(func.sum(Visit.texts_that_day), 0))
    return int(unit.scalar(sent.where(Visit.phone_hash == row.phone_hash, Visit.texted_at >= since)))

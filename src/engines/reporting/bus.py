"""What the 政务总线 is told of a turn, and how an unknown outcome is found out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from auth import Certificate, NoCertificate, certificate_of, department_names, phone_of
from engines.cases import CASE, case_by_id, materials_of
from engines.licences import licence_of_case
from engines.lifecycles import events_of
from engines.matters import MatterRevision, revision
from engines.reporting.evaluations import EVALUATION, rated_on_bus
from engines.reporting.rules import OutcomeUnknown
from engines.reporting.systems import Said
from engines.reporting.turns import DELIVER, DISCARD, FINISH, FLOW, GENERATE, RECEIVE, RESULTS
from engines.workdays import load_calendar
from gateways.government_bus import GovernmentBus, Reply, bodies
from kit import clock
from kit.context import Context
from kit.database import Unit

#: What the bus shows of a case when it has taken a report: by the moment that the report stated.
_SHOWN_BY = {
    RECEIVE: ("gmtApply", "gmtApply"),
    "accept": ("gmtAccept", "gmtAccept"),
    FINISH: ("gmtService", "gmtResult"),
}
#: Ways of delivery by turn.
_WAYS = {"deliver": "electronic", "hand_over": "counter", "dispatch": "post", "post": "post"}


@dataclass(frozen=True)
class _Story:
    """All that a report is made of."""

    unit: Unit
    context: Context
    bus: GovernmentBus
    case: Row[Any]
    guide: MatterRevision
    event: Row[Any]

    def form(self) -> dict[str, Any]:
        return dict(self.context.vault.open_json(self.case.form_sealed))

    def days_until(self, day: str) -> int:
        """Return the working days from the turn until a day."""
        since = clock.local(self.event.at).date()
        return load_calendar(self.unit).working_days_between(since, date.fromisoformat(day))


def compose(unit: Unit, context: Context, report: Row[Any]) -> dict[str, Any]:
    """Return what the service is told: ``place`` (where and by whom), ``fields``, and the ``phone`` to ask with."""
    if report.service == EVALUATION:
        return rated_on_bus(unit, context, report)
    case = case_by_id(unit, report.case_id)
    event = next(item for item in events_of(unit, case.id) if item.id == report.event_id)
    bus: GovernmentBus = context.gateways.government_bus
    story = _Story(unit, context, bus, case, revision(unit, case.matter_revision_id), event)
    return {
        "place": _place(story),
        "fields": _FIELDS[report.service](story),
        "phone": phone_of(unit, context.vault, case.applicant_id) or "",
    }


def send(bus: GovernmentBus, report: Row[Any], body: dict[str, Any], number: str | None, said_before: bool) -> Said:  # noqa: FBT001 -- a teller's signature
    """Say it; where it may have been said before, ask first. Errors: :class:`OutcomeUnknown`, those of the bus."""
    if said_before and number is not None and _arrived(bus, report.service, body, number):
        return Said(taken=True)
    reply = _call(bus, report.service, body, number or "")
    if reply.status == "U":
        raise OutcomeUnknown
    taken = reply.status == "S" or reply.code in bus.settings.repeat_codes
    if report.service != GENERATE or not taken:
        return Said(taken, reply.code, reply.message)
    # Without a number nothing of the case can be told.
    given = str(reply.data or "")
    return Said(bool(given), reply.code, reply.message, given or None)


def _call(bus: GovernmentBus, service: str, body: dict[str, Any], number: str) -> Reply:
    if service == GENERATE:
        return bus.generate_number(body["fields"])
    if service == DISCARD:
        return bus.discard_number(number)
    if service == EVALUATION:
        return bus.evaluate(number, body["fields"])
    return bus.report(service, number, body["place"], body["fields"])


def _arrived(bus: GovernmentBus, service: str, body: dict[str, Any], number: str) -> bool:
    """Ask the bus whether it took a report. What it shows nothing of is said again under its own key."""
    status = bus.code("statuses", service)
    if service not in _SHOWN_BY and not status:
        return False
    reply = bus.query_case(number, body["phone"])
    if reply.status == "U":
        raise OutcomeUnknown
    found = reply.data if reply.status == "S" and isinstance(reply.data, Mapping) else {}
    if service in _SHOWN_BY:
        stated, shown = _SHOWN_BY[service]
        return bool(found.get(shown) == body["fields"][stated])
    return bool(found.get("affStatus") == status)


def _place(story: _Story) -> bodies.Fields:
    case, event = story.case, story.event
    name = department_names(story.unit).get(case.department_code, "")
    return bodies.place(case.region_code, case.department_code, name, str(event.actor_id or ""), event.actor_name)


def _applicant(story: _Story) -> bodies.Fields:
    case, bus = story.case, story.bus
    who = _contact(story, case.applicant_id, case.applicant_name)
    agent_id = case.agent_id or (case.acting_person_id if case.applicant_kind == "organisation" else None)
    agent = None if agent_id is None else _contact(story, agent_id, "")
    return bodies.applicant_vo(bus.code("apply_types", case.applicant_kind), who, agent)


def _contact(story: _Story, subject_id: Any, name: str) -> bodies.Contact:
    vault = story.context.vault
    try:
        found = certificate_of(story.unit, vault, subject_id)
    except NoCertificate:
        # Somebody whom the portal has not verified has an account and no certificate.
        found = Certificate("", "", name)
    card_type = story.bus.code("card_types", found.kind) if found.kind else ""
    phone = phone_of(story.unit, vault, subject_id) or ""
    return bodies.Contact(name or found.name, card_type, found.number, phone, str(subject_id))


def _materials(story: _Story) -> list[bodies.Fields]:
    return [
        bodies.material(
            row.name,
            max(len(row.file_ids), 1),
            story.bus.code("fetch_modes", row.satisfied_by),
            f"{story.case.number}-{row.code}",
        )
        for row in materials_of(story.unit, story.case.id)
        if row.status not in {"tolerated", "left_out"}
    ]


def _number_wanted(story: _Story) -> bodies.Fields:
    case = story.case
    wanted = bodies.NumberWanted(
        item_code=story.guide.content.raw["catalog_code"],
        department_code=case.department_code,
        area_code=case.region_code,
        applicant=_applicant(story),
        origin=story.bus.code("apply_origins", case.channel),
        case_id=str(case.id),
    )
    return wanted.fields()


def _received(story: _Story) -> bodies.Fields:
    case, bus = story.case, story.bus
    immediate = story.guide.content.raw["handling_kind"] == "1"
    receipt = bodies.Receipt(
        matter_code=case.matter_code,
        project_name=case.matter_name,
        affair_type=bus.code("affair_types", "immediate" if immediate else "promised"),
        approve_type=bus.settings.approve_type,
        biz_type=bus.settings.biz_type,
        origin=bus.code("apply_origins", case.channel),
        applied_at=story.event.at,
        case_id=str(case.id),
        form=story.form(),
        applicant=_applicant(story),
        materials=_materials(story),
    )
    return receipt.fields()


def _finished(story: _Story) -> bodies.Fields:
    event = story.event
    word = RESULTS.get(event.transition) or event.detail["outcome"]
    licence = licence_of_case(story.unit, story.case.id) if word == "granted" else None
    return bodies.finish(
        story.bus.code("results", word), licence.number if licence else "", event.opinion or "", event.at
    )


def _flow(story: _Story) -> bodies.Fields:
    event = story.event
    outcome = str(event.detail.get("outcome", ""))
    name = CASE.transition(event.transition).zh
    return bodies.flow(str(event.id), name, event.transition, event.at, event.opinion or "", outcome)


def _delivered(story: _Story) -> bodies.Fields:
    event = story.event
    told = event.detail
    way = _WAYS[event.transition]
    return bodies.deliver(str(event.id), way, event.at, told.get("carrier", ""), told.get("tracking_number", ""))


def _suspended(story: _Story) -> bodies.Fields:
    event = story.event
    days = story.days_until(event.detail["announced_until"])
    kind = story.bus.code("special_types", "other")
    return bodies.special_start(kind, event.detail["name"], event.opinion or "", days, event.at)


_FIELDS: Mapping[str, Callable[[_Story], bodies.Fields]] = {
    GENERATE: _number_wanted,
    DISCARD: lambda _story: {},
    RECEIVE: _received,
    "accept": lambda story: bodies.accept(
        # An application that counts as accepted does so from the day on which it came.
        story.case.accepted_at or story.event.at,
        story.event.detail.get("due_on") or story.case.due_on.isoformat(),
    ),
    "supplementNotify": lambda story: bodies.supplement_notify(
        story.event.at, story.event.opinion or "", story.days_until(story.event.detail["answer_by"])
    ),
    "supplementAccept": lambda story: bodies.supplement_accept(story.event.at, story.form(), _materials(story)),
    "specProcStart": _suspended,
    "specProcFinish": lambda story: bodies.special_finish(
        story.bus.code("special_types", "other"), story.event.at, story.event.opinion or ""
    ),
    FLOW: _flow,
    FINISH: _finished,
    DELIVER: _delivered,
}

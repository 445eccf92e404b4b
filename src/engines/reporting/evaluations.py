"""Evaluations on their way: to the bus on its scale, to the 好差评 platform on the national one with the service."""

import uuid
from typing import Any

from sqlalchemy import Row

from auth import NoCertificate, certificate_of, department_names, phone_of
from engines.cases import case_by_id
from engines.evaluations import CHANNELS, evaluation_by_id, to_bus
from engines.lifecycles import events_of
from engines.matters import revision
from engines.reporting.following import Told, note
from engines.reporting.queries import bus_case
from engines.reporting.rules import NumberAwaited
from engines.reporting.systems import BUS, PLATFORM, Said, connected
from gateways.evaluation_platform import EvaluationPlatform, EvaluationRecord, ServiceRecord
from gateways.government_bus import GovernmentBus, bodies
from kit.context import Context
from kit.database import Unit
from kit.outbox import Job, handles

EVALUATION, SERVICE, RATING = "eval.eval", "service", "evaluation"


@handles("evaluations.given")
def note_evaluation(job: Job) -> None:
    """Note that an evaluation is to be told; one that nobody gave goes to the platform alone, as a default."""
    found = evaluation_by_id(job.unit, uuid.UUID(job.payload["evaluation_id"]))
    case = case_by_id(job.unit, found.case_id)
    if connected(job.context, BUS) is not None and not found.by_default:
        note(job.unit, case, BUS, [Told(found.id, "evaluate", (EVALUATION,), found.anonymous)])
    if connected(job.context, PLATFORM) is not None:
        note(job.unit, case, PLATFORM, [Told(found.id, "evaluate", (SERVICE, RATING), found.anonymous)])


def rated_on_bus(unit: Unit, context: Context, report: Row[Any]) -> dict[str, Any]:
    """Return what the bus is told of an evaluation; its scale is the reverse of ours."""
    found, case = evaluation_by_id(unit, report.event_id), case_by_id(unit, report.case_id)
    bus: GovernmentBus = context.gateways.government_bus
    rated = bodies.Rated(
        project_name=case.matter_name,
        matter_code=case.matter_code,
        level_on_bus=to_bus(found.level),
        content=found.text,
        anonymous=found.anonymous,
        origin=bus.code("evaluation_origins", found.channel),
        department_code=case.department_code,
        evaluated_at=found.evaluated_at,
        user_id=str(case.applicant_id),
        user_name=case.applicant_name,
    )
    return {"fields": rated.fields()}


def compose(unit: Unit, context: Context, report: Row[Any]) -> dict[str, Any]:
    """Return the service record, or the evaluation of it."""
    found, case = evaluation_by_id(unit, report.event_id), case_by_id(unit, report.case_id)
    platform: EvaluationPlatform = context.gateways.evaluation_platform
    if report.service == SERVICE:
        return {"fields": _served(unit, context, platform, case, found).fields()}
    rating = EvaluationRecord(
        project_number=_number(unit, case),
        service_number=found.number,
        task_type=revision(unit, case.matter_revision_id).content.raw["type"],
        level=found.level,
        channel=CHANNELS[found.channel],
        name="" if found.anonymous or found.by_default else case.applicant_name,
        tags=tuple(found.tags),
        text=found.text,
        evaluated_at=bodies.wire_time(found.evaluated_at),
    )
    return {"fields": rating.fields()}


def send(
    platform: EvaluationPlatform,
    report: Row[Any],
    body: dict[str, Any],
    _number: str | None,
    _said_before: bool,  # noqa: FBT001 -- a teller's signature
) -> Said:
    """Push it; the platform itself recognises a record that it has."""
    push = platform.push_service if report.service == SERVICE else platform.push_evaluation
    receipt = push(body["fields"])
    return Said(receipt.taken, message=receipt.message)


def _served(
    unit: Unit, context: Context, platform: EvaluationPlatform, case: Row[Any], evaluation: Row[Any]
) -> ServiceRecord:
    content = revision(unit, case.matter_revision_id).content
    kind, number = _certificate(unit, context, case.applicant_id)
    handler = next((event for event in reversed(events_of(unit, case.id)) if event.actor_kind == "officer"), None)
    return ServiceRecord(
        task_code=case.matter_code,
        area_code=case.region_code,
        task_name=case.matter_name,
        task_type=content.raw["type"],
        project_number=_number(unit, case),
        department_code=case.department_code,
        department_name=department_names(unit).get(case.department_code, ""),
        accepted_at=bodies.wire_time(case.accepted_at),
        finished_at=bodies.wire_time(case.decided_at),
        organisation=case.applicant_kind == "organisation",
        user_name=case.applicant_name,
        card_type=kind,
        card_number=number,
        mobile=phone_of(unit, context.vault, case.applicant_id) or "",
        manager=handler.actor_name if handler else "",
        service_number=evaluation.number,
        served_at=bodies.wire_time(case.decided_at),
        project_type=content.raw["handling_kind"],
        promised_days=content.promised.days,
        statutory_days=content.statutory.days,
        promise_time=platform.code("promise_times", "immediate" if content.raw["handling_kind"] == "1" else "promised"),
        channel=platform.code("pro_channels", case.channel),
    )


def _number(unit: Unit, case: Row[Any]) -> str:
    """Return the case's 统一赋码 number, or ours where the bus was never told of it. Errors: :class:`NumberAwaited`."""
    known = bus_case(unit, case.id)
    if known is not None and known.number is None:
        raise NumberAwaited
    return str(known.number) if known is not None else str(case.number)


def _certificate(unit: Unit, context: Context, subject_id: uuid.UUID) -> tuple[str, str]:
    try:
        found = certificate_of(unit, context.vault, subject_id)
    except NoCertificate:
        return "", ""
    return found.exchange_code, found.number

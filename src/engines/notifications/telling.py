"""Who hears of which turn: followers of the lifecycles that write a message for everybody concerned.

The applicant hears of it, the agent who filed for them while their mandate runs, and a signer whose signature is asked.
Somebody who never signed in has no box yet: a signer, an agent or an entitled person finds what waits for them at
their first sign-in. Whoever made a turn is not told of it, but for the receipt of a filing.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from auth import holders_of, is_in_force, mandate_by_id
from engines.cases import CASE, case_by_id, signatures_asked
from engines.entitlements import OFFER, entitlement_by_code, offer_by_id
from engines.joint import JOINT_CASE, joint_case_by_id
from engines.licences import LICENCE, licence_by_id
from engines.lifecycles import follows
from engines.notifications.models import Notification
from engines.notifications.news import news_of, said
from engines.notifications.ringing import Reader, ring
from engines.notifications.sentences import NEWS
from engines.payments import PAYMENT, payment_by_id
from kit import clock
from kit.ids import new_id
from kit.masking import mask_name
from kit.outbox import Job

#: The lifecycle of mandates, which their micro-app declares.
MANDATE = "mandate"
#: Kinds of news whose day is the one by which something is asked of the reader.
_ASKING = ("request", "offer")


@dataclass(frozen=True)
class About:
    """What a message is about: the record that it leads to, and the values in its sentences."""

    record_kind: str
    record_id: uuid.UUID
    values: Mapping[str, str]


@follows(CASE.code)
def tell_of_case(job: Job, event: Row[Any]) -> None:
    """Tell the applicant and their agent of a turn of a case, and ask a signer to sign."""
    code = news_of(event)
    if code is None:
        return
    case = case_by_id(job.unit, event.record_id)
    if event.transition == "submit" and case.joint_case_id is not None:
        return  # The joint case says that its parts began.
    values = {"name": case.matter_name, "number": case.number, **_told(event.detail)}
    tell(job, event, code, _applicants(job, case, case.agent_id, case.mandate_id), About(CASE.code, case.id, values))
    if code == "case.submit.signing":
        _ask_signers(job, event, case, values)


@follows(JOINT_CASE.code)
def tell_of_joint_case(job: Job, event: Row[Any]) -> None:
    """Tell the applicant of a turn of a joint case."""
    code = news_of(event)
    if code is not None:
        joint = joint_case_by_id(job.unit, event.record_id)
        values = {"name": joint.name, "number": joint.number, **_told(event.detail)}
        tell(job, event, code, [_applicant(joint)], About(JOINT_CASE.code, joint.id, values))


@follows(LICENCE.code)
def tell_of_licence(job: Job, event: Row[Any]) -> None:
    """Tell the holder what became of a licence."""
    code = news_of(event)
    if code is not None:
        licence = licence_by_id(job.unit, event.record_id)
        tell(job, event, code, [_person(licence.holder_id)], About(LICENCE.code, licence.id, {"name": licence.name}))


@follows(OFFER.code)
def tell_of_offer(job: Job, event: Row[Any]) -> None:
    """Tell a person what they are entitled to."""
    code, offer = news_of(event), offer_by_id(job.unit, event.record_id)
    found = offer and entitlement_by_code(job.unit, offer.entitlement_code)
    if code is None or offer is None or found is None:
        return
    values = {"name": found[0].name, "day": offer.expires_on.isoformat()}
    print_of = (offer.certificate_kind, offer.fingerprint)
    tell(job, event, code, _holders(job, [print_of]), About(OFFER.code, offer.id, values))


@follows(PAYMENT.code)
def tell_of_payment(job: Job, event: Row[Any]) -> None:
    """Tell the applicant, and the agent of the case, that money came or goes back."""
    code = news_of(event)
    if code is not None:
        payment = payment_by_id(job.unit, event.record_id)
        case = case_by_id(job.unit, payment.case_id)
        values = {"name": case.matter_name, "number": payment.number}
        readers = _applicants(job, case, case.agent_id, case.mandate_id)
        tell(job, event, code, readers, About(PAYMENT.code, payment.id, values))


@follows(MANDATE)
def tell_of_mandate(job: Job, event: Row[Any]) -> None:
    """Tell the principal, or the agent, what the other one did; both when its term has run out."""
    code, mandate = news_of(event), mandate_by_id(job.unit, event.record_id)
    if code is None or mandate is None:
        return
    vault = job.context.vault
    names = {name: mask_name(vault.open(getattr(mandate, f"{name}_name_sealed"))) for name in ("principal", "agent")}
    hearing = {
        "agent": [_person(mandate.principal_id)],
        "principal": _holders(job, [(mandate.agent_certificate_kind, mandate.agent_fingerprint)]),
    }
    for other in _SPOKEN_OF[event.transition]:
        tell(job, event, code, hearing[other], About(MANDATE, mandate.id, {"person": names[other]}))


#: Of whom a turn of a mandate speaks, to the other side.
_SPOKEN_OF: Mapping[str, tuple[str, ...]] = {
    "offer": ("principal",),
    "prove": ("agent",),
    "accept": ("agent",),
    "refuse": ("agent",),
    "revoke": ("principal",),
    "resign": ("agent",),
    "end": ("agent", "principal"),
}


def tell(job: Job, event: Row[Any], code: str, readers: Sequence[Reader], about: About) -> None:
    """Write a message for each reader who has none about this event: a second telling changes nothing."""
    news, unit = NEWS[code], job.unit
    told = {
        row.subject_id for row in unit.rows(select(Notification.subject_id).where(Notification.event_id == event.id))
    }
    content = {**said(code, about.values), "about": _subject(about.values), "number": about.values.get("number", "")}
    until = about.values.get("day") if news.kind in _ASKING else None
    for reader in readers:
        if reader.subject_id in told or (reader.subject_id == event.actor_id and not news.to_actor):
            continue
        told.add(reader.subject_id)
        notification_id = new_id()
        unit.add(
            Notification,
            id=notification_id,
            subject_id=reader.subject_id,
            event_id=event.id,
            kind=news.kind,
            news=code,
            record_kind=about.record_kind,
            record_id=about.record_id,
            content_sealed=job.context.vault.seal_json(content),
            created_at=clock.now(),
        )
        ring(job, notification_id, news.kind, reader, date.fromisoformat(until) if until else None)
    unit.flush()


def _subject(values: Mapping[str, str]) -> str:
    """Return what a message is about, in a word or two."""
    return values.get("name") or values.get("person", "")


def _ask_signers(job: Job, event: Row[Any], case: Row[Any], values: Mapping[str, str]) -> None:
    person = case.applicant_name if case.applicant_kind == "organisation" else mask_name(case.applicant_name)
    asked = {**values, "person": person, "day": case.due_on.isoformat()}
    for row in signatures_asked(job.unit, case.id):
        about = About("signature", row.id, asked)
        tell(job, event, "signature.ask", _holders(job, [(row.certificate_kind, row.fingerprint)]), about)


def _applicants(job: Job, record: Row[Any], agent_id: uuid.UUID | None, mandate_id: uuid.UUID | None) -> list[Reader]:
    readers = [_applicant(record)]
    if agent_id is not None and mandate_id is not None:
        mandate = mandate_by_id(job.unit, mandate_id)
        if mandate is not None and is_in_force(mandate):
            readers.append(_person(agent_id))
    return readers


def _holders(job: Job, prints: Sequence[tuple[str, str]]) -> list[Reader]:
    return [_person(subject_id) for subject_id in holders_of(job.unit, prints).values()]


def _applicant(record: Row[Any]) -> Reader:
    return Reader(record.applicant_id, record.acting_person_id or record.applicant_id)


def _person(subject_id: uuid.UUID) -> Reader:
    return Reader(subject_id, subject_id)


def _told(detail: Mapping[str, Any]) -> dict[str, str]:
    """Return the values that an event's detail gives to the sentences."""
    named = {
        "day": detail.get("answer_by") or detail.get("due_on"),
        "before": detail.get("before"),
        "because": detail.get("because"),
        "days": detail.get("days"),
        "procedure": detail.get("name"),
        "material": detail.get("material_name"),
        "carrier": detail.get("carrier"),
        "tracking": detail.get("tracking_number"),
    }
    return {name: str(value) for name, value in named.items() if value is not None}

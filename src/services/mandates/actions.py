"""Offering, proving, accepting, refusing, revoking and laying down a mandate; and its end."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from auth import (
    SYSTEM,
    AuthMandate,
    Certificate,
    Scope,
    Subject,
    Term,
    certificate_of,
    count_open_mandates,
    fingerprints_of,
    is_agent,
    mandate_by_id,
    print_of,
    prove_guardianship,
    require_assurance,
    write_mandate,
)
from engines.lifecycles import Record, Transition, apply_transition, write_event
from engines.matters import list_topics, resources, revision_in_force
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.outbox import Job, handles
from services.mandates.manifest import MANDATE, OFFER, PROVE
from services.mandates.rules import (
    GUARDIAN,
    NEEDED_LEVEL,
    AgentIsPrincipal,
    AgentNameDiffers,
    GuardianshipStands,
    check_kind,
    check_number,
    check_scope,
    check_term,
)

#: The shared record that proves a parent.
PROOF = "guardianship_record"


def offer_mandate(subject: Subject, unit: Unit, context: Context, asked: Mapping[str, Any]) -> uuid.UUID:
    """Offer a mandate to an agent who is named by certificate, and return it; it is used once they accept.

    Errors: too low a level, everything that :mod:`services.mandates.rules` refuses.
    """
    require_assurance(subject, NEEDED_LEVEL, context.settings.level_up_url)
    check_kind(subject.kind, asked["kind"])
    check_term(asked["from_on"], asked["until_on"], clock.today())
    _check_scope(unit, asked)
    agent = Certificate(asked["agent"]["certificate_kind"], asked["agent"]["number"], asked["agent"]["name"])
    if print_of(context.vault, agent) in fingerprints_of(unit, subject.id):
        raise AgentIsPrincipal
    check_number(count_open_mandates(unit, subject, "given"))
    mandate_id = write_mandate(
        unit,
        context.vault,
        kind=asked["kind"],
        state="offered",
        principal_id=subject.id,
        principal_kind=subject.kind,
        agent=agent,
        agent_id=None,
        scope=Scope(asked["matters"], asked["topics"]),
        term=Term(asked["from_on"], asked["until_on"]),
    )
    _begin(subject, unit, mandate_id, OFFER, asked["until_on"], principal_id=subject.id)
    return mandate_id


def claim_guardianship(subject: Subject, unit: Unit, context: Context, ward: Certificate) -> uuid.UUID:
    """Act for one's child under 18: a record of the state proves it, and it ends by itself on the 18th birthday.

    Errors: as :func:`auth.prove_guardianship`, too low a level, too many.
    """
    require_assurance(subject, NEEDED_LEVEL, context.settings.level_up_url)
    check_number(count_open_mandates(unit, subject, "received", kind=GUARDIAN))
    own = certificate_of(unit, context.vault, subject.id)
    ward_id, until = prove_guardianship(subject, unit, context, ward, resources(unit)[PROOF])
    mandate_id = write_mandate(
        unit,
        context.vault,
        kind=GUARDIAN,
        state="active",
        principal_id=ward_id,
        principal_kind="person",
        agent=own,
        agent_id=subject.id,
        scope=Scope(),
        term=Term(clock.today(), until),
    )
    _begin(subject, unit, mandate_id, PROVE, until, principal_id=ward_id)
    return mandate_id


def accept_mandate(subject: Subject, unit: Unit, context: Context, mandate: Row[Any]) -> None:
    """Accept a mandate: from its first day the agent may act. Errors: :class:`AgentNameDiffers`, too low a level."""
    require_assurance(subject, NEEDED_LEVEL, context.settings.level_up_url)
    if is_agent(unit, subject, mandate) and context.vault.open(mandate.agent_name_sealed) != subject.name:
        raise AgentNameDiffers
    apply_transition(subject, unit, record_of(unit, subject, mandate), "accept", changes={"agent_id": subject.id})


def refuse_mandate(subject: Subject, unit: Unit, mandate: Row[Any], reason: str) -> None:
    """Refuse a mandate; the principal reads why."""
    apply_transition(subject, unit, record_of(unit, subject, mandate), "refuse", opinion=reason or None)


def revoke_mandate(subject: Subject, unit: Unit, mandate: Row[Any], reason: str) -> None:
    """Revoke a mandate that one gave; the agent can do and see nothing more. Errors: :class:`GuardianshipStands`."""
    if mandate.kind == GUARDIAN and mandate.principal_id == subject.id:
        raise GuardianshipStands
    apply_transition(subject, unit, record_of(unit, subject, mandate), "revoke", opinion=reason or None)


def resign_mandate(subject: Subject, unit: Unit, mandate: Row[Any], reason: str) -> None:
    """Lay down a mandate that one received."""
    apply_transition(subject, unit, record_of(unit, subject, mandate), "resign", opinion=reason or None)


@handles("mandates.end")
def end_mandate(job: Job) -> None:
    """Say of a mandate whose last day has passed that it ended; its use ended with that day. A repeat does nothing."""
    mandate = mandate_by_id(job.unit, uuid.UUID(job.payload["mandate_id"]))
    if mandate is not None and mandate.state in MANDATE.transition("end").sources and mandate.until_on < clock.today():
        apply_transition(SYSTEM, job.unit, record_of(job.unit, SYSTEM, mandate), "end")


def record_of(unit: Unit, subject: Subject, mandate: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a mandate, as this subject stands to it."""
    signers = [subject.id] if is_agent(unit, subject, mandate) else []
    return _record(mandate.id, mandate.state, mandate.version, mandate.principal_id, signers)


def _record(
    mandate_id: uuid.UUID, state: str, version: int, principal_id: uuid.UUID, signers: list[uuid.UUID]
) -> Record:
    return Record(MANDATE, AuthMandate, mandate_id, state, version, "", principal_id, signers=signers)


def _begin(
    subject: Subject, unit: Unit, mandate_id: uuid.UUID, turn: Transition, until_on: Any, *, principal_id: uuid.UUID
) -> None:
    write_event(subject, unit, _record(mandate_id, "", 0, principal_id, []), turn)
    day_after = clock.start_of(until_on + timedelta(days=1))
    outbox.enqueue(unit, "mandates.end", {"mandate_id": str(mandate_id)}, key=f"end:{mandate_id}", run_at=day_after)
    unit.flush()


def _check_scope(unit: Unit, asked: Mapping[str, Any]) -> None:
    guides = [revision_in_force(unit, code) for code in asked["matters"]]
    admits = [guide is not None and asked["kind"] in guide.content.agents for guide in guides]
    check_scope(admits, asked["topics"], {row.code for row in list_topics(unit)} if asked["topics"] else ())

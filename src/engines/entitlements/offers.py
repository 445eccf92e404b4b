"""Offers: made to whoever is entitled, confirmed or declined by them, and expired when their day has passed."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Row, func, select, tuple_

from auth import SYSTEM, Subject, fingerprints_of, open_evidence
from engines.cases import Filing, file_case
from engines.entitlements.definitions import Entitlement
from engines.entitlements.lifecycle import MAKE, OFFER
from engines.entitlements.models import EntitlementOffer
from engines.entitlements.refusals import NoLongerEntitled, OfferExpired, OfferNotFound, OfferWithdrawn
from engines.entitlements.storing import entitlement_by_code
from engines.expressions import holds
from engines.lifecycles import (
    Record,
    TransitionForbidden,
    apply_transition,
    available_actions,
    check_transition,
    write_event,
)
from engines.matters import current_revision, prepare_matter
from gateways import SourceUnavailable
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import PreconditionFailed
from kit.fields import beijing
from kit.ids import new_id

log = structlog.get_logger(__name__)
BATCH = 200
CHANNEL = "proactive"
_columns = tuple(EntitlementOffer.__table__.c)


def make_offer(
    unit: Unit,
    context: Context,
    entitlement: Entitlement,
    run_id: uuid.UUID,
    mark: tuple[str, str],
    record: Mapping[str, Any],
) -> None:
    """Offer an entitlement to the holder of a certificate (its kind and fingerprint)."""
    today = clock.today()
    offer_id = new_id()
    unit.add(
        EntitlementOffer,
        id=offer_id,
        entitlement_code=entitlement.code,
        run_id=run_id,
        matter_code=entitlement.matter_code,
        department_code=entitlement.department,
        period=entitlement.period_of(today),
        certificate_kind=mark[0],
        fingerprint=mark[1],
        record_sealed=context.vault.seal_json(dict(record)),
        state=str(MAKE.target),
        version=1,
        made_at=clock.now(),
        expires_on=today + timedelta(days=entitlement.days),
    )
    made = Record(OFFER, EntitlementOffer, offer_id, "", 0, entitlement.department, None)
    write_event(SYSTEM, unit, made, MAKE, detail={"entitlement": entitlement.code, "run_id": str(run_id)})


def own_offer(unit: Unit, subject: Subject, offer_id: uuid.UUID) -> Row[Any]:
    """Return an offer to the subject. Errors: :class:`OfferNotFound`, also for another person's."""
    row = unit.first(select(*_columns).where(EntitlementOffer.id == offer_id, _own(unit, subject)))
    if row is None:
        raise OfferNotFound
    return row


def offer_by_id(unit: Unit, offer_id: uuid.UUID) -> Row[Any] | None:
    """Return an offer for a job of the system, or None."""
    return unit.first(select(*_columns).where(EntitlementOffer.id == offer_id))


def list_own_offers(
    unit: Unit, subject: Subject, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the offers to a subject, newest first, those that were made before the first sign-in too."""
    statement = select(*_columns).where(_own(unit, subject))
    if state is not None:
        statement = statement.where(EntitlementOffer.state == state)
    if after is not None:
        statement = statement.where(EntitlementOffer.id < after)
    return unit.rows(statement.order_by(EntitlementOffer.id.desc()).limit(rows))


def count_offers(unit: Unit, code: str) -> dict[str, int]:
    """Return how many offers of an entitlement are in each state."""
    rows = unit.rows(
        select(EntitlementOffer.state, func.count().label("offers"))
        .where(EntitlementOffer.entitlement_code == code)
        .group_by(EntitlementOffer.state)
    )
    return {**{state.code: 0 for state in OFFER.states}, **{row.state: row.offers for row in rows}}


def offer_answer(subject: Subject, unit: Unit, context: Context, offer: Row[Any]) -> dict[str, Any]:
    """Return an offer in full: why one is entitled, by which fields of which record, and what one can do."""
    entitlement, in_force = _entitlement(unit, offer)
    guide = current_revision(unit, offer.matter_code) if in_force else None
    base = f"/services/v1/offers/{offer.id}"
    return {
        **listed_offer(entitlement, offer),
        "text": entitlement.text,
        "matter": {"code": offer.matter_code, "name": guide.content.name if guide else entitlement.name},
        "reason": {
            "sentence": entitlement.sentence,
            "source": entitlement.resource_name,
            "fields": entitlement.why(context.vault.open_json(offer.record_sealed)),
            "statute": entitlement.statute,
        },
        "case_id": str(offer.case_id) if offer.case_id else None,
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject, record_of(offer, subject))
            if not _past(offer)
        ],
    }


def offers_answer(unit: Unit, offers: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return offers as a list shows them."""
    known = {offer.entitlement_code: offer for offer in offers}
    entitlements = {code: _entitlement(unit, offer)[0] for code, offer in known.items()}
    return [listed_offer(entitlements[offer.entitlement_code], offer) for offer in offers]


def listed_offer(entitlement: Entitlement, offer: Row[Any]) -> dict[str, Any]:
    """Return one offer as a list shows it; one whose day has passed is expired whatever the round has done."""
    state = "expired" if offer.state == "open" and _past(offer) else offer.state
    return {
        "id": str(offer.id),
        "entitlement": entitlement.code,
        "name": entitlement.name,
        "state": state,
        "state_name": OFFER.state(state).zh,
        "made_at": beijing(offer.made_at),
        "expires_on": offer.expires_on.isoformat(),
        "version": offer.version,
    }


def confirm_offer(subject: Subject, unit: Unit, context: Context, offer: Row[Any]) -> tuple[Row[Any], dict[str, Any]]:
    """Confirm an offer: its matter is filed from the record and decided by its rules, in one transaction.

    The source is asked again, since what it said may have changed. Return the offer after the turn and what filing
    answered. Errors: :class:`OfferExpired`, :class:`OfferWithdrawn`, :class:`NoLongerEntitled`, 503 when the source
    is out of reach.
    """
    check_transition(subject, record_of(offer, subject), "confirm")
    if _past(offer):
        raise OfferExpired(until=offer.expires_on.isoformat())
    entitlement, in_force = _entitlement(unit, offer)
    if not in_force:
        raise OfferWithdrawn
    form = _present_form(subject, unit, context, entitlement)
    filed = file_case(subject, unit, context, Filing(offer.matter_code, form, [], channel=CHANNEL))
    after = apply_transition(
        subject,
        unit,
        record_of(offer, subject),
        "confirm",
        changes={"case_id": uuid.UUID(filed["id"])},
        detail={"number": filed["number"], "outcome": filed["outcome"]},
    )
    return after, filed


def decline_offer(subject: Subject, unit: Unit, offer: Row[Any], reason: str) -> Row[Any]:
    """Decline an offer; one is not asked again for this period, and can apply for the matter all the same."""
    return apply_transition(subject, unit, record_of(offer, subject), "decline", opinion=reason or None)


def expire_offers(context: Context) -> int:
    """Close the offers whose day has passed and return how many there were."""
    with context.database.unit() as unit:
        due = unit.rows(
            select(EntitlementOffer.id)
            .where(EntitlementOffer.state == "open", EntitlementOffer.expires_on < clock.today())
            .order_by(EntitlementOffer.expires_on, EntitlementOffer.id)
            .limit(BATCH)
        )
    return sum(_expire(context, row.id) for row in due)


def _expire(context: Context, offer_id: uuid.UUID) -> int:
    try:
        with context.database.unit() as unit:
            offer = offer_by_id(unit, offer_id)
            if offer is not None:
                apply_transition(SYSTEM, unit, record_of(offer, SYSTEM), "expire")
    except (PreconditionFailed, TransitionForbidden):
        return 0  # It was answered in this very moment.
    return 1


def record_of(offer: Row[Any], subject: Subject) -> Record:
    """Return what the lifecycle machine needs of an offer that was found to be the subject's own."""
    return Record(OFFER, EntitlementOffer, offer.id, offer.state, offer.version, offer.department_code, subject.id)


def _present_form(subject: Subject, unit: Unit, context: Context, entitlement: Entitlement) -> dict[str, Any]:
    """Return the form as the source fills it now. Errors: :class:`NoLongerEntitled`, 503 for a source that is down."""
    guide = current_revision(unit, entitlement.matter_code)
    prepared = prepare_matter(subject, unit, context, guide, fresh=True).prepared
    if entitlement.resource_name in prepared.sources_down:
        raise SourceUnavailable(system=entitlement.resource_name)
    evidence = prepared.evidence.get(f"shared_data:{entitlement.resource}")
    kept = open_evidence(unit, context.vault, [uuid.UUID(evidence)] if evidence else [])
    record = kept.get(("shared_data", entitlement.resource), {})
    if not holds(entitlement.expression, {"record": record, "today": clock.today().isoformat()}):
        raise NoLongerEntitled(source=entitlement.resource_name)
    from_record = {field: record[name] for field, name in entitlement.form.items() if name in record}
    return {**from_record, **prepared.values}


def _entitlement(unit: Unit, offer: Row[Any]) -> tuple[Entitlement, bool]:
    found = entitlement_by_code(unit, offer.entitlement_code)
    if found is None:
        raise OfferNotFound
    return found


def _past(offer: Row[Any]) -> bool:
    return bool(offer.expires_on < clock.today())


def _own(unit: Unit, subject: Subject) -> ColumnElement[bool]:
    prints = sorted(fingerprints_of(unit, subject.id))
    return tuple_(EntitlementOffer.certificate_kind, EntitlementOffer.fingerprint).in_(prints)

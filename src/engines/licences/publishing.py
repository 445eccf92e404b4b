"""Pushing our licences into the licence library (证照归集): each version of each, in order, at least once.

A licence is issued at version 1 and every turn makes the next, so that the n-th event of its timeline is what made
version n. A job hands over all versions that the library does not have yet, up to its own: those whose job was given
up go with the next turn, and none overtakes another.
"""

import uuid
from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Row, func, update

from auth import KINDS, certificate_of, region_of
from engines.licences.lifecycle import LICENCE
from engines.licences.models import Licence
from engines.licences.queries import licence_by_id, licence_type_names
from engines.lifecycles import events_of, follows
from gateways import Gateways
from gateways.licence_library import Operation
from kit import clock
from kit.crypto import Vault
from kit.database import Unit
from kit.outbox import Job, enqueue, handles

TOPIC = "licences.publish"
#: GA/T 2000.156 codes that the exchange record has of holders; any other document of a person is 999.
_HOLDER_TYPES = ("001", "111")
_OTHER_DOCUMENT = "999"


@follows(LICENCE.code)
def ask_to_publish(job: Job, event: Row[Any]) -> None:
    """Leave the push of the version that a turn made, where the city has connected the library for it."""
    gateways: Gateways = job.context.gateways
    if gateways.licence_library.publisher is None:
        return
    turns = [item.id for item in events_of(job.unit, event.record_id)]
    version = turns.index(event.id) + 1
    payload = {"licence_id": str(event.record_id), "version": version}
    enqueue(job.unit, TOPIC, payload, key=key_of(event.record_id, version))


@handles(TOPIC)
def publish_licence(job: Job) -> None:
    """Push what the library does not have yet of a licence, oldest version first."""
    gateways: Gateways = job.context.gateways
    licence_id, upto = uuid.UUID(job.payload["licence_id"]), int(job.payload["version"])
    licence = licence_by_id(job.unit, licence_id)
    first = (licence.published_version or 0) + 1
    publisher = gateways.licence_library.publisher
    if publisher is None or first > upto:
        return
    content = _content(job.unit, job.context.vault, licence)
    turns = events_of(job.unit, licence_id)[:upto]
    for version, event in list(enumerate(turns, 1))[first - 1 :]:
        if version > first:
            job.hold()
        record = {**content, **_standing(event, version)}
        publisher.publish(_operation(event, version), record, key=key_of(licence_id, version))
    job.unit.write(
        update(Licence)
        .where(Licence.id == licence_id, func.coalesce(Licence.published_version, 0) < upto)
        .values(published_version=upto)
    )


def key_of(licence_id: uuid.UUID, version: int) -> str:
    """Return what the library recognises a repeat by: the same at every try."""
    return f"licence:{licence_id}:{version}"


def _operation(event: Row[Any], version: int) -> Operation:
    if version == 1:
        return "issue"
    return "revoke" if event.to_state == "revoked" else "change"


def _content(unit: Unit, vault: Vault, licence: Row[Any]) -> dict[str, str]:
    """Return what an edition says, in the exchange record's names; it is the same at every version of the edition."""
    certificate = certificate_of(unit, vault, licence.holder_id)
    code = KINDS[certificate.kind].exchange_code
    return {
        "source_id": str(licence.id),
        "certificate_name": licence.name,
        "certificate_type": licence_type_names(unit).get(licence.type_code, licence.name),
        "type_code": licence.type_code,
        "certificate_number": licence.number,
        "certificate_identifier": licence.identifier,
        "holder": vault.open(licence.holder_name_sealed),
        "holder_code": certificate.number,
        "holder_type": code if code in _HOLDER_TYPES else _OTHER_DOCUMENT,
        "area_code": region_of(unit, licence.issuer),
        "issue_dept": licence.issuer_name,
        "issue_dept_code": licence.issuer,
        "issue_date": licence.issued_on.isoformat(),
        "expiry_date": licence.expires_on.isoformat() if licence.expires_on else "",
        "data_fields": orjson.dumps(vault.open_json(licence.fields_sealed)).decode(),
    }


def _standing(event: Row[Any], version: int) -> dict[str, str]:
    """Return how a licence stands since one turn."""
    detail: Mapping[str, Any] = event.detail
    return {
        "version": str(version),
        "status": event.to_state,
        "turn": event.transition,
        "turned_at": clock.local(event.at).isoformat(timespec="seconds"),
        "replaces": str(detail.get("replaces") or ""),
        "replaced_by": str(detail.get("replaced_by") or ""),
        "suspended_until": str(detail.get("until") or ""),
        "revoked_as": str(detail.get("kind") or ""),
    }

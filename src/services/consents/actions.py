"""Giving consent."""

import uuid
from collections.abc import Sequence

from auth import Subject, forget_preparation, give_consent
from engines.matters import current_revision, resources
from kit.database import Unit
from services.consents.rules import check_purposes


def consent_to_matter(subject: Subject, unit: Unit, matter_code: str, purposes: Sequence[str]) -> uuid.UUID:
    """Consent to what a matter fetches; the next preparation asks the sources with it."""
    guide = current_revision(unit, matter_code)
    content = guide.content
    used = {way.reference for item in content.materials for way in item.ways if way.kind == "shared_data"}
    used |= {item.reference for item in content.prefills if item.kind == "shared_data"}
    known = {code for code, resource in resources(unit).items() if resource.requires_consent and code in used}
    check_purposes(purposes, known)
    forget_preparation(subject, unit, guide.id)
    return give_consent(subject, unit, matter_code, purposes)

"""Consent to what a matter fetches (个人信息保护法 第十三条、第十四条): for what it needs and no more (第六条)."""

import uuid
from collections.abc import Sequence

from auth import Subject, forget_preparation, give_consent
from engines.matters.queries import current_revision, resources
from kit.database import Unit
from kit.errors import Pointer, Unprocessable


class PurposeUnknown(Unprocessable):
    """A purpose that the matter has no use for: consent is asked for what is needed and no more (第六条)."""

    code = "purpose-unknown"
    zh = "该事项不需要所列授权，请按准备结果中的授权项提交。"
    en = "The matter has no use for a purpose that is named. Take them from the preparation."


def consent_to_matter(subject: Subject, unit: Unit, matter_code: str, purposes: Sequence[str]) -> uuid.UUID:
    """Consent to what a matter fetches; the next preparation asks the sources with it.

    Errors: unknown or withdrawn matter, :class:`PurposeUnknown`.
    """
    guide = current_revision(unit, matter_code)
    content = guide.content
    used = {way.reference for item in content.materials for way in item.ways if way.kind == "shared_data"}
    used |= {item.reference for item in content.prefills if item.kind == "shared_data"}
    known = {code for code, resource in resources(unit).items() if resource.requires_consent and code in used}
    wrong = [index for index, purpose in enumerate(purposes) if purpose not in known]
    if wrong:
        raise PurposeUnknown(
            pointers=[Pointer(f"/purposes/{i}", "unknown", "该事项不需要此授权。", "Not needed.") for i in wrong],
        )
    forget_preparation(subject, unit, guide.id)
    return give_consent(subject, unit, matter_code, purposes)

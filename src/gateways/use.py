"""Why an outside record is asked for: every call that fetches personal data states it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Use:
    """The stated use of a fetched record: purpose (at most 200 characters), matter, case and ground."""

    purpose: str
    matter_code: str
    case_number: str | None = None
    consent_id: str | None = None
    statute: str | None = None

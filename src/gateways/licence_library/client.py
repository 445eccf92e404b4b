"""Fetching a holder's licences over the data platform's protocol, in three steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gateways.data_sharing import DataSharing
from gateways.errors import SourceNonsense, SourceRefused
from gateways.http_client import HttpClient
from gateways.licence_library.publishing import LicencePublisher
from gateways.use import Use

SYSTEM = "电子证照库"


@dataclass(frozen=True)
class LicenceLibrarySettings:
    """Variables ``LICENCE_LIBRARY_…``: interface codes are issued on approval, to be confirmed at connection."""

    authorise_code: str = "licenceAuthorise"
    list_code: str = "licenceList"
    fetch_code: str = "licenceFetch"


@dataclass(frozen=True)
class LicenceRecord:
    """One licence of the library (GB/T 36903 metadata that a matter can use)."""

    type_code: str
    number: str
    holder_name: str
    issuer: str
    issuer_name: str
    issued_on: date
    expires_on: date | None
    status: str
    fields: dict[str, Any]

    def valid_on(self, day: date) -> bool:
        """Tell whether the licence can be used on a day."""
        return self.status == "valid" and (self.expires_on is None or self.expires_on >= day)


class LicenceLibrary:
    """The licence library's client."""

    def __init__(
        self, settings: LicenceLibrarySettings, sharing: DataSharing, publisher: LicencePublisher | None = None
    ) -> None:
        """Speak through the data platform. ``publisher`` takes our own licences, where that is connected."""
        self._settings = settings
        self._sharing = sharing
        self.publisher = publisher

    @property
    def http(self) -> HttpClient:
        """Return the data platform's line."""
        return self._sharing.http

    def check(self) -> str:
        """Try the data platform, through which the library is spoken to."""
        return self._sharing.check()

    def find_licences(
        self,
        holder_kind: str,
        holder_number: str,
        type_codes: Sequence[str],
        use: Use,
    ) -> list[LicenceRecord]:
        """Return a holder's licences of some types; ``holder_kind`` is a GB/T 36903 code such as 111.

        Errors: those of :meth:`gateways.data_sharing.DataSharing.query`.
        """
        holder = {"holderTypeCode": holder_kind, "holderCode": holder_number}
        granted = self._sharing.query(self._settings.authorise_code, holder, use)
        if not granted or "authCode" not in granted[0]:
            raise SourceRefused(system=SYSTEM, reason="authorisation")
        token = {"authCode": str(granted[0]["authCode"])}
        listed = self._sharing.query(
            self._settings.list_code, {**holder, **token, "certTypeCodes": ",".join(type_codes)}, use
        )
        return [self._fetch(entry, token, use) for entry in listed]

    def _fetch(self, entry: dict[str, Any], token: dict[str, str], use: Use) -> LicenceRecord:
        # A holder has a handful of licences of the types asked for, each behind a token of its own by protocol.
        found = self._sharing.query(
            self._settings.fetch_code, {**token, "licenceToken": str(entry.get("licenceToken"))}, use
        )
        if len(found) != 1:
            raise SourceNonsense(system=SYSTEM)
        record = found[0]
        try:
            return LicenceRecord(
                type_code=record["typeCode"],
                number=record["number"],
                holder_name=record["holderName"],
                issuer=record["issueOrgCode"],
                issuer_name=record["issueOrgName"],
                issued_on=date.fromisoformat(record["issuedOn"]),
                expires_on=date.fromisoformat(record["expiresOn"]) if record.get("expiresOn") else None,
                status=record["status"],
                fields=dict(record["fields"]),
            )
        except (KeyError, TypeError, ValueError):
            raise SourceNonsense(system=SYSTEM) from None

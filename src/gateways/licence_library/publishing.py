"""Pushing our own licences into the library: issued, changed, revoked (证照归集), over the data platform's protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateways.data_sharing import DataSharing, Interface
from gateways.errors import SourceRefused
from kit.settings import SettingsError

SYSTEM = "电子证照库"
Operation = Literal["issue", "change", "revoke"]

#: What the library may say of a push: taken, taken before under this key, or overtaken by a newer version.
_DONE = frozenset(("accepted", "duplicate", "older"))


@dataclass(frozen=True)
class LicencePushSettings:
    """Variables ``LICENCE_LIBRARY_…``: interface codes are issued on approval; without them nothing is pushed."""

    issue_code: str = ""
    change_code: str = ""
    revoke_code: str = ""
    push_call: Literal["form", "json"] = "form"

    def __post_init__(self) -> None:
        """Want all three codes or none. Errors: :class:`kit.settings.SettingsError`."""
        codes = (self.issue_code, self.change_code, self.revoke_code)
        if any(codes) and not all(codes):
            raise SettingsError("LICENCE_LIBRARY_ISSUE_CODE, …_CHANGE_CODE and …_REVOKE_CODE: set all of them or none.")

    def interfaces(self) -> dict[str, Interface]:
        """Return how the data platform is to call each of them."""
        return {code: Interface(self.push_call) for code in (self.issue_code, self.change_code, self.revoke_code)}


class LicencePublisher:
    """The client that pushes."""

    def __init__(self, settings: LicencePushSettings, sharing: DataSharing) -> None:
        """Speak through the data platform."""
        self._codes: Mapping[Operation, str] = {
            "issue": settings.issue_code,
            "change": settings.change_code,
            "revoke": settings.revoke_code,
        }
        self._sharing = sharing

    def publish(self, operation: Operation, record: Mapping[str, str], *, key: str) -> None:
        """Push one version of a licence; at every try ``key`` is the same, by which the library knows a repeat.

        Errors: those of :meth:`gateways.data_sharing.DataSharing.submit`; :class:`gateways.SourceRefused`.
        """
        answers = self._sharing.submit(self._codes[operation], {**record, "operation": operation, "row_key": key})
        result = answers[0].get("result") if answers else "accepted"
        if result not in _DONE:
            raise SourceRefused(system=SYSTEM, reason=str(result)[:100])

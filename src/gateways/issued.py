"""What a platform issued to us, shared by all processes; its refusals name the platform."""

from typing import Any

from gateways.errors import SourceUnavailable
from kit.shared import NobodyRenewed, Renew, SharedSecrets


def issued(
    secrets: SharedSecrets, system: str, name: str, renew: Renew, *, refused: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the present value of a shared secret of an outside system (:meth:`kit.shared.SharedSecrets.get`).

    Errors: those of ``renew``; :class:`SourceUnavailable` when another process does not come to an end with it.
    """
    try:
        return secrets.get(name, renew, refused=refused)
    except NobodyRenewed:
        raise SourceUnavailable(system=system) from None

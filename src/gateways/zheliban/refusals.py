"""What the codes of the three sign-ons mean: a ticket that is no good, or a portal that refuses us."""

from typing import NoReturn

from gateways.errors import SourceRefused, TicketRefused
from gateways.zheliban.identity import SYSTEM

#: Used, expired, unknown, malformed, or another application's.
TICKET_CODES = frozenset(
    (
        *("C-USER-SSO-TICKET-INVALID", "C-USER-SSO-TOKEN-INVALID", "C-USER-SSO-USER-EMPTY"),
        *("6001", "6002", "6003", "6004", "6501", "6502", "6504", "6505"),
        *("1410006", "1410025", "1410026", "1410036"),
    )
)


def refuse(code: object, message: object) -> NoReturn:
    """Raise what a code means. Errors: :class:`TicketRefused`, else :class:`SourceRefused` with the portal's words."""
    if str(code) in TICKET_CODES:
        raise TicketRefused
    words = message if isinstance(message, str) and message != str(code) else ""
    raise SourceRefused(system=SYSTEM, reason=f"{code} {words}".strip()[:100])

"""Outside systems, one room each, in their real wire protocols."""

from gateways.checking import Check, check_gateways
from gateways.connections import Gateways, connect
from gateways.errors import (
    CircuitOpen,
    GatewayProblem,
    KeysRefused,
    SourceNonsense,
    SourceRefused,
    SourceUnavailable,
    TicketRefused,
)

__all__ = [
    "Check",
    "CircuitOpen",
    "GatewayProblem",
    "Gateways",
    "KeysRefused",
    "SourceNonsense",
    "SourceRefused",
    "SourceUnavailable",
    "TicketRefused",
    "check_gateways",
    "connect",
]

"""Outside systems, one room each, in their real wire protocols."""

from gateways.connections import Gateways, connect
from gateways.errors import (
    CircuitOpen,
    GatewayProblem,
    SourceNonsense,
    SourceRefused,
    SourceUnavailable,
    TicketRefused,
)

__all__ = [
    "CircuitOpen",
    "GatewayProblem",
    "Gateways",
    "SourceNonsense",
    "SourceRefused",
    "SourceUnavailable",
    "TicketRefused",
    "connect",
]

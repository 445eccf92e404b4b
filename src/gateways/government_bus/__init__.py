"""政务总线 (ATG): cases and evaluations reported to the province, and the bus's calls to us."""

from gateways.government_bus import bodies
from gateways.government_bus.callbacks import API_HEADERS, CallbackRefused, verb_of
from gateways.government_bus.client import (
    GovernmentBus,
    GovernmentBusSettings,
    Reply,
    Status,
)
from gateways.government_bus.signature import canonical_text, headers, sign

__all__ = [
    "API_HEADERS",
    "CallbackRefused",
    "GovernmentBus",
    "GovernmentBusSettings",
    "Reply",
    "Status",
    "bodies",
    "canonical_text",
    "headers",
    "sign",
    "verb_of",
]

"""Trying every connected system with one harmless call: what a city's engineer asks on the day of connection."""

import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Protocol
from urllib.parse import urlsplit

from gateways.connections import Gateways
from gateways.errors import GatewayProblem, SourceRefused, SourceUnavailable
from gateways.http_client import HttpClient
from kit import clock

CERTIFICATE_SECONDS = 3.0


class Checkable(Protocol):
    """A client that can try itself."""

    http: HttpClient

    def check(self) -> str:
        """Make one signed call that changes nothing and return the quota that is left, or "" where none is told.

        Errors: those of the client; a refusal of the signature is :class:`SourceRefused`.
        """
        ...


@dataclass(frozen=True)
class Check:
    """How one system answered; None where that was not found out, or the system does not tell."""

    room: str
    system: str
    address: str
    reachable: bool | None = None
    accepted: bool | None = None
    skew_seconds: float | None = None
    quota: str = ""
    certificate_ends_on: date | None = None
    advice: str = ""

    @property
    def well(self) -> bool:
        """Tell whether nothing needs a hand; a system that is not connected needs none."""
        return self.reachable is not False and self.accepted is not False


def check_gateways(gateways: Gateways) -> Sequence[Check]:
    """Return one line for each system that the product can be connected to."""
    clients: Mapping[str, Checkable | None] = {item.name: getattr(gateways, item.name) for item in fields(gateways)}
    return [
        Check(room, "", "", advice="not connected: its keys are not set") if client is None else _checked(room, client)
        for room, client in clients.items()
    ]


def _checked(room: str, client: Checkable) -> Check:
    http = client.http
    found = Check(room, http.system, http.address, certificate_ends_on=certificate_end(http.address))
    try:
        found = replace(found, reachable=True, accepted=True, quota=client.check())
    except SourceUnavailable:
        found = replace(found, reachable=False, advice="no answer: look at the address, the network and the firewall")
    except SourceRefused as refusal:
        advice = f"refused ({refusal.values.get('reason')}): look at the keys and at what was granted"
        found = replace(found, reachable=True, accepted=False, advice=advice)
    except GatewayProblem as problem:
        advice = f"{problem.code}: the answer is not what the protocol says; look at the address"
        found = replace(found, reachable=True, advice=advice)
    return found if http.skew is None else replace(found, skew_seconds=round(http.skew.total_seconds(), 1))


def certificate_end(address: str, context: ssl.SSLContext | None = None) -> date | None:
    """Return the last day of an address's TLS certificate, or None without TLS or without one that is trusted."""
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.hostname is None:
        return None
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), CERTIFICATE_SECONDS) as plain,
            (context or ssl.create_default_context()).wrap_socket(plain, server_hostname=parts.hostname) as secure,
        ):
            ends = (secure.getpeercert() or {}).get("notAfter")
    except OSError:
        return None
    if ends is None:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(ends)), clock.BEIJING).date()

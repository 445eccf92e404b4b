"""The sandbox: a server of its own that speaks the outside systems' protocols on loopback.

It verifies real signatures, mints single-use tickets, holds the pack's invented personas with their licences and
shared records, and can be told to fail. It never runs in production: it signs anybody in.
"""

from gateways.sandbox.application import create_sandbox
from gateways.sandbox.keys import generate_keys

__all__ = ["create_sandbox", "generate_keys"]

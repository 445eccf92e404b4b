"""What an application is made of, built once in assembly and passed on as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.crypto import Vault
from kit.database import Database
from kit.pages import CursorSigner
from kit.settings import Settings


@dataclass(frozen=True)
class Context:
    """The parts that requests and jobs share. ``gateways`` holds the clients of outside systems."""

    settings: Settings
    database: Database
    vault: Vault
    cursors: CursorSigner
    gateways: Any
    #: Further parts by name, for rooms that need a process-wide object of their own.
    parts: Mapping[str, Any] = field(default_factory=dict)


def build_context(settings: Settings, gateways: object) -> Context:
    """Make the shared parts from settings; ``gateways`` comes from assembly, which may connect the sandbox."""
    return Context(
        settings=settings,
        database=Database(settings.database_url),
        vault=Vault(settings.master_key),
        cursors=CursorSigner(settings.master_key),
        gateways=gateways,
    )

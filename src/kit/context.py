"""What an application is made of, built once in assembly and passed on as a value."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kit.crypto import Vault
from kit.database import Database
from kit.pages import CursorSigner
from kit.settings import Settings
from kit.shared import SharedSecrets

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """The parts that requests and jobs share. ``gateways`` holds the clients of outside systems."""

    settings: Settings
    database: Database
    vault: Vault
    cursors: CursorSigner
    gateways: Any
    _parts: dict[str, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def part(self, name: str, make: Callable[[], T]) -> T:
        """Return a process-wide object of a room's own, made at first use (token keys, a thread pool)."""
        with self._lock:
            if name not in self._parts:
                self._parts[name] = make()
            found: T = self._parts[name]
            return found


def build_context(settings: Settings, connect: Callable[[Settings, SharedSecrets], object]) -> Context:
    """Make the shared parts from settings; ``connect`` makes the clients, whose secrets all processes share."""
    database, vault = Database(settings.database_url), Vault(settings.master_key)
    return Context(
        settings=settings,
        database=database,
        vault=vault,
        cursors=CursorSigner(settings.master_key),
        gateways=connect(settings, SharedSecrets(database, vault)),
    )

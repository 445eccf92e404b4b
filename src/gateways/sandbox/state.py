"""What the sandbox knows: personas, their records, live tickets and tokens, faults and the calls it saw."""

import secrets
import threading
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from kit import clock

CALLS_KEPT = 500
TICKET_LIFE = timedelta(minutes=5)
TOKEN_LIFE = timedelta(minutes=30)


class Tokens:
    """Random tokens with a prefix, a life and a value; single-use ones go at first sight."""

    def __init__(self, prefix: str, life: timedelta) -> None:
        """Start empty."""
        self._prefix, self._life = prefix, life
        self._live: dict[str, tuple[datetime, Any]] = {}
        self._lock = threading.Lock()

    def mint(self, value: object) -> str:
        """Return a new token for a value."""
        token = self._prefix + secrets.token_urlsafe(18)
        moment = clock.now()
        with self._lock:
            # The oldest stand first: drop those that ended, so that a sandbox can run for weeks.
            while self._live and next(iter(self._live.values()))[0] <= moment:
                del self._live[next(iter(self._live))]
            self._live[token] = (moment + self._life, value)
        return token

    def look(self, token: str) -> Any:
        """Return a live token's value, or None."""
        with self._lock:
            ends_at, value = self._live.get(token, (clock.now(), None))
        return value if ends_at > clock.now() else None

    def live(self) -> list[str]:
        """Return the tokens that have not ended, newest first."""
        with self._lock:
            return [token for token, (ends_at, _) in reversed(self._live.items()) if ends_at > clock.now()]

    def end_all(self) -> None:
        """End every token."""
        with self._lock:
            self._live.clear()

    def take(self, token: str) -> Any:
        """Return a live token's value and end it, or None; of two takers at once only one gets it."""
        with self._lock:
            ends_at, value = self._live.pop(token, (clock.now(), None))
        return value if ends_at > clock.now() else None


class Faults:
    """Forced failures, by system and kind, for a number of calls."""

    def __init__(self) -> None:
        """Force nothing."""
        self._left: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def force(self, system: str, fault: str, times: int) -> None:
        """Fail the next ``times`` calls of a system in one way."""
        with self._lock:
            self._left[system, fault] = times

    def clear(self) -> None:
        """Force nothing any more."""
        with self._lock:
            self._left.clear()

    def strikes(self, system: str, fault: str) -> bool:
        """Tell whether this call must fail so, and count it."""
        with self._lock:
            left = self._left.get((system, fault), 0)
            if left:
                self._left[system, fault] = left - 1
            return left > 0


class SandboxState:
    """Everything that one sandbox process holds in memory."""

    def __init__(self, pack_dir: Path, values: Mapping[str, str]) -> None:
        """Read the personas and resources of a pack."""
        self.values, self.pack_dir = values, pack_dir
        self.personas: dict[str, dict[str, Any]] = {
            item["persona"]: item for item in _items(pack_dir / "personas.json")
        }
        self.offices = _items(pack_dir / "departments.json")
        self.departments = {item["uscc"]: item["name"] for item in self.offices}
        self.resources = {item["gateway_code"]: item["code"] for item in _items(pack_dir / "data_resources.json")}
        self.lists = {
            item["list_gateway_code"]: item["code"]
            for item in _items(pack_dir / "data_resources.json")
            if "list_gateway_code" in item
        }
        self.tickets = Tokens("debug_tk_", TICKET_LIFE)
        self.ssotokens = Tokens("debug_st_", TICKET_LIFE)
        self.access_tokens = Tokens("debug_at_", TOKEN_LIFE)
        self.codes = Tokens("", TICKET_LIFE)
        self.scan_codes = Tokens("", TICKET_LIFE)
        self.request_secrets = Tokens("", timedelta(minutes=15))
        self.refresh_secrets = Tokens("", timedelta(hours=48))
        self.grants = Tokens("", timedelta(minutes=5))
        self.faults = Faults()
        self.calls: deque[dict[str, Any]] = deque(maxlen=CALLS_KEPT)
        self._seen_nonces: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def first_sight(self, nonce: str) -> bool:
        """Tell whether a nonce is new, and remember it for five minutes."""
        moment = clock.now()
        with self._lock:
            # The oldest stand first, as among tokens.
            while self._seen_nonces and moment - next(iter(self._seen_nonces.values())) >= TICKET_LIFE:
                del self._seen_nonces[next(iter(self._seen_nonces))]
            if nonce in self._seen_nonces:
                return False
            self._seen_nonces[nonce] = moment
            return True

    def holder(self, number: str) -> dict[str, Any] | None:
        """Return the persona with a certificate number or an organisation's code."""
        for persona in self.personas.values():
            if persona.get("organisation", {}).get("uscc") == number:
                return persona
            if persona["kind"] == "person" and persona["certificate"]["number"] == number:
                return persona
        return None


def _items(path: Path) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = orjson.loads(path.read_bytes())["items"]
    return items

"""Identifiers that the application makes: UUID version 7, so that keys grow with time.

RFC 9562 section 5.7: 48 bits of milliseconds, then random bits; section 6.2 method 1 (a counter in ``rand_a``)
keeps the order of ids made in one millisecond by one process, which keyset pages and timelines lean on.
"""

import os
import threading
import uuid
from datetime import datetime

from kit import clock

_lock = threading.Lock()
_last_millisecond = 0
_counter = 0


def new_id() -> uuid.UUID:
    """Return a new UUIDv7, greater than every one that this process made before."""
    with _lock:
        high = _next(int(clock.now().timestamp() * 1000))
    return _join(high, os.urandom(8))


def new_ids(count: int) -> list[uuid.UUID]:
    """Return many new ids, each greater than the one before."""
    with _lock:
        millisecond = int(clock.now().timestamp() * 1000)
        highs = [_next(millisecond) for _ in range(count)]
    tails = os.urandom(8 * count)
    return [_join(high, tails[8 * place : 8 * place + 8]) for place, high in enumerate(highs)]


def _next(millisecond: int) -> int:
    global _last_millisecond, _counter  # noqa: PLW0603 -- the counter is what makes the ids monotonic
    if millisecond > _last_millisecond:
        _last_millisecond, _counter = millisecond, int.from_bytes(os.urandom(1))
    else:
        _counter += 1
        if _counter > 0xFFF:
            _last_millisecond, _counter = _last_millisecond + 1, 0
    return (_last_millisecond << 16) | 0x7000 | _counter


def _join(high: int, tail: bytes) -> uuid.UUID:
    low = (int.from_bytes(tail) & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    return uuid.UUID(int=(high << 64) | low)


def first_id(moment: datetime) -> uuid.UUID:
    """Return the smallest id that could be made at a moment: what lies before it was made earlier."""
    return uuid.UUID(int=(int(moment.timestamp() * 1000) << 80) | (0x7 << 76) | (0x2 << 62))

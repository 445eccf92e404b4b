"""The systems that are told: which client speaks to each, and who makes what it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from kit.context import Context
from kit.database import Unit

BUS, PLATFORM = "government_bus", "evaluation_platform"


@dataclass(frozen=True)
class Said:
    """What a system answered: taken or refused, in its words; ``number`` is the case's there, once it gave one."""

    taken: bool
    code: str = ""
    message: str = ""
    number: str | None = None


@dataclass(frozen=True)
class Teller:
    """How one system is told.

    ``compose`` makes the body of a report from the database. ``send`` says it, given the number of the case there and
    whether it may have been said before; it raises what :mod:`gateways.errors` names, or ``OutcomeUnknown``.
    """

    compose: Callable[[Unit, Context, Row[Any]], dict[str, Any]]
    send: Callable[[Any, Row[Any], dict[str, Any], str | None, bool], Said]


def connected(context: Context, system: str) -> Any:
    """Return the client of a system, or None where the city has not connected it."""
    return getattr(context.gateways, system, None)

"""What the bus calls us about: one handler for each verb, whichever room has something to do with it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row

from kit.context import Context
from kit.database import Unit

#: Gets the case that the call is about and the whole body; a refusal that it raises is answered to the bus as ``F``.
CallbackHandler = Callable[[Unit, Context, Row[Any], Mapping[str, Any]], None]
_handlers: dict[str, CallbackHandler] = {}


def answers(verb: str) -> Callable[[CallbackHandler], CallbackHandler]:
    """Register the handler of a verb such as ``notifyPayResult``; each has exactly one."""

    def register(handler: CallbackHandler) -> CallbackHandler:
        if verb in _handlers:
            message = f"callback {verb!r} has a handler already"
            raise ValueError(message)
        _handlers[verb] = handler
        return handler

    return register


def callback_handler(verb: str) -> CallbackHandler | None:
    """Return who answers a verb, or None."""
    return _handlers.get(verb)

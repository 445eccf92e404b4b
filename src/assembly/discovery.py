"""Finding micro-apps: every folder of ``services``, ``office`` and ``integration`` that has a manifest.

Adding a micro-app edits no list. A folder without a manifest stops the start with a sentence that says what to do.
"""

import importlib
import pkgutil
from dataclasses import dataclass
from typing import TypeVar

from kit.manifest import Manifest
from kit.web import Door

T = TypeVar("T")

AREAS = ("services", "office", "integration")


class MicroAppBroken(Exception):
    """A folder among the micro-apps is not one; the message names it and the remedy."""


@dataclass(frozen=True)
class MicroApp:
    """A micro-app that was found: where, what it says of itself, and its door."""

    package: str
    manifest: Manifest
    door: Door


def find_micro_apps() -> list[MicroApp]:
    """Return every micro-app in the order of their packages. Errors: :class:`MicroAppBroken`."""
    found = []
    for area in AREAS:
        package = importlib.import_module(area)
        for module in pkgutil.iter_modules(package.__path__):
            if module.ispkg:
                found.append(_load(f"{area}.{module.name}"))  # noqa: PERF401 -- two nested conditions read better so
    return found


def _load(package: str) -> MicroApp:
    manifest = _member(package, "manifest", "MANIFEST", Manifest)
    door = _member(package, "routes", "door", Door)
    name = package.rpartition(".")[2]
    if manifest.code != name:
        message = f"{package}: manifest code {manifest.code!r} must be the folder's name {name!r}."
        raise MicroAppBroken(message)
    return MicroApp(package, manifest, door)


def _member(package: str, module: str, name: str, kind: type[T]) -> T:
    try:
        value = getattr(importlib.import_module(f"{package}.{module}"), name)
    except (ModuleNotFoundError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and error.name != f"{package}.{module}":
            raise
        message = f"{package} is no micro-app: give it a {module}.py with a {name} (a {kind.__name__})."
        raise MicroAppBroken(message) from error
    if not isinstance(value, kind):
        message = f"{package}.{module}.{name} must be a {kind.__name__}."
        raise MicroAppBroken(message)
    return value

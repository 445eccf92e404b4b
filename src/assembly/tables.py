"""Every table of the product, whichever room declares it."""

import importlib
import pkgutil

from sqlalchemy import MetaData

import auth
import engines
import kit
from assembly.discovery import find_micro_apps
from kit.database import Model


def every_table() -> MetaData:
    """Return the metadata with every room's tables in it."""
    for room in (kit, auth, engines):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    find_micro_apps()
    return Model.metadata

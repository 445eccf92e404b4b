"""Bringing a database to a migration: one numbered line of history, no branches."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from kit.database import Database

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def configuration(database: Database) -> Config:
    """Return alembic's configuration for a database."""
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.attributes["database"] = database
    return found


def migrate(database: Database, target: str = "head") -> None:
    """Bring a database up to ``target``; ``base`` takes everything away."""
    if target == "base":
        command.downgrade(configuration(database), target)
    else:
        command.upgrade(configuration(database), target)

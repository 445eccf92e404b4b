"""How alembic connects: the database and the tables are the application's own."""

from alembic import context
from sqlalchemy import JSON

from assembly.tables import every_table
from kit.database import UtcDateTime

database = context.config.attributes["database"]


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen_context.imports.add("from kit.database import UtcDateTime")  # type: ignore[attr-defined]
        return "UtcDateTime()"
    if kind == "type" and isinstance(item, JSON):
        autogen_context.imports.add("from kit.database import Json")  # type: ignore[attr-defined]
        return "Json"
    return False


with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=every_table(),
        render_as_batch=True,
        render_item=render_item,
        transactional_ddl=False,
    )
    context.run_migrations()

"""What the pack says of matters and topics, loaded so that it does not undo what staff published.

A pack speaks of a matter when its file changes; until it does so again, the office's revisions stand
(``docs/decisions/0008-a-pack-speaks-when-its-file-changes.md``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from auth import SYSTEM
from engines.matters.models import Matter, MatterRevisionRow, Topic
from engines.matters.publishing import (
    digest_of,
    enter_words,
    listing_of,
    moment_of_change,
    publish_matter,
    withdraw_matter,
)
from engines.matters.queries import CATALOGUE_VERSION
from kit.database import Unit


def load_matters(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Publish the matters whose file changed since it was last loaded, withdraw those whose file is gone.

    Return how many matters that changed. A matter that never had a file is the office's own.
    """
    present = {row.code: row.pack_hash for row in unit.rows(select(Matter.code, Matter.pack_hash))}
    changed = 0
    for item in items:
        digest, code = digest_of(item), item["task_code"]
        if present.pop(code, None) == digest:
            continue
        changed += publish_matter(SYSTEM, unit, item)
        unit.write(update(Matter).where(Matter.code == code).values(pack_hash=digest))
    for code, digest in present.items():
        if digest is not None:
            changed += withdraw_matter(SYSTEM, unit, code, reason="left the pack")
            unit.write(update(Matter).where(Matter.code == code).values(pack_hash=None))
    return changed


def store_topics(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the topics what the pack says and return how many changed; matters are found by the new names."""
    names = [column.name for column in Topic.__table__.c]
    present = {row.code: row._asdict() for row in unit.rows(select(*Topic.__table__.c))}
    wanted = {item["code"]: {name: item[name] for name in names} for item in items}
    changed = sorted(code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code))
    if changed:
        unit.write(delete(Topic).where(Topic.code.in_(changed)))
        if rows := [wanted[code] for code in changed if code in wanted]:
            unit.write(insert(Topic), rows)
    for code in changed:
        if code in wanted and code in present:
            _rename(unit, code, wanted[code]["name"])
    return len(changed)


def _rename(unit: Unit, topic: str, name: str) -> None:
    CATALOGUE_VERSION.change(unit)
    rows = unit.rows(
        select(Matter.code, MatterRevisionRow.content)
        .join(MatterRevisionRow, MatterRevisionRow.id == Matter.revision_id)
        .where(Matter.topic == topic)
    )
    for row in rows:
        enter_words(unit, row.content, name)
        listing = listing_of(row.content, name)
        unit.write(
            update(Matter).where(Matter.code == row.code).values(listing=listing, changed_at=moment_of_change(unit))
        )

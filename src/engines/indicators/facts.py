"""What the targets ask of a matter, read once from each revision in force."""

import threading
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from engines.deadlines import Limit
from engines.matters import Matter, MatterRevisionRow, catalogue_version
from kit.database import Unit

BATCH = 200
#: 办理形式: 2 on a computer, 3 on a phone (GB/T 39554).
COMPUTER, PHONE = "2", "3"
ONLINE_LEVELS = ("III", "IV")
NECESSARY = "1"


@dataclass(frozen=True)
class Brought:
    """A necessary material that no licence and no shared data satisfies; ``commitment`` may stand in for it."""

    code: str
    name: str
    ways: tuple[str, ...]
    commitment: bool
    #: The shared-data resource that would make it unnecessary, and who holds it; empty where the matter names none.
    resource: str
    holder: str


@dataclass(frozen=True)
class MatterFacts:
    """What of a matter's revision the indicators count."""

    code: str
    name: str
    region: str
    department: str
    topic: str
    topic_name: str
    livelihood: bool
    immediate: bool
    online: bool
    mobile: bool
    statutory: Limit
    promised: Limit
    brought: tuple[Brought, ...]

    def in_the_way(self, *, strict: bool = False) -> tuple[Brought, ...]:
        """Return the materials for which one certificate is not enough; ``strict`` lets no commitment stand in."""
        return tuple(item for item in self.brought if strict or not item.commitment)


Facts = Mapping[str, MatterFacts]
_found: WeakKeyDictionary[Engine, tuple[str, Facts, Mapping[uuid.UUID, MatterFacts]]] = WeakKeyDictionary()
_lock = threading.Lock()


def facts_in_force(unit: Unit) -> Facts:
    """Return the facts of every matter in force, by code and in its order; remembered per version of the catalogue."""
    version, engine = catalogue_version(unit), unit.connection.engine
    with _lock:
        kept = _found.get(engine)
    if kept is not None and kept[0] == version:
        return kept[1]
    by_revision = _read(unit, kept[2] if kept else {})
    facts = {item.code: item for item in sorted(by_revision.values(), key=lambda item: item.code)}
    with _lock:
        _found[engine] = version, facts, by_revision
    return facts


def _read(unit: Unit, known: Mapping[uuid.UUID, MatterFacts]) -> dict[uuid.UUID, MatterFacts]:
    """Read what is in force, and of it the contents of those revisions alone that are not known yet."""
    present = [row.revision_id for row in unit.rows(select(Matter.revision_id).where(Matter.status == "in_force"))]
    found = {revision_id: known[revision_id] for revision_id in present if revision_id in known}
    missing = [revision_id for revision_id in present if revision_id not in known]
    for start in range(0, len(missing), BATCH):
        rows = unit.rows(
            select(MatterRevisionRow.id, MatterRevisionRow.content).where(
                MatterRevisionRow.id.in_(missing[start : start + BATCH])
            )
        )
        found.update((row.id, read_facts(row.content)) for row in rows)
    return found


def read_facts(raw: Mapping[str, Any]) -> MatterFacts:
    """Return the facts of one matter's JSON."""
    forms = set(raw["handle_forms"])
    return MatterFacts(
        code=raw["task_code"],
        name=raw["name"],
        region=raw["region"],
        department=raw["department"],
        topic=raw["topic"],
        topic_name=raw.get("topic_name", raw["topic"]),
        livelihood=raw["livelihood"],
        immediate=raw["handling_kind"] == "1",
        online=bool(forms & {COMPUTER, PHONE}) and raw["online_level"] in ONLINE_LEVELS,
        mobile=PHONE in forms and raw["online_level"] in ONLINE_LEVELS,
        statutory=Limit(**raw["limits"]["statutory"]),
        promised=Limit(**raw["limits"]["promised"]),
        brought=tuple(_brought(raw["materials"])),
    )


def _brought(materials: Iterable[Mapping[str, Any]]) -> Iterable[Brought]:
    for item in materials:
        ways = tuple(way["kind"] for way in item["satisfied_by"])
        if item["necessity"] == NECESSARY and not {"licence", "shared_data"} & set(ways):
            wanted = item.get("wanted_resource", {})
            yield Brought(
                item["code"],
                item["name"],
                ways,
                "commitment" in ways,
                wanted.get("name", ""),
                wanted.get("department_name", ""),
            )

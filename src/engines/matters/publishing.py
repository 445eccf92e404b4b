"""Publishing matters: the same content changes nothing, other content becomes a new revision."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update

from auth import Subject
from engines.audit import record_act
from engines.matters.models import DataResource, Matter, MatterRevisionRow, MatterToken
from engines.matters.queries import CATALOGUE_VERSION
from engines.matters.search_tokens import tokens_of
from kit import clock
from kit.database import Unit
from kit.ids import new_id

#: What a list shows of a matter; the guide has the rest.
LISTED = (
    "task_code",
    "name",
    "name_en",
    "topic",
    "department",
    "department_name",
    "handling_kind",
    "visits",
    "limits",
    "audience",
    "assurance_level",
)


def publish_matter(subject: Subject, unit: Unit, content: Mapping[str, Any]) -> bool:
    """Put a matter in force and return whether that changed anything.

    ``content`` is the matter's validated JSON. Running cases keep the revision that they were filed under.
    """
    code: str = content["task_code"]
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    present = unit.first(
        select(Matter.status, MatterRevisionRow.revision, MatterRevisionRow.content_hash)
        .join(MatterRevisionRow, MatterRevisionRow.id == Matter.revision_id)
        .where(Matter.code == code),
    )
    if present is not None and present.content_hash == digest and present.status == "in_force":
        return False
    CATALOGUE_VERSION.change(unit)
    revision_id = new_id()
    topic = content.get("topic_name", content["topic"])
    unit.add(
        MatterRevisionRow,
        id=revision_id,
        matter_code=code,
        revision=1 if present is None else _latest(unit, code) + 1,
        content=dict(content),
        content_hash=digest,
        published_at=clock.now(),
    )
    unit.write(delete(Matter).where(Matter.code == code))
    unit.write(delete(MatterToken).where(MatterToken.matter_code == code))
    unit.add(
        Matter,
        code=code,
        catalog_code=content["catalog_code"],
        name=content["name"],
        topic=content["topic"],
        department=content["department"],
        status="in_force",
        revision_id=revision_id,
        listing={**{name: content[name] for name in LISTED}, "topic_name": topic},
        changed_at=clock.now(),
    )
    texts = (content["name"], content["name_en"], content["department_name"], topic, *content.get("keywords", []))
    unit.write(insert(MatterToken), [{"token": token, "matter_code": code} for token in sorted(tokens_of(*texts))])
    record_act(subject, unit, "matters.publish", "matter", revision_id, code=code)
    return True


def withdraw_matter(subject: Subject, unit: Unit, code: str) -> bool:
    """Take a matter out of force; nobody can file it, running cases go on. Return whether it was in force."""
    CATALOGUE_VERSION.change(unit)
    done = unit.write(
        update(Matter)
        .where(Matter.code == code, Matter.status == "in_force")
        .values(status="withdrawn", changed_at=clock.now())
        .returning(Matter.revision_id),
    ).first()
    if done is not None:
        record_act(subject, unit, "matters.withdraw", "matter", done.revision_id, code=code)
    return done is not None


def withdraw_absent(subject: Subject, unit: Unit, kept: Collection[str]) -> int:
    """Withdraw every matter in force whose code is not in ``kept``, and return how many there were."""
    gone = unit.rows(select(Matter.code).where(Matter.status == "in_force", Matter.code.not_in(sorted(kept))))
    return sum(withdraw_matter(subject, unit, row.code) for row in gone)


def store_resources(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the shared-data resources what the pack says and return how many changed."""
    names = [column.name for column in DataResource.__table__.c]
    present = {row.code: row._asdict() for row in unit.rows(select(*DataResource.__table__.c))}
    wanted = {item["code"]: {name: item.get(name) for name in names} for item in items}
    changed = sorted(code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code))
    if changed:
        unit.write(delete(DataResource).where(DataResource.code.in_(changed)))
        if rows := [wanted[code] for code in changed if code in wanted]:
            unit.write(insert(DataResource), rows)
    return len(changed)


def _latest(unit: Unit, code: str) -> int:
    rows = unit.rows(
        select(MatterRevisionRow.revision)
        .where(MatterRevisionRow.matter_code == code)
        .order_by(MatterRevisionRow.revision.desc())
        .limit(1),
    )
    return int(rows[0].revision)

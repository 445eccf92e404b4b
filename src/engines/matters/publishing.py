"""Publishing matters: the same content changes nothing, other content becomes a new revision."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import orjson
from sqlalchemy import Row, delete, func, insert, select, update

from auth import Subject
from engines.audit import record_act
from engines.matters.models import DataResource, Matter, MatterRevisionRow, MatterToken
from engines.matters.queries import CATALOGUE_VERSION, topic_names
from engines.matters.search_tokens import tokens_of
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import Conflict
from kit.ids import new_id

Origin = Literal["pack", "office"]
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


class RevisionOutdated(Conflict):
    """Another revision has come into force since this change was begun."""

    code = "revision-outdated"
    zh = "该事项已有新的版本生效，您的修改已保留；请以现行版本为基础重新核对后再提交。"
    en = "Another revision of this matter has come into force. What you wrote is kept: rebase it, check it, go on."


def digest_of(content: Mapping[str, Any]) -> str:
    """Return by what the same content is known, whatever the order of its members."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def publish_matter(subject: Subject, unit: Unit, content: Mapping[str, Any]) -> bool:
    """Put a matter of the pack in force and return whether that changed anything.

    ``content`` is the matter's validated JSON. Running cases keep the revision that they were filed under.
    """
    return _publish(subject, unit, content, _present(unit, content["task_code"]), "pack", subject.name)


def publish_change(
    subject: Subject, unit: Unit, content: Mapping[str, Any], base: uuid.UUID | None, *, by: str
) -> uuid.UUID:
    """Put a change of a matter in force and return its revision's id.

    ``base`` is the revision that it was made from, None for a matter that was not there; ``by`` who approved it.
    Errors: :class:`RevisionOutdated` when the base is no longer the one in force.
    """
    present = _present(unit, content["task_code"])
    if base != (present.revision_id if present is not None else None):
        raise RevisionOutdated
    _publish(subject, unit, content, present, "office", by)
    found: uuid.UUID = unit.scalar(select(Matter.revision_id).where(Matter.code == content["task_code"]))
    return found


def withdraw_matter(
    subject: Subject, unit: Unit, code: str, *, reason: str = "", base: uuid.UUID | None = None
) -> bool:
    """Take a matter out of force; nobody can file it, running cases go on. Return whether it was in force.

    With ``base`` only that revision is withdrawn.
    """
    CATALOGUE_VERSION.change(unit)
    statement = update(Matter).where(Matter.code == code, Matter.status == "in_force")
    if base is not None:
        statement = statement.where(Matter.revision_id == base)
    done = unit.write(
        statement.values(status="withdrawn", changed_at=moment_of_change(unit)).returning(Matter.revision_id),
    ).first()
    if done is not None:
        record_act(subject, unit, "matters.withdraw", "matter", done.revision_id, code=code, reason=reason)
    return done is not None


def moment_of_change(unit: Unit) -> datetime:
    """Return a moment later than every change of the catalogue so far, by which others know that it changed.

    The clock of the machine that changed it last may run ahead of this one's.
    """
    last: datetime | None = unit.scalar(select(func.max(Matter.changed_at)))
    moment = clock.now()
    return moment if last is None or last < moment else last + timedelta(microseconds=1)


def listing_of(content: Mapping[str, Any], topic_name: str) -> dict[str, Any]:
    """Return what lists show of a matter."""
    return {**{name: content[name] for name in LISTED}, "topic_name": topic_name}


def enter_words(unit: Unit, content: Mapping[str, Any], topic_name: str) -> None:
    """Let a matter be found by its words."""
    code = content["task_code"]
    texts = (content["name"], content["name_en"], content["department_name"], topic_name)
    tokens = sorted(tokens_of(*texts, *content.get("keywords", [])))
    unit.write(delete(MatterToken).where(MatterToken.matter_code == code))
    unit.write(insert(MatterToken), [{"token": token, "matter_code": code} for token in tokens])


def _present(unit: Unit, code: str) -> Row[Any] | None:
    return unit.first(
        select(Matter.status, Matter.revision_id, MatterRevisionRow.content_hash)
        .join(MatterRevisionRow, MatterRevisionRow.id == Matter.revision_id)
        .where(Matter.code == code),
    )


def _publish(
    subject: Subject, unit: Unit, authored: Mapping[str, Any], present: Row[Any] | None, origin: Origin, by: str
) -> bool:
    topic = authored["topic"]
    content = {"topic_name": topic_names(unit).get(topic, topic), **authored}
    digest = digest_of(content)
    if present is not None and present.content_hash == digest and present.status == "in_force":
        return False
    CATALOGUE_VERSION.change(unit)
    revision_id, code = new_id(), content["task_code"]
    _put_in_force(unit, content, present, revision_id)
    enter_words(unit, content, content["topic_name"])
    unit.add(
        MatterRevisionRow,
        id=revision_id,
        matter_code=code,
        revision=1 if present is None else _latest(unit, code) + 1,
        content=content,
        content_hash=digest,
        published_at=clock.now(),
        published_by=by,
        origin=origin,
    )
    record_act(subject, unit, "matters.publish", "matter", revision_id, code=code, origin=origin)
    unit.flush()
    return True


def _put_in_force(unit: Unit, content: Mapping[str, Any], present: Row[Any] | None, revision_id: uuid.UUID) -> None:
    """Let the catalogue point at a revision. Errors: :class:`RevisionOutdated` when another one got there first."""
    values = {
        "catalog_code": content["catalog_code"],
        "name": content["name"],
        "topic": content["topic"],
        "department": content["department"],
        "status": "in_force",
        "revision_id": revision_id,
        "listing": listing_of(content, content["topic_name"]),
        "changed_at": moment_of_change(unit),
    }
    if present is None:
        _insert(unit, {"code": content["task_code"], **values})
        return
    # The row is the lock: of two who publish at once, the later one finds another revision here.
    same = (Matter.code == content["task_code"], Matter.revision_id == present.revision_id)
    if unit.write(update(Matter).where(*same).values(values)).rowcount != 1:
        raise RevisionOutdated


def _insert(unit: Unit, values: dict[str, Any]) -> None:
    try:
        unit.write(insert(Matter).values(values))
    except DuplicateRow:
        raise RevisionOutdated from None


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

"""Reading the catalogue."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select

from auth import Resource
from engines.matters.content import MatterContent, read_content
from engines.matters.models import DataResource, Matter, MatterRevisionRow, MatterToken, Topic
from engines.matters.search_tokens import tokens_sought
from kit.database import Unit
from kit.errors import Conflict, NotFound
from kit.fixed import Fixed
from kit.remembering import Remembered

CACHE_SIZE = 2000


class MatterUnknown(NotFound):
    """The catalogue has no matter with this code."""

    code = "matter-unknown"
    zh = "没有找到该事项，请在事项目录中重新查找。"
    en = "There is no such matter. Look for it in the catalogue."


class MatterWithdrawn(Conflict):
    """The matter was in the catalogue and cannot be filed any more."""

    code = "matter-withdrawn"
    zh = "该事项已停止办理，请查看事项目录中的最新事项。"
    en = "This matter has been withdrawn. See the catalogue for what took its place."


@dataclass(frozen=True)
class MatterRevision:
    """One revision of a matter; immutable, so a process keeps those it has read."""

    id: uuid.UUID
    code: str
    revision: int
    content: MatterContent


_cache: OrderedDict[uuid.UUID, MatterRevision] = OrderedDict()
_lock = threading.Lock()
_in_force = Fixed(select(Matter.status, Matter.revision_id).where(Matter.code == bindparam("code")))
_by_id = select(
    MatterRevisionRow.id,
    MatterRevisionRow.matter_code,
    MatterRevisionRow.revision,
    MatterRevisionRow.content,
).where(MatterRevisionRow.id == bindparam("id"))


_topic_name = Matter.listing["topic_name"].as_string()


def current_revision(unit: Unit, code: str) -> MatterRevision:
    """Return the revision in force. Errors: :class:`MatterUnknown`, :class:`MatterWithdrawn`."""
    row = unit.first(_in_force, {"code": code})
    if row is None:
        raise MatterUnknown
    if row.status != "in_force":
        raise MatterWithdrawn
    return revision(unit, row.revision_id)


def current_revisions(unit: Unit, codes: Sequence[str]) -> dict[str, MatterRevision]:
    """Return the revisions in force of several matters by code; one that has none is left out."""
    in_force = select(Matter.code, Matter.revision_id).where(Matter.code.in_(codes), Matter.status == "in_force")
    return {row.code: revision(unit, row.revision_id) for row in unit.rows(in_force)}


def revision_in_force(unit: Unit, code: str) -> MatterRevision | None:
    """Return the revision in force, or None when the matter has been withdrawn."""
    row = unit.first(_in_force, {"code": code})
    return revision(unit, row.revision_id) if row is not None and row.status == "in_force" else None


def revision(unit: Unit, revision_id: uuid.UUID) -> MatterRevision:
    """Return one revision, from the process's memory when it has it. Errors: :class:`MatterUnknown`."""
    found = _cache.get(revision_id)
    if found is None:
        row = unit.first(_by_id, {"id": revision_id})
        if row is None:
            raise MatterUnknown
        found = MatterRevision(row.id, row.matter_code, row.revision, read_content(row.content))
        with _lock:
            _cache[revision_id] = found
            while len(_cache) > CACHE_SIZE:
                _cache.popitem(last=False)
    return found


def search_matters(
    unit: Unit,
    *,
    text: str | None,
    topic: str | None,
    after: str | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return the listings of matters in force, by code.

    Every word of ``text`` must be in name, topic, department or keywords; ``topic`` is a topic's code or name.
    """
    statement = select(Matter.code, Matter.listing).where(Matter.status == "in_force")
    if topic is not None:
        statement = statement.where(or_(Matter.topic == topic, _topic_name == topic))
    if after is not None:
        statement = statement.where(Matter.code > after)
    if text:
        sought = tokens_sought(text)
        if not sought:
            return []
        hits = (
            select(MatterToken.matter_code)
            .where(MatterToken.token.in_(sought))
            .group_by(MatterToken.matter_code)
            .having(func.count() == len(sought))
        )
        statement = statement.where(Matter.code.in_(hits))
    return unit.rows(statement.order_by(Matter.code).limit(rows))


def list_topics(unit: Unit) -> Sequence[Row[Any]]:
    """Return the topics that have matters in force: ``code``, ``name``, ``matters``."""
    return unit.rows(
        select(Matter.topic.label("code"), func.min(_topic_name).label("name"), func.count().label("matters"))
        .where(Matter.status == "in_force")
        .group_by(Matter.topic)
        .order_by(Matter.topic),
    )


def topic_names(unit: Unit) -> dict[str, str]:
    """Return every topic's name by its code, also of those without a matter."""
    return {row.code: row.name for row in unit.rows(select(Topic.code, Topic.name))}


_version = select(func.max(Matter.changed_at))


def _read_version(unit: Unit) -> str:
    moment = unit.scalar(_version)
    return "0" if moment is None else f"{moment.timestamp():.6f}"


#: What changes whenever a matter is published or withdrawn.
CATALOGUE_VERSION = Remembered(_read_version)


def catalogue_version(unit: Unit) -> str:
    """Return the version of the catalogue, at most a second old."""
    return CATALOGUE_VERSION.get(unit)


def resource_fields(unit: Unit) -> dict[str, list[str]]:
    """Return the names of every shared-data resource's fields by its code."""
    rows = unit.rows(select(DataResource.code, DataResource.fields))
    return {row.code: [field["name"] for field in row.fields] for row in rows}


def resources(unit: Unit) -> dict[str, Resource]:
    """Return the shared-data resources by code."""
    rows = unit.rows(
        select(
            DataResource.code,
            DataResource.name,
            DataResource.gateway_code,
            DataResource.requires_consent,
            DataResource.statute,
        ),
    )
    return {row.code: Resource(row.code, row.name, row.gateway_code, row.requires_consent, row.statute) for row in rows}


def list_interface(unit: Unit, code: str) -> str:
    """Return the interface that lists everybody on record in a shared-data resource; the pack's audit asked for one."""
    return str(unit.scalar(select(DataResource.list_gateway_code).where(DataResource.code == code)))

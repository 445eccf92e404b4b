"""Storing joint matters, and reading them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from engines.joint.definitions import JointMatter, read_joint_matter
from engines.joint.models import JointMatterRow
from kit.database import Unit
from kit.errors import NotFound
from kit.published import store_published


class JointMatterUnknown(NotFound):
    """The catalogue has no joint matter with this code, or not any more."""

    code = "joint-matter-unknown"
    zh = "没有找到该“一件事”，请在事项目录中重新查找。"
    en = "There is no such joint matter. Look for it in the catalogue."


_columns = tuple(JointMatterRow.__table__.c)


def store_joint_matters(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the joint matters what the pack says and return how many changed; running joint cases keep theirs."""
    return store_published(unit, JointMatterRow, items, {"name": "name"})


def find_joint_matter(unit: Unit, code: str) -> JointMatter:
    """Return a joint matter in force. Errors: :class:`JointMatterUnknown`."""
    row = unit.first(select(*_columns).where(JointMatterRow.code == code, JointMatterRow.status == "in_force"))
    if row is None:
        raise JointMatterUnknown
    return read_joint_matter(row.content)


def list_joint_matters(unit: Unit) -> Sequence[Row[Any]]:
    """Return the joint matters in force, by code."""
    return unit.rows(
        select(*_columns).where(JointMatterRow.status == "in_force").order_by(JointMatterRow.code),
    )

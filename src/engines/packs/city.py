"""The city that a matter's rules look around in: a pack as read, or what the database holds."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from auth import department_names, region_names
from engines.joint import list_joint_matters
from engines.licences import licence_type_fields, licence_type_names
from engines.matters import authored, resource_fields, resources, revision_in_force, topic_names
from kit.database import Unit


class City(Protocol):
    """What the rules ask: which codes are known, and which matters stand beside this one."""

    @property
    def matters(self) -> Mapping[str, dict[str, Any]]:
        """Return matters by where they stand."""

    @property
    def joint_matters(self) -> Mapping[str, dict[str, Any]]:
        """Return joint matters by where they stand."""

    def codes(self, name: str, key: str = "code") -> set[str]:
        """Return the codes of a kind of thing, named as the file of the pack."""

    def fields(self, name: str) -> Mapping[str, Sequence[str]]:
        """Return by their codes what licences or shared data say."""


class StoredCity:
    """The database's city, with one matter as it would be; of the others it holds those joined with it."""

    def __init__(self, unit: Unit, content: dict[str, Any]) -> None:
        """Look around a matter."""
        self._unit, self._content = unit, content
        self._known: dict[str, set[str]] = {}

    def codes(self, name: str, key: str = "code") -> set[str]:
        """Return the codes of a kind of thing, read once."""
        del key
        if name not in self._known:
            self._known[name] = set(_READERS[name](self._unit))
        return self._known[name]

    def fields(self, name: str) -> Mapping[str, Sequence[str]]:
        """Return by their codes what licences or shared data say."""
        return licence_type_fields(self._unit) if name == "licence_types" else resource_fields(self._unit)

    @cached_property
    def joint_matters(self) -> dict[str, dict[str, Any]]:
        """Return the joint matters in force of which the matter is a part, by code."""
        code = self._content["task_code"]
        return {
            row.code: row.content
            for row in list_joint_matters(self._unit)
            if any(part["matter"] == code for part in row.content["parts"])
        }

    @cached_property
    def matters(self) -> dict[str, dict[str, Any]]:
        """Return the matter as it would be and the other parts as they are, by code."""
        others = {part["matter"] for joint in self.joint_matters.values() for part in joint["parts"]}
        found = {code: revision_in_force(self._unit, code) for code in others}
        present = {code: authored(guide.content.raw) for code, guide in found.items() if guide is not None}
        return {**present, self._content["task_code"]: self._content}


_READERS: Mapping[str, Callable[[Unit], Mapping[str, Any]]] = {
    "departments": department_names,
    "regions": region_names,
    "topics": topic_names,
    "licence_types": licence_type_names,
    "data_resources": resources,
}

"""What a joint matter (一件事) says: parts that are matters of their own, in an order, from one form.

A joint matter is data of the pack; :func:`order_of` refuses a circle, so that every progress comes to an end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class JointCycle(ValueError):
    """Parts wait for each other in a circle; the message names them."""


@dataclass(frozen=True)
class Part:
    """One matter within a joint matter.

    ``fields`` say which field of the part's form takes which of the joint form; ``results`` which of its materials
    is the licence that an earlier part produced.
    """

    code: str
    matter: str
    depends_on: tuple[str, ...]
    fields: Mapping[str, str]
    results: Mapping[str, str]


@dataclass(frozen=True)
class JointMaterial:
    """One material that is handed in once; ``serves`` are the parts and their materials that it stands for."""

    code: str
    name: str
    serves: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class JointMatter:
    """A joint matter as rules read it; ``raw`` is the whole published JSON."""

    code: str
    name: str
    region: str
    department: str
    audience: tuple[str, ...]
    assurance_level: int
    form: Mapping[str, Any]
    materials: tuple[JointMaterial, ...]
    parts: tuple[Part, ...]
    raw: Mapping[str, Any]

    def part(self, code: str) -> Part:
        """Return a part by its code."""
        return next(part for part in self.parts if part.code == code)


def read_joint_matter(raw: Mapping[str, Any]) -> JointMatter:
    """Return a joint matter's JSON as values; the pack's validation has been here before."""
    return JointMatter(
        code=raw["code"],
        name=raw["name"],
        region=raw["region"],
        department=raw["department"],
        audience=tuple(raw["audience"]),
        assurance_level=raw["assurance_level"],
        form=raw["form"],
        materials=tuple(
            JointMaterial(
                item["code"], item["name"], tuple((place["part"], place["material"]) for place in item["serves"])
            )
            for item in raw["materials"]
        ),
        parts=tuple(
            Part(
                item["code"],
                item["matter"],
                tuple(item["depends_on"]),
                dict(item["fields"]),
                dict(item.get("results", {})),
            )
            for item in raw["parts"]
        ),
        raw=raw,
    )


def order_of(parts: Sequence[Part]) -> list[Part]:
    """Return the parts so that each comes after those it waits for. Errors: :class:`JointCycle`."""
    waiting, done, ordered = list(parts), set[str](), list[Part]()
    while waiting:
        ready = [part for part in waiting if set(part.depends_on) <= done]
        if not ready:
            message = " → ".join(part.code for part in waiting)
            raise JointCycle(message)
        ordered += ready
        done |= {part.code for part in ready}
        waiting = [part for part in waiting if part.code not in done]
    return ordered

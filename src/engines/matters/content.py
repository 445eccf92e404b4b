"""What a matter says, typed: the JSON of the pack as values that rules can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auth import Prefill, Way
from engines.deadlines import Limit

#: 材料必要性: 1 necessary, 2 not necessary, 3 may follow later (容缺后补).
Necessity = Literal["1", "2", "3"]


@dataclass(frozen=True)
class MaterialSpec:
    """One material that the matter asks for, and every way to satisfy it."""

    code: str
    name: str
    necessity: Necessity
    ways: tuple[Way, ...]

    def allows(self, kind: str) -> bool:
        """Tell whether a way of this kind is open."""
        return any(way.kind == kind for way in self.ways)


@dataclass(frozen=True)
class Seat:
    """One reviewer's seat; without a department it is the matter's own."""

    code: str
    name: str
    department: str | None
    permission: str


@dataclass(frozen=True)
class Step:
    """One review step: its seats side by side; countersigned when all of them must approve."""

    code: str
    name: str
    countersign: bool
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class ResultSpec:
    """What a grant produces: a licence with fields drawn from the form, or a notice."""

    kind: Literal["licence", "notice"]
    name: str
    licence_type: str | None
    validity_months: int | None
    fields: Mapping[str, str]


@dataclass(frozen=True)
class MatterContent:
    """A matter's revision, as rules read it; ``raw`` is the whole published JSON."""

    name: str
    topic: str
    department: str
    region: str
    audience: tuple[str, ...]
    assurance_level: int
    statutory: Limit
    promised: Limit
    statute: str
    materials: tuple[MaterialSpec, ...]
    prefills: tuple[Prefill, ...]
    steps: tuple[Step, ...]
    result: ResultSpec
    form: Mapping[str, Any]
    raw: Mapping[str, Any]


def read_content(raw: Mapping[str, Any]) -> MatterContent:
    """Return a matter's JSON as values; the pack's validation has been here before."""
    basis = raw["legal_basis"][0]
    result = raw["result"]
    return MatterContent(
        name=raw["name"],
        topic=raw["topic"],
        department=raw["department"],
        region=raw["region"],
        audience=tuple(raw["audience"]),
        assurance_level=raw["assurance_level"],
        statutory=Limit(**raw["limits"]["statutory"]),
        promised=Limit(**raw["limits"]["promised"]),
        statute=f"《{basis['statute']}》{basis['article']}",
        materials=tuple(_material(item) for item in raw["materials"]),
        prefills=tuple(
            Prefill(item["pointer"], item["from"], item.get("reference", ""), item["name"], item["locked"])
            for item in raw["prefill"]
        ),
        steps=tuple(_step(item) for item in raw["steps"]),
        result=ResultSpec(
            result["kind"],
            result["name"],
            result.get("licence_type"),
            result.get("validity_months"),
            result.get("fields", {}),
        ),
        form=raw["form"],
        raw=raw,
    )


def _material(item: Mapping[str, Any]) -> MaterialSpec:
    ways = tuple(Way(way["kind"], way.get("reference", "")) for way in item["satisfied_by"])
    return MaterialSpec(item["code"], item["name"], item["necessity"], ways)


def _step(item: Mapping[str, Any]) -> Step:
    seats = tuple(
        Seat(seat["code"], seat["name"], seat.get("department"), seat["permission"]) for seat in item["seats"]
    )
    return Step(item["code"], item["name"], item["countersign"], seats)

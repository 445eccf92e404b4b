"""What a matter says, typed: the JSON of the pack as values that rules can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auth import Prefill, Way
from engines.deadlines import Limit

DEFAULT_MOST_FILES = 9
DEFAULT_TOLERANCE_DAYS = 10
DEFAULT_VERIFY_DAYS = 40
#: 行政许可法 第四十二条: ten days more, with the agency head's approval.
LICENCE_EXTENSION_DAYS = 10
PERMIT = "01"

#: 材料必要性: 1 necessary, 2 not necessary, 3 may follow later (容缺后补).
Necessity = Literal["1", "2", "3"]


@dataclass(frozen=True)
class MaterialSpec:
    """One material that the matter asks for, and every way to satisfy it."""

    code: str
    name: str
    necessity: Necessity
    ways: tuple[Way, ...]
    most_files: int = DEFAULT_MOST_FILES
    #: Working days after acceptance by which a tolerated material must come.
    tolerance_days: int = DEFAULT_TOLERANCE_DAYS
    #: Working days after the decision within which a commitment is verified, and what a broken one leads to.
    verify_days: int = DEFAULT_VERIFY_DAYS
    consequence: str = "撤销决定，并按失信行为记录。"

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
class SpecialProcedure:
    """A procedure that stops the clock, as the matter announces it (行政许可法 第四十五条)."""

    kind: str
    name: str
    days: int
    holder: Literal["office", "third_party", "applicant"]
    statute: str


@dataclass(frozen=True)
class DecisionRule:
    """One rule of an immediate matter: a CEL expression that must be true, and what is said when it is not."""

    code: str
    name: str
    expression: str
    failing: str


@dataclass(frozen=True)
class Silence:
    """What the law makes of a statutory limit that passes without a decision."""

    effect: Literal["granted", "refused"]
    statute: str


@dataclass(frozen=True)
class ResultSpec:
    """What a grant produces: a licence with fields drawn from the form, or a notice; and what it does to one there is.

    ``change`` (变更, 换证, 延续) and ``reissue`` (补发) replace the holder's licence of the type; ``cancel`` (注销)
    ends it.
    """

    kind: Literal["licence", "notice"]
    name: str
    licence_type: str | None
    validity_months: int | None
    fields: Mapping[str, str]
    effect: Literal["issue", "change", "reissue", "cancel"] = "issue"


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
    extension: Limit | None = None
    extension_statute: str = ""
    silence: Silence | None = None
    special_procedures: tuple[SpecialProcedure, ...] = ()
    agents: tuple[str, ...] = ()
    second_signer: str | None = None
    delivery_ways: tuple[str, ...] = ("electronic",)
    decision_rules: tuple[DecisionRule, ...] = ()
    retention: Literal["permanent", "30_years", "10_years"] = "10_years"

    @property
    def immediate(self) -> bool:
        """Tell whether the matter is decided at once by rules (即办件)."""
        return bool(self.decision_rules)


def read_content(raw: Mapping[str, Any]) -> MatterContent:
    """Return a matter's JSON as values; the pack's validation has been here before."""
    basis = raw["legal_basis"][0]
    extension, statute = _extension(raw)
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
            result.get("effect", "issue"),
        ),
        form=raw["form"],
        raw=raw,
        extension=extension,
        extension_statute=statute,
        silence=Silence(**raw["silence"]) if "silence" in raw else None,
        special_procedures=tuple(SpecialProcedure(**item) for item in raw.get("special_procedures", ())),
        agents=tuple(raw.get("agents", ())),
        second_signer=raw.get("second_signer", {}).get("name"),
        delivery_ways=tuple(raw.get("delivery_ways", ("electronic",))),
        decision_rules=tuple(DecisionRule(**item) for item in raw.get("decision_rules", ())),
        retention=raw.get("retention", "10_years"),
    )


def authored(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a published matter as it was written: in the pack's shape, without what publication added."""
    return {name: value for name, value in raw.items() if name != "topic_name"}


def _extension(raw: Mapping[str, Any]) -> tuple[Limit | None, str]:
    """Return by how much the term may be extended: what the matter says, else what the law gives every permit."""
    stated = raw["limits"].get("extension")
    if stated is not None:
        return Limit(stated["days"], stated["unit"]), stated["statute"]
    if raw["type"] == PERMIT:
        return Limit(LICENCE_EXTENSION_DAYS), "《行政许可法》第四十二条"
    return None, ""


def _material(item: Mapping[str, Any]) -> MaterialSpec:
    ways = tuple(Way(way["kind"], way.get("reference", "")) for way in item["satisfied_by"])
    commitment = item.get("commitment", {})
    stated = {name: item[name] for name in ("most_files", "tolerance_days") if name in item}
    return MaterialSpec(item["code"], item["name"], item["necessity"], ways, **stated, **commitment)


def _step(item: Mapping[str, Any]) -> Step:
    seats = tuple(
        Seat(seat["code"], seat["name"], seat.get("department"), seat["permission"]) for seat in item["seats"]
    )
    return Step(item["code"], item["name"], item["countersign"], seats)

"""Reading a pack's files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from engines.packs.findings import Finding, PackBroken

FILES = (
    "regions",
    "departments",
    "roles",
    "topics",
    "licence_types",
    "data_resources",
    "holidays",
    "policy",
    "evaluation_options",
    "targets",
    "assessment",
    "document_registers",
    "organ_lists",
    "forbidden_words",
    "duties",
    "bookable_resources",
    "vehicles",
    "reception_standards",
    "repair_categories",
    "canteens",
    "visitor_buildings",
    "personas",
)
MATTER_DEPTH = 3
#: What a file that could not be read gives; its finding is written already.
UNREAD: Any = object()


@dataclass(frozen=True)
class Pack:
    """A pack as read: the items of each file, and the matters with the files they stand in."""

    folder: Path
    items: dict[str, list[dict[str, Any]]]
    matters: dict[str, dict[str, Any]] = field(default_factory=dict)
    joint_matters: dict[str, dict[str, Any]] = field(default_factory=dict)
    entitlements: dict[str, dict[str, Any]] = field(default_factory=dict)

    def codes(self, name: str, key: str = "code") -> set[str]:
        """Return the keys of one file's items."""
        return {str(item[key]) for item in self.items[name]}

    def fields(self, name: str) -> dict[str, list[str]]:
        """Return by their codes what the licences or shared data of one file say."""
        return {item["code"]: [field["name"] for field in item["fields"]] for item in self.items[name]}


def read_pack(folder: Path) -> Pack:
    """Return the pack in a folder. Errors: :class:`PackBroken` for a file that is missing or no JSON."""
    findings: list[Finding] = []
    items = {}
    for name in FILES:
        content = _read(folder / f"{name}.json", folder, findings)
        found = content.get("items") if isinstance(content, dict) else None
        if content is not UNREAD and not isinstance(found, list):
            findings.append(Finding(f"{name}.json", "/items", "must be a list", "write {“items”: […]}"))
        items[name] = found if isinstance(found, list) else []
    matters = _objects(folder, "matters/*/*.json", findings)
    for path in sorted((folder / "matters").rglob("*.json")):
        if len(path.relative_to(folder).parts) != MATTER_DEPTH:
            name = str(path.relative_to(folder))
            findings.append(Finding(name, "", "a matter stands in matters/<topic>/", "move it there"))
    joint_matters = _objects(folder, "joint_matters/*.json", findings)
    entitlements = _objects(folder, "proactive/*.json", findings)
    if findings:
        raise PackBroken(findings)
    return Pack(folder, items, matters, joint_matters, entitlements)


def _objects(folder: Path, pattern: str, findings: list[Finding]) -> dict[str, dict[str, Any]]:
    """Return the files of a pattern, each of which holds one object."""
    found = {}
    for path in sorted(folder.glob(pattern)):
        name = str(path.relative_to(folder))
        content = _read(path, folder, findings)
        if isinstance(content, dict):
            found[name] = content
        elif content is not UNREAD:
            findings.append(Finding(name, "", "the file holds an object", "write {…}, or delete it to withdraw it"))
    return found


def _read(path: Path, folder: Path, findings: list[Finding]) -> Any:
    name = str(path.relative_to(folder))
    try:
        return orjson.loads(path.read_bytes())
    except FileNotFoundError:
        findings.append(Finding(name, "", "the file is missing", "add it, with an empty list of items if need be"))
    except orjson.JSONDecodeError as error:
        findings.append(Finding(name, "", f"no valid JSON (line {error.lineno})", "mend the line"))
    return UNREAD
